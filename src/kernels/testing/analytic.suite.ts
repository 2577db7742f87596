/** Cases whose answer is known without computing it another way; they keep the reference itself honest. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, FloatBuffer } from "../contract.ts";
import { sourceOf } from "./matrices.ts";
import { gaussian } from "./random.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;

const ONE_HEAD = { layers: 1, kvHeads: 1, headDim: 4, blockTokens: 16, dtype: "float32" } as const;

export function describeAnalytic(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} on known answers`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(() => backend.dispose());

    function hold(values: ArrayLike<number>): FloatBuffer {
      const buffer = backend.createBuffer(values.length);
      backend.write(buffer, Float32Array.from(values));
      return buffer;
    }

    async function expectValues(buffer: FloatBuffer, expected: readonly number[]): Promise<void> {
      const found = await backend.read(buffer);
      expect(found.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 5);
      });
    }

    it("linear and embed: a matrix of three stored bytes a row", async () => {
      // 0x38 = 1, 0x40 = 2, 0xc4 = -3, 0x01 = 2^-9; row scales 1 and 0.5.
      const bytes = Uint8Array.from([0x38, 0x40, 0xc4, 0x01, 0x00, 0x80]);
      const dtype = { kind: "float8", rowScales: Float32Array.from([1, 0.5]) } as const;
      const matrix = await backend.loadMatrix(sourceOf("known", 2, 3, dtype, bytes));
      const out = hold([0, 0]);
      backend.linear(out, hold([10, 100, 512]), matrix, 1);
      await expectValues(out, [10 + 200 - 1536, 10 / 1024]);
      const rows = hold(new Float32Array(6));
      backend.embed(rows, matrix, Uint32Array.from([1, 0]));
      await expectValues(rows, [2 ** -10, 0, 0, 1, 2, -3]);
    });

    it("linear and embed: blocks of two rows and two columns, the last ones ragged", async () => {
      // Ones everywhere, so that a row is its blocks' scales.
      const bytes = new Uint8Array(9).fill(0x38);
      const blockScales = Float32Array.from([1, 2, 4, 8]);
      const dtype = { kind: "float8-blocks", blockRows: 2, blockColumns: 2, blockScales } as const;
      const matrix = await backend.loadMatrix(sourceOf("blocks", 3, 3, dtype, bytes));
      const out = hold([0, 0, 0]);
      backend.linear(out, hold([1, 10, 100]), matrix, 1);
      await expectValues(out, [211, 211, 844]);
      const rows = hold(new Float32Array(6));
      backend.embed(rows, matrix, Uint32Array.from([2, 1]));
      await expectValues(rows, [4, 4, 8, 1, 1, 2]);
    });

    it("rmsNorm: values of equal size become the weights, with their sign", async () => {
      const x = hold([3, -3, 3, 3]);
      backend.rmsNorm(x, x, hold([1, 2, 3, 4]), { tokens: 1, width: 4, epsilon: 0 });
      await expectValues(x, [1, -2, 3, 4]);
    });

    it("rotary: a quarter turn moves the first half to the second", async () => {
      const x = hold([1, 0, 0, 1, 1, 0, 0, 1]);
      const frequencies = Float64Array.of(Math.PI / 2, Math.PI);
      backend.rotary(x, frequencies, Uint32Array.from([0, 1]), { heads: 1, headDim: 4 });
      await expectValues(x, [1, 0, 0, 1, 0, 0, 1, -1]);
    });

    it("attention: equal keys average the values seen so far, per group of heads", async () => {
      const cache = backend.createBlockCache({ ...ONE_HEAD, blocks: 2 });
      const values = hold([1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8]);
      const blocks = Uint32Array.from([1]);
      backend.storeKeyValues(cache, 0, hold(new Float32Array(12).fill(1)), values, [{ tokens: 3, past: 0, blocks }]);
      const out = hold(new Float32Array(16));
      backend.attention(out, hold(gaussian(1, 16)), cache, 0, [{ tokens: 2, past: 1, blocks }], 2);
      await expectValues(out, [2, 3, 4, 5, 2, 3, 4, 5, 3, 4, 5, 6, 3, 4, 5, 6]);
    });

    it("attention: of two keys with odds of 1 to 3, and of one that is far larger", async () => {
      const cache = backend.createBlockCache({ ...ONE_HEAD, kvHeads: 2, blocks: 1 });
      // Scores are halved by 1/sqrt(4). The second head's second key scores 5e9.
      const keys = hold([0, 0, 0, 0, -1e5, 0, 0, 0, 2 * Math.log(3), 0, 0, 0, 1e5, 0, 0, 0]);
      const values = hold([4, 8, 0, 0, 1, 1, 1, 1, 0, 8, 4, -4, 2, 3, 4, 5]);
      const blocks = Uint32Array.from([0]);
      backend.storeKeyValues(cache, 0, keys, values, [{ tokens: 2, past: 0, blocks }]);
      const out = hold(new Float32Array(8));
      backend.attention(out, hold([1, 0, 0, 0, 1e5, 0, 0, 0]), cache, 0, [{ tokens: 1, past: 1, blocks }], 2);
      await expectValues(out, [1, 8, 3, -3, 2, 3, 4, 5]);
    });

    it("attention: the mean of 131,072 values whose keys are equal", async () => {
      const [tokens, blocks] = [131_072, Uint32Array.from({ length: 8192 }, (_, i) => 8191 - i)];
      const cache = backend.createBlockCache({ ...ONE_HEAD, blocks: 8192 });
      const values = hold(Float32Array.from({ length: tokens * 4 }, (_, i) => (i % 4) + ((i >> 2) % 8)));
      backend.storeKeyValues(cache, 0, backend.createBuffer(tokens * 4), values, [{ tokens, past: 0, blocks }]);
      const out = hold(new Float32Array(4));
      backend.attention(out, hold([1, 2, 3, 4]), cache, 0, [{ tokens: 1, past: tokens - 1, blocks }], 1);
      await expectValues(out, [3.5, 4.5, 5.5, 6.5]);
      cache.dispose();
    });

    it("swiglu: 0 stays 0, far positive passes, far negative vanishes", async () => {
      const out = hold([9, 9, 9]);
      backend.swiglu(out, hold([0, 60, -60]), hold([5, 2, 2]), 3);
      await expectValues(out, [0, 120, 0]);
    });

    it("add: only the first `length` values", async () => {
      const x = hold([1, 2, 3]);
      backend.add(x, hold([10, 20, 30]), 2);
      await expectValues(x, [11, 22, 3]);
    });
  });
}
