/** Random sequences with blocks of a cache, and the step that stores and attends parts of them. */
import type { Backend, BlockCache, BlockCacheShape, SequenceSpan } from "../contract.ts";
import { createRandom, gaussian } from "./random.ts";

/** Queries [length, heads, headDim]; keys, values [length, kvHeads, headDim]. */
export interface RandomSequence {
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  readonly blocks: Uint32Array;
}

/** Tokens past .. past + tokens - 1 of a sequence. */
export interface Part {
  readonly sequence: RandomSequence;
  readonly past: number;
  readonly tokens: number;
}

/** Blocks that sequences of these lengths need, and a few that stay unused. */
export function blocksFor(lengths: readonly number[], blockTokens: number): number {
  return lengths.reduce((sum, length) => sum + Math.ceil(length / blockTokens), 3);
}

/** One sequence a length; their blocks lie anywhere in the cache, in no order. */
export function randomSequences(
  lengths: readonly number[],
  heads: number,
  shape: BlockCacheShape,
  deviation = 1,
): RandomSequence[] {
  const free = shuffled(shape.blocks);
  const width = shape.kvHeads * shape.headDim;
  return lengths
    .map((length, i) => ({
      queries: gaussian(10 * i + 1, length * heads * shape.headDim, deviation),
      keys: gaussian(10 * i + 2, length * width, deviation),
      values: gaussian(10 * i + 3, length * width),
      blocks: free.splice(0, Math.ceil(length / shape.blockTokens)),
    }))
    .map(({ blocks, ...values }) => ({ ...values, blocks: Uint32Array.from(blocks) }));
}

function shuffled(count: number): number[] {
  const random = createRandom(count);
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers;
}

/** Stores the keys and values of the parts in `layer`. */
export function storeParts(backend: Backend, cache: BlockCache, layer: number, parts: readonly Part[]): void {
  const { kvHeads, headDim } = cache.shape;
  const buffers = (["keys", "values"] as const).map((name) => bufferOf(backend, name, parts, kvHeads * headDim));
  backend.storeKeyValues(cache, layer, buffers[0]!, buffers[1]!, spansOf(parts));
  for (const buffer of buffers) buffer.dispose();
}

/** Stores the parts and attends them in one step. Returns [tokens of all parts, heads, headDim]. */
export async function runStep(
  backend: Backend,
  cache: BlockCache,
  layer: number,
  heads: number,
  parts: readonly Part[],
): Promise<Float32Array> {
  storeParts(backend, cache, layer, parts);
  const query = bufferOf(backend, "queries", parts, heads * cache.shape.headDim);
  const out = backend.createBuffer(query.length);
  backend.attention(out, query, cache, layer, spansOf(parts), heads);
  const result = await backend.read(out);
  query.dispose();
  out.dispose();
  return result;
}

function spansOf(parts: readonly Part[]): SequenceSpan[] {
  return parts.map(({ sequence, past, tokens }) => ({ past, tokens, blocks: sequence.blocks }));
}

function bufferOf(
  backend: Backend,
  name: "queries" | "keys" | "values",
  parts: readonly Part[],
  width: number,
): ReturnType<Backend["createBuffer"]> {
  const rows = parts.map(({ sequence, past, tokens }) =>
    sequence[name].subarray(past * width, (past + tokens) * width),
  );
  const buffer = backend.createBuffer(rows.reduce((length, row) => length + row.length, 0));
  let at = 0;
  for (const row of rows) {
    backend.write(buffer.slice(at, row.length), row);
    at += row.length;
  }
  return buffer;
}
