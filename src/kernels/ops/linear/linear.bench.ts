/**
 * Speed of linear: `node src/kernels/ops/linear/linear.bench.ts`. Ceiling first, then decode (one token, weights larger than
 * the second cache) and prefill (128 tokens); every matrix is checked against float64 before it is timed. The last line is JSON.
 */
import { availableParallelism } from "node:os";
import { bytesPerWeight } from "../../checks.ts";
import type { Backend, MatrixSource, WeightDtype } from "../../contract.ts";
import { measureReadCeiling } from "../../measure/read-ceiling.ts";
import { scaleOf, storedValue } from "../../stored-values.ts";
import { randomSource } from "../../testing/matrices.ts";
import { gaussian } from "../../testing/random.ts";
import { createWasmBackend } from "../../wasm/wasm-backend.ts";

interface Work {
  readonly what: "decode" | "prefill";
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
}

const works: readonly Work[] = [
  { what: "decode", rows: 32768, columns: 4096, tokens: 1 },
  { what: "prefill", rows: 2048, columns: 4096, tokens: 128 },
];
const kinds = ["float8", "float8-blocks", "int8", "bfloat16", "float32"] as const;
const ROUNDS = 7;
/** A block of rows that is repeated, so that making the weights takes no time. */
const DISTINCT_ROWS = 64;

function repeatedSource(kind: WeightDtype["kind"], rows: number, columns: number): MatrixSource {
  const block = randomSource(kind, DISTINCT_ROWS, columns, 1);
  const bytes = new Uint8Array(DISTINCT_ROWS * columns * bytesPerWeight(kind));
  block.readRows(bytes, 0, DISTINCT_ROWS);
  const dtype = withScales(block.dtype, rows, columns);
  const readRows = (target: Uint8Array, _firstRow: number, rowCount: number): void => {
    for (let row = 0; row < rowCount; row += DISTINCT_ROWS) {
      const part = Math.min(DISTINCT_ROWS, rowCount - row);
      target.set(bytes.subarray(0, (part * bytes.length) / DISTINCT_ROWS), (row * bytes.length) / DISTINCT_ROWS);
    }
  };
  return { name: kind, rows, columns, dtype, readRows };
}

function withScales(dtype: WeightDtype, rows: number, columns: number): WeightDtype {
  const scales = (length: number) => Float32Array.from({ length }, (_, i) => 1 + (i % 7));
  if ("rowScales" in dtype) return { ...dtype, rowScales: scales(rows) };
  if (dtype.kind !== "float8-blocks") return dtype;
  const [blockRows, blockColumns] = [128, 128];
  const blockScales = scales(Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns));
  return { ...dtype, blockRows, blockColumns, blockScales };
}

/** Compares the rows of the last token with float64 sums; the weights repeat, so a block's worth of rows is all there is. */
function check(source: MatrixSource, x: Float32Array, out: Float32Array, tokens: number): void {
  const bytes = new Uint8Array(DISTINCT_ROWS * source.columns * bytesPerWeight(source.dtype.kind));
  source.readRows(bytes, 0, DISTINCT_ROWS);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < DISTINCT_ROWS; row++) {
    let sum = 0;
    for (let c = 0; c < source.columns; c++) {
      const value = storedValue(source.dtype.kind, view, row * source.columns + c);
      sum += value * scaleOf(source.dtype, row, c, source.columns) * x[(tokens - 1) * source.columns + c]!;
    }
    const got = out[(tokens - 1) * source.rows + row]!;
    const noise = Math.sqrt(source.columns) * scaleOf(source.dtype, row, 0, source.columns);
    const scale = Math.abs(sum) + noise * (source.dtype.kind === "int8" ? 64 : 1);
    if (!(Math.abs(got - sum) < scale * 1e-3)) throw new Error(`row ${row}: expected ${sum}, got ${got}`);
  }
}

/** Median seconds of one linear. */
async function time(backend: Backend, kind: WeightDtype["kind"], work: Work): Promise<number> {
  const { rows, columns, tokens } = work;
  const source = repeatedSource(kind, rows, columns);
  const matrix = await backend.loadMatrix(source);
  const values = gaussian(3, tokens * columns);
  const [x, out] = [backend.createBuffer(values.length), backend.createBuffer(tokens * rows)];
  backend.write(x, values);
  backend.linear(out, x, matrix, tokens);
  check(source, values, await backend.read(out), tokens);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    backend.linear(out, x, matrix, tokens);
    seconds.push((performance.now() - start) / 1000);
  }
  for (const object of [matrix, x, out]) object.dispose();
  return seconds.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const results: Record<string, number> = {};
function report(name: string, value: number, unit: string): void {
  console.log(`${name.padEnd(34)}${value.toFixed(1).padStart(8)} ${unit}`);
  results[name] = Number(value.toFixed(2));
}

console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${availableParallelism()} cores`);
for (const threads of [1, Math.min(availableParallelism(), 8)]) {
  report(`memory read, ${threads} thread(s)`, (await measureReadCeiling(threads)) / 1e9, "GB/s");
  const backend = await createWasmBackend({ threads });
  for (const work of works) {
    for (const kind of kinds) {
      const products = work.rows * work.columns * work.tokens;
      const speed = products / (await time(backend, kind, work)) / 1e9;
      if (work.what === "decode") report(`decode ${kind}, ${threads} thread(s)`, speed, "G weights/s");
      else report(`prefill ${kind}, ${threads} thread(s)`, 2 * speed, "GFLOP/s");
    }
  }
  await backend.dispose();
}
console.log(JSON.stringify({ node: process.versions.node, ...results }));
