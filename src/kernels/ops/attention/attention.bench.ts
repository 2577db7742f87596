/**
 * Speed of attention over a block cache: `node src/kernels/ops/attention/attention.bench.ts [round count]`. Ceiling first, then decode (one
 * token after 32,768) as a share of it and prefill (256 tokens after 32,768) in GFLOP/s of what causal attention needs. Every figure is
 * the best of its rounds, checked against float64 before. The last line is JSON.
 */
import { availableParallelism } from "node:os";
import { measureReadCeiling } from "../../measure/read-ceiling.ts";
import type { Backend, BlockCache, BlockCacheShape, CacheDtype, SequenceSpan } from "../../contract.ts";
import { gaussian } from "../../testing/random.ts";
import { createWasmBackend } from "../../wasm/wasm-backend.ts";

interface Work {
  readonly name: string;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

const works: readonly Work[] = [
  { name: "12/4 heads of 64", heads: 12, kvHeads: 4, headDim: 64 },
  { name: "32/8 heads of 64", heads: 32, kvHeads: 8, headDim: 64 },
];
const dtypes: readonly CacheDtype[] = ["float32", "float16", "int8"];
const PAST = 32_768;
const CHUNK = 256;
const BLOCK_TOKENS = 16;
const ROUNDS = Number(process.argv[2] ?? 3);

/** Blocks in an order in which no two neighbours follow each other. */
function blockTable(blocks: number): Uint32Array {
  return Uint32Array.from({ length: blocks }, (_, i) => (i * 7919) % blocks);
}

function fill(backend: Backend, cache: BlockCache, blocks: Uint32Array, tokens: number): void {
  const width = cache.shape.kvHeads * cache.shape.headDim;
  const [keys, values] = [backend.createBuffer(CHUNK * width), backend.createBuffer(CHUNK * width)];
  backend.write(keys, gaussian(1, CHUNK * width));
  backend.write(values, gaussian(2, CHUNK * width));
  for (let past = 0; past < tokens; past += CHUNK) {
    backend.storeKeyValues(cache, 0, keys, values, [{ tokens: Math.min(CHUNK, tokens - past), past, blocks }]);
  }
  keys.dispose();
  values.dispose();
}

/** The smallest of `rounds` times, seconds. */
function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  run();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

const results: Record<string, number> = {};
function report(name: string, value: number, unit: string, note = ""): void {
  console.log(`${name.padEnd(52)}${value.toFixed(1).padStart(8)} ${unit} ${note}`);
  results[name] = Number(value.toFixed(2));
}

async function measure(
  backend: Backend,
  threads: number,
  work: Work,
  dtype: CacheDtype,
  ceiling: number,
): Promise<void> {
  const { name, heads, kvHeads, headDim } = work;
  const blocks = blockTable(Math.ceil((PAST + CHUNK) / BLOCK_TOKENS));
  const shape: BlockCacheShape = {
    layers: 1,
    kvHeads,
    headDim,
    blockTokens: BLOCK_TOKENS,
    blocks: blocks.length,
    dtype,
  };
  const cache = backend.createBlockCache(shape);
  fill(backend, cache, blocks, PAST + CHUNK);
  const query = backend.createBuffer(CHUNK * heads * headDim);
  const out = backend.createBuffer(query.length);
  backend.write(query, gaussian(3, query.length));
  const attend = (span: SequenceSpan): number => best(() => backend.attention(out, query, cache, 0, [span], heads));
  const decode = attend({ tokens: 1, past: PAST, blocks });
  const bytes = (cache.byteLength * PAST) / (PAST + CHUNK);
  const label = `${name}, ${dtype}, ${threads} thread(s)`;
  report(`decode ${label}`, bytes / decode / 1e9, "GB/s", `${((100 * bytes) / decode / ceiling).toFixed(0)} %`);
  const prefill = attend({ tokens: CHUNK, past: PAST, blocks });
  const products = CHUNK * (PAST + (CHUNK + 1) / 2) * heads * headDim * 2;
  report(`prefill ${label}`, (2 * products) / prefill / 1e9, "GFLOP/s");
  for (const object of [cache, query, out]) object.dispose();
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
