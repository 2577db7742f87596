/**
 * The ladder of int8 kernels on one thread: `node src/kernels/ops/linear/int8.bench.ts`. Each width of code and form of
 * activations takes turns on the same weights, in pieces of a millisecond; the fastest tenth of the pieces counts, so that a busy
 * machine changes little. The last line is JSON.
 */
import { cpus } from "node:os";
import { instantiateKernels } from "../../wasm/kernels.ts";
import { canCompileWide, compileOptimised, readKernels } from "../../wasm/module.ts";
import { type ActivationForm, activationForm, storageCode } from "../../wasm/storage.ts";

interface Work {
  readonly name: string;
  readonly unit: "G weights/s" | "GOP/s";
  readonly tokens: number;
  readonly rows: number;
  /** Read from memory: each piece takes the next rows of a matrix that no cache holds. */
  readonly streams: boolean;
}

const COLUMNS = 2048;
const MOST_TOKENS = 128;
const works: readonly Work[] = [
  { name: "1 token, from memory", unit: "G weights/s", tokens: 1, rows: 960, streams: true },
  { name: "2 tokens, from memory", unit: "G weights/s", tokens: 2, rows: 960, streams: true },
  { name: "4 tokens, from memory", unit: "G weights/s", tokens: 4, rows: 960, streams: true },
  { name: "8 tokens, from memory", unit: "G weights/s", tokens: 8, rows: 480, streams: true },
  { name: "128 tokens, in cache", unit: "GOP/s", tokens: 128, rows: 192, streams: false },
];
const MATRIX_ROWS = 960 * 160;
const ROUNDS = 160;

const FIRST_BYTE = 65536;
const x = FIRST_BYTE;
const out = x + MOST_TOKENS * COLUMNS * 4;
const q = out + MOST_TOKENS * 960 * 4;
const scales = q + MOST_TOKENS * COLUMNS * 2;
const blockScales = scales + MATRIX_ROWS * 4;
const scratch = blockScales + MOST_TOKENS * 64;
const repackScratch = scratch + 4096;
const stored = repackScratch + 65536;
const weights = stored + 16 * COLUMNS;
const rowBytes = COLUMNS + (COLUMNS / 1024) * 4;
const pages = Math.ceil((weights + MATRIX_ROWS * rowBytes) / 65536) + 1;
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });

const bytes = await readKernels(new URL("../../wasm/inference.wasm", import.meta.url));
const widths = canCompileWide() ? [128, 256] : [128];
const variants = widths.flatMap((bits) => {
  const kernels = instantiateKernels(compileOptimised(bytes, bits === 256), memory);
  return (["words", "bytes"] as const).map((form) => ({ name: `${bits} bit, ${form}`, form, kernels }));
});
type Variant = (typeof variants)[number];

/** One panel of weights, repeated. */
function fill(): void {
  const { kernels } = variants[0]!;
  new Float32Array(memory.buffer, x, MOST_TOKENS * COLUMNS).forEach((_, i, values) => {
    values[i] = Math.sin(i);
  });
  new Int8Array(memory.buffer, stored, 16 * COLUMNS).forEach((_, i, values) => {
    values[i] = Math.imul(i, 2654435761) >> 24;
  });
  new Float32Array(memory.buffer, scales, MATRIX_ROWS).fill(1);
  kernels.repackInt8(storageCode.int8, weights, scales, stored, COLUMNS, COLUMNS, 16, repackScratch);
  const view = new Uint8Array(memory.buffer);
  for (let row = 16; row < MATRIX_ROWS; row += 16) {
    view.copyWithin(weights + row * rowBytes, weights, weights + 16 * rowBytes);
  }
}

/** Milliseconds of one piece of work, quantisation included. */
function timePiece({ kernels, form }: Variant, { tokens, rows, streams }: Work, round: number): number {
  const first = streams ? (round * rows) % (MATRIX_ROWS - rows) : 0;
  const code = activationForm[form satisfies ActivationForm];
  const start = performance.now();
  kernels.quantizeTokens(code, q, blockScales, x, COLUMNS, tokens, scratch);
  const at = weights + (first - (first % 16)) * rowBytes;
  kernels.linearInt8(code, out, rows * 4, q, blockScales, at, scales, COLUMNS, rows, tokens, scratch);
  return performance.now() - start;
}

fill();
const results: Record<string, Record<string, number>> = {};
console.log(`${cpus()[0]?.model}, Node ${process.versions.node}, V8 ${process.versions.v8}, one thread`);
console.log("".padEnd(24) + variants.map(({ name }) => name.padStart(18)).join(""));
for (const work of works) {
  const times = variants.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, variant] of variants.entries())
      times[i]!.push(timePiece(variant, work, round * variants.length + i));
  }
  const speeds = times.map((all) => {
    const fast = all.sort((a, b) => a - b)[Math.floor(all.length / 10)]!;
    const products = work.rows * COLUMNS * (work.unit === "GOP/s" ? 2 * work.tokens : 1);
    return products / fast / 1e6;
  });
  console.log(`${work.name.padEnd(24)}${speeds.map((speed) => speed.toFixed(1).padStart(18)).join("")} ${work.unit}`);
  results[work.name] = Object.fromEntries(variants.map(({ name }, i) => [name, Number(speeds[i]!.toFixed(2))]));
}
console.log(JSON.stringify({ node: process.versions.node, cpu: cpus()[0]?.model, results }));
