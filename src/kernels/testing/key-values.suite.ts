/** What a cache makes of values: a token that sees itself alone gets back its own, as stored. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../contract.ts";
import { keyValuesCases } from "../ops/key-values/cases.ts";
import { roundStored } from "../ops/key-values/round-stored.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;

export function describeKeyValues(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} storeKeyValues`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(() => backend.dispose());

    it.each(keyValuesCases)("$name", async ({ dtype, values }) => {
      const headDim = values.length;
      const cache = backend.createBlockCache({ layers: 1, kvHeads: 1, headDim, blockTokens: 16, blocks: 3, dtype });
      const [key, value, out] = [0, 1, 2].map(() => backend.createBuffer(headDim));
      const stored = Float32Array.from(values);
      backend.write(value!, stored);
      const spans = [{ tokens: 1, past: 0, blocks: Uint32Array.from([2]) }];
      backend.storeKeyValues(cache, 0, key!, value!, spans);
      backend.attention(out!, key!, cache, 0, spans, 1);
      const expected = stored.slice();
      roundStored(expected, dtype);
      // Adding 0 makes both zeros the same one.
      expect((await backend.read(out!)).map((found) => found + 0)).toEqual(expected.map((wanted) => wanted + 0));
      for (const object of [cache, key!, value!, out!]) object.dispose();
    });
  });
}
