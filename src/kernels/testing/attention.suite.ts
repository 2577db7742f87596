/** Attention over a block cache, the same for every backend: against the scalar reference, and against itself on other paths. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, BlockCache, BlockCacheShape, CacheDtype } from "../contract.ts";
import { type AttentionCase, attentionCases } from "../ops/attention/cases.ts";
import { createReferenceBackend } from "../reference-backend.ts";
import { expectClose, expectSameBits } from "./compare.ts";
import { blocksFor, type Part, type RandomSequence, randomSequences, runStep, storeParts } from "./sequences.ts";
import { FLOAT_TOLERANCE } from "./tolerances.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;
const dtypes: readonly CacheDtype[] = ["float32", "float16", "int8"];

const anyCut = fc.record({
  length: fc.integer({ min: 1, max: 160 }),
  cuts: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 }),
  group: fc.integer({ min: 1, max: 8 }),
  kvHeads: fc.integer({ min: 1, max: 3 }),
  quarterDim: fc.integer({ min: 1, max: 20 }),
  blockTokens: fc.constantFrom(4, 16, 32),
  dtype: fc.constantFrom(...dtypes),
});

export function describeAttention(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} attention`, () => {
    const reference = createReferenceBackend();
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(() => backend.dispose());

    it.each(attentionCases)("$name", async (attentionCase) => {
      const [found, expected] = await runCase(attentionCase, [backend, reference]);
      expectClose(found!, expected!, FLOAT_TOLERANCE);
    });

    it("gives the same bits however a sequence is cut into steps", () =>
      fc.assert(
        fc.asyncProperty(anyCut, async ({ length, cuts, group, quarterDim, ...options }) => {
          const shape = shapeFor([length], { ...options, headDim: 4 * quarterDim });
          const heads = group * shape.kvHeads;
          const sequences = randomSequences([length], heads, shape, 2);
          const run = (tokens: readonly number[]): Promise<Float32Array[]> => {
            const steps: Part[][] = [];
            for (let past = 0; past < length; past += steps.at(-1)![0]!.tokens) {
              const most = tokens[steps.length % tokens.length]!;
              steps.push([{ sequence: sequences[0]!, past, tokens: Math.min(most, length - past) }]);
            }
            return runSteps(backend, shape, sequences, heads, steps);
          };
          expectSameBits((await run(cuts))[0]!, (await run([length]))[0]!);
        }),
        { numRuns: 25, seed: 20 },
      ));

    describe.each(dtypes)("%s", (dtype) => {
      const lengths = [150, 1, 129, 77];
      const shape = shapeFor(lengths, { dtype, headDim: 64 });
      const heads = 6;
      const sequences = randomSequences(lengths, heads, shape, 2);

      /** Of each sequence the tokens from `past` on, at most `most`. */
      function step(past: number, most: number): Part[] {
        return sequences
          .map((sequence, i) => ({ sequence, past, tokens: Math.min(most, lengths[i]! - past) }))
          .filter(({ tokens }) => tokens > 0);
      }

      it("gives the same bits in one step, in single sequences, in chunks and token by token", async () => {
        const together = await runSteps(backend, shape, sequences, heads, [step(0, 150)]);
        const apart = step(0, 150).map((part) => [part]);
        const chunked = [64, 7, 1].map((chunk) =>
          Array.from({ length: Math.ceil(150 / chunk) }, (_, i) => step(i * chunk, chunk)),
        );
        for (const steps of [apart, ...chunked]) {
          const rows = await runSteps(backend, shape, sequences, heads, steps);
          for (const [i, row] of rows.entries()) expectSameBits(row, together[i]!);
        }
      });

      it("gives the same bits over blocks that were read and written back elsewhere", async () => {
        const { sequence } = step(0, 150)[0]!;
        const moved = { ...sequence, blocks: Uint32Array.from(sequence.blocks, (block) => shape.blocks - 1 - block) };
        const part = { sequence, past: 0, tokens: 150 };
        const last = { past: 149, tokens: 1 };
        await withCache(backend, shape, async (cache) => {
          for (const layer of [0, 1]) storeParts(backend, cache, layer, [part]);
          const kept = await Promise.all(Array.from(sequence.blocks, (block) => backend.readBlock(cache, block)));
          for (const bytes of kept) expect(bytes.length).toBe(cache.blockByteLength);
          const expected = await runStep(backend, cache, 1, heads, [{ sequence, ...last }]);
          for (const [i, block] of moved.blocks.entries()) backend.writeBlock(cache, block, kept[i]!);
          for (const [i, block] of moved.blocks.entries()) {
            expectSameBits(await backend.readBlock(cache, block), kept[i]!);
          }
          expectSameBits(await runStep(backend, cache, 1, heads, [{ sequence: moved, ...last }]), expected);
        });
      });
    });
  });
}

function shapeFor(lengths: readonly number[], options: Partial<BlockCacheShape>): BlockCacheShape {
  const { blockTokens = 16 } = options;
  const blocks = blocksFor(lengths, blockTokens);
  return { layers: 2, kvHeads: 2, headDim: 16, dtype: "float32", ...options, blockTokens, blocks };
}

async function withCache<T>(
  target: Backend,
  shape: BlockCacheShape,
  run: (cache: BlockCache) => Promise<T>,
): Promise<T> {
  const before = target.liveBytes;
  const cache = target.createBlockCache(shape);
  const result = await run(cache);
  cache.dispose();
  expect(target.liveBytes).toBe(before);
  return result;
}

/** On each backend: stores what is past of every span, then runs the step. */
async function runCase(attentionCase: AttentionCase, backends: readonly Backend[]): Promise<Float32Array[]> {
  const { spans, heads, deviation, kvHeads, headDim, dtype = "float32", blockTokens = 16 } = attentionCase;
  const lengths = spans.map(([tokens, past]) => tokens + past);
  const shape = shapeFor(lengths, { kvHeads, headDim, dtype, blockTokens });
  const sequences = randomSequences(lengths, heads, shape, deviation);
  const parts = spans.map(([tokens, past], i) => ({ sequence: sequences[i]!, tokens, past }));
  const stored = parts.map(({ sequence, past }) => ({ sequence, past: 0, tokens: past }));
  const results: Float32Array[] = [];
  for (const backend of backends) {
    const run = (cache: BlockCache): Promise<Float32Array> => {
      storeParts(backend, cache, 1, stored);
      return runStep(backend, cache, 1, heads, parts);
    };
    results.push(await withCache(backend, shape, run));
  }
  return results;
}

/** Results of every sequence, [its tokens, heads, headDim], from steps that together cover all tokens. */
async function runSteps(
  backend: Backend,
  shape: BlockCacheShape,
  sequences: readonly RandomSequence[],
  heads: number,
  steps: readonly (readonly Part[])[],
): Promise<Float32Array[]> {
  const width = heads * shape.headDim;
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
