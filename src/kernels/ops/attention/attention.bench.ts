/**
 * Speed of attention over a block cache: `node src/kernels/ops/attention/attention.bench.ts [seconds a figure]`. Ceiling first, then
 * decode (one token after 32,768) as a share of it, prefill (256 tokens after 32,768) in GFLOP/s of what causal attention needs,
 * storing, and the signal-to-noise ratio of a decoded token against float64. Figures are the best of their rounds, since others
 * may use the machine. The last line is JSON.
 */
import { availableParallelism } from "node:os";
import type { Backend, BlockCacheShape, CacheDtype, FloatBuffer } from "../../contract.ts";
import { measureReadCeiling } from "../../measure/read-ceiling.ts";
import { gaussian } from "../../testing/random.ts";
import { createWasmBackend } from "../../wasm/wasm-backend.ts";

interface Work {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

const works: readonly Work[] = [
  { heads: 12, kvHeads: 4, headDim: 64 },
  { heads: 32, kvHeads: 8, headDim: 64 },
];
const dtypes: readonly CacheDtype[] = ["float32", "float16", "int8"];
const PAST = 32_768;
/** Tokens of a prefill step; the stored keys and values repeat after as many. */
const CHUNK = 256;
const BLOCK_TOKENS = 16;
const SECONDS = Number(process.argv[2] ?? 1);
/** Below it a result is wrong, not rounded. */
const LEAST_DECIBELS = 30;

const BLOCKS = (PAST + CHUNK) / BLOCK_TOKENS;
/** All blocks, in an order in which no two neighbours follow each other. */
const blocks = Uint32Array.from({ length: BLOCKS }, (_, i) => (i * 7919) % BLOCKS);

/** The smallest time of several runs, seconds. */
function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  for (let round = 0; round < 3 || performance.now() - begin < SECONDS * 1000; round++) {
    const start = performance.now();
    run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

/** Attention of one token after PAST others, in float64. keys, values [CHUNK, kvHeads, headDim], repeated */
function attendExactly(query: Float32Array, keys: Float32Array, values: Float32Array, work: Work): Float64Array {
  const { heads, kvHeads, headDim } = work;
  const out = new Float64Array(heads * headDim);
  const rowAt = (position: number, head: number): number =>
    ((position % CHUNK) * kvHeads + Math.floor((head * kvHeads) / heads)) * headDim;
  for (let head = 0; head < heads; head++) {
    const weights = Float64Array.from({ length: PAST + 1 }, (_, position) => {
      let score = 0;
      for (let i = 0; i < headDim; i++) score += query[head * headDim + i]! * keys[rowAt(position, head) + i]!;
      return Math.exp(score / Math.sqrt(headDim));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [position, weight] of weights.entries()) {
      for (let i = 0; i < headDim; i++) {
        out[head * headDim + i]! += (weight / sum) * values[rowAt(position, head) + i]!;
      }
    }
  }
  return out;
}

function decibels(found: Float32Array, exact: Float64Array): number {
  const power = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10(power(exact) / power(exact.map((value, i) => value - found[i]!)));
}

const results: Record<string, number> = {};
function report(name: string, value: number, unit: string, note = ""): void {
  console.log(`${name.padEnd(50)}${value.toFixed(1).padStart(8)} ${unit}${note}`);
  results[name] = Number(value.toFixed(2));
}

function hold(backend: Backend, seed: number, length: number): FloatBuffer {
  const buffer = backend.createBuffer(length);
  backend.write(buffer, gaussian(seed, length));
  return buffer;
}

async function measure(
  backend: Backend,
  threads: number,
  work: Work,
  dtype: CacheDtype,
  ceiling: number,
): Promise<void> {
  const { heads, kvHeads, headDim } = work;
  const label = `${heads}/${kvHeads} heads of ${headDim}, ${dtype}, ${threads} thread(s)`;
  const shape: BlockCacheShape = {
    layers: 1,
    kvHeads,
    headDim,
    blockTokens: BLOCK_TOKENS,
    blocks: blocks.length,
    dtype,
  };
  const cache = backend.createBlockCache(shape);
  const [keys, values] = [1, 2].map((seed) => hold(backend, seed, CHUNK * kvHeads * headDim)) as [
    FloatBuffer,
    FloatBuffer,
  ];
  const query = hold(backend, 3, CHUNK * heads * headDim);
  const out = backend.createBuffer(query.length);
  const store = (past: number): void =>
    backend.storeKeyValues(cache, 0, keys, values, [{ tokens: CHUNK, past, blocks }]);
  for (let past = 0; past <= PAST; past += CHUNK) store(past);
  const attend = (tokens: number): void =>
    backend.attention(out, query, cache, 0, [{ tokens, past: PAST, blocks }], heads);

  attend(1);
  const [found, ...inputs] = await Promise.all([out, query, keys, values].map((buffer) => backend.read(buffer)));
  const exact = attendExactly(inputs[0]!, inputs[1]!, inputs[2]!, work);
  const quality = decibels(found!.subarray(0, exact.length), exact);
  if (!(quality > LEAST_DECIBELS)) throw new Error(`${label}: ${quality} dB`);
  report(`quality ${label}`, quality, "dB");
  const decode = best(() => attend(1));
  const bytes = (cache.byteLength * PAST) / (PAST + CHUNK);
  report(`decode ${label}`, bytes / decode / 1e9, "GB/s", `, ${Math.round((100 * bytes) / decode / ceiling)} %`);
  const products = CHUNK * (PAST + (CHUNK + 1) / 2) * heads * headDim * 2;
  report(`prefill ${label}`, (2 * products) / best(() => attend(CHUNK)) / 1e9, "GFLOP/s");
  report(`store ${label}`, (best(() => store(0)) * 1e9) / (2 * CHUNK * kvHeads * headDim), "ns a value");
  for (const object of [cache, keys, values, query, out]) object.dispose();
}

console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${availableParallelism()} cores`);
for (const threads of [1, Math.min(availableParallelism(), 8)]) {
  const ceiling = await measureReadCeiling(threads);
  report(`memory read, ${threads} thread(s)`, ceiling / 1e9, "GB/s");
  const backend = await createWasmBackend({ threads });
  for (const work of works) for (const dtype of dtypes) await measure(backend, threads, work, dtype, ceiling);
  await backend.dispose();
}
console.log(JSON.stringify({ node: process.versions.node, ...results }));
