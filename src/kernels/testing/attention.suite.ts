/** Attention over a block cache, the same for every backend: against the scalar reference, and against itself on other paths. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, BlockCache, BlockCacheShape, CacheDtype } from "../contract.ts";
import { type AttentionCase, attentionCases } from "../ops/attention/cases.ts";
import { createReferenceBackend } from "../reference-backend.ts";
import { expectClose } from "./compare.ts";
import { blocksFor, type Part, randomSequences, runStep, storeParts } from "./sequences.ts";
import { FLOAT_TOLERANCE } from "./tolerances.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;
const dtypes: readonly CacheDtype[] = ["float32", "float16", "int8"];

export function describeAttention(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} attention`, () => {
    const reference = createReferenceBackend();
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(async () => {
      await backend.dispose();
      expect(backend.liveBytes).toBe(0);
    });

    function shapeFor(lengths: readonly number[], options: Partial<BlockCacheShape>): BlockCacheShape {
      const { blockTokens = 16 } = options;
      const blocks = blocksFor(lengths, blockTokens);
      return { layers: 2, kvHeads: 2, headDim: 16, dtype: "float32", ...options, blockTokens, blocks };
    }

    async function withCache<T>(target: Backend, shape: BlockCacheShape, run: (cache: BlockCache) => Promise<T>) {
      const before = target.liveBytes;
      const cache = target.createBlockCache(shape);
      const result = await run(cache);
      cache.dispose();
      expect(target.liveBytes).toBe(before);
      return result;
    }

    async function runCase(target: Backend, { spans, heads, deviation, ...options }: AttentionCase) {
      const lengths = spans.map(([tokens, past]) => tokens + past);
      const shape = shapeFor(lengths, options);
      const sequences = randomSequences(lengths, heads, shape, deviation);
      return withCache(target, shape, (cache) => {
        const parts = spans.map(([tokens, past], i) => ({ sequence: sequences[i]!, tokens, past }));
        for (const { sequence, past } of parts) storeParts(target, cache, 1, [{ sequence, past: 0, tokens: past }]);
        return runStep(target, cache, 1, heads, parts);
      });
    }

    it.each(attentionCases)("$name", async (shape) => {
      expectClose(await runCase(backend, shape), await runCase(reference, shape), FLOAT_TOLERANCE);
    });

    describe.each(dtypes)("%s", (dtype) => {
      const lengths = [300, 1, 129, 77];
      const heads = 6;
      const shape = shapeFor(lengths, { dtype, headDim: 64 });
      const sequences = randomSequences(lengths, heads, shape, 2);
      const width = heads * 64;

      /** All tokens of every sequence, in steps of the parts that `cut` gives; rows in the order of sequence and token. */
      async function results(steps: readonly (readonly Part[])[]): Promise<Float32Array[]> {
        return withCache(backend, shape, async (cache) => {
          const rows = sequences.map(({ queries }) => new Float32Array(queries.length));
          for (const parts of steps) {
            const out = await runStep(backend, cache, 0, heads, parts);
            let at = 0;
            for (const { sequence, past, tokens } of parts) {
              rows[sequences.indexOf(sequence)]!.set(out.subarray(at, at + tokens * width), past * width);
              at += tokens * width;
            }
          }
          return rows;
        });
      }

      /** One step: of each sequence the tokens from `past` on, at most `most`. */
      function step(past: number, most: number): Part[] {
        return sequences
          .map((sequence, i) => ({ sequence, past, tokens: Math.min(most, lengths[i]! - past) }))
          .filter(({ tokens }) => tokens > 0);
      }

      it("a step of several sequences, single sequences, chunks and single tokens give the same bits", async () => {
        const together = await results([step(0, 300)]);
        expect(await results(step(0, 300).map((part) => [part]))).toEqual(together);
        for (const chunk of [1, 7, 64]) {
          const steps = Array.from({ length: Math.ceil(300 / chunk) }, (_, i) => step(i * chunk, chunk));
          expect(await results(steps)).toEqual(together);
        }
      });
    });
  });
}
