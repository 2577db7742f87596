/** What every backend asks of its arguments before an op runs; inside, the kernels trust. */
import { HermesError } from "../errors.ts";
import type {
  BlockCache,
  BlockCacheShape,
  FloatBuffer,
  Matrix,
  MatrixSource,
  NormShape,
  RotaryShape,
  SequenceSpan,
  WeightDtype,
} from "./contract.ts";

/** The error of an op that was called with what it cannot use. */
export function misuse(op: string, expected: string, got: string): HermesError<"kernel-misuse"> {
  return new HermesError("kernel-misuse", `${op} expected ${expected}, got ${got}.`, { op, expected, got });
}

function requireCount(op: string, name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw misuse(op, `${name} to be a whole number >= 0`, `${value}`);
}

function requireLength(op: string, name: string, buffer: FloatBuffer, needed: number): void {
  if (buffer.length < needed) throw misuse(op, `${name} of at least ${needed} values`, `${buffer.length}`);
}

export function checkLength(length: number): void {
  requireCount("createBuffer", "length", length);
}

export function checkSlice(parentLength: number, start: number, length: number): void {
  requireCount("slice", "start", start);
  requireCount("slice", "length", length);
  if (start + length > parentLength) {
    throw misuse("slice", `a window inside ${parentLength} values`, `${start} .. ${start + length}`);
  }
}

export function checkWrite(buffer: FloatBuffer, values: Float32Array): void {
  if (values.length > buffer.length) throw misuse("write", `at most ${buffer.length} values`, `${values.length}`);
}

/** Bytes of one stored weight. */
export function bytesPerWeight(kind: WeightDtype["kind"]): number {
  switch (kind) {
    case "float32":
      return 4;
    case "float16":
    case "bfloat16":
      return 2;
    case "float8":
    case "float8-blocks":
    case "int8":
      return 1;
  }
}

export function checkSource(source: MatrixSource): void {
  requireCount("loadMatrix", "rows", source.rows);
  requireCount("loadMatrix", "columns", source.columns);
  if (source.rows === 0 || source.columns === 0) {
    throw misuse("loadMatrix", `rows and columns above 0 for ${source.name}`, `${source.rows} x ${source.columns}`);
  }
  const { dtype } = source;
  if ("rowScales" in dtype && dtype.rowScales.length !== source.rows) {
    throw misuse("loadMatrix", `${source.rows} row scales for ${source.name}`, `${dtype.rowScales.length}`);
  }
  if (dtype.kind === "float8-blocks") checkBlocks(source, dtype);
}

function checkBlocks(
  { name, rows, columns }: MatrixSource,
  dtype: Extract<WeightDtype, { kind: "float8-blocks" }>,
): void {
  const { blockRows, blockColumns, blockScales } = dtype;
  requireCount("loadMatrix", "blockRows", blockRows);
  requireCount("loadMatrix", "blockColumns", blockColumns);
  const expected = Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  if (blockScales.length === expected) return;
  throw misuse("loadMatrix", `${expected} block scales for ${name}`, `${blockScales.length}`);
}

export function checkEmbed(out: FloatBuffer, table: Matrix, tokens: Uint32Array): void {
  requireLength("embed", "out", out, tokens.length * table.columns);
  for (const token of tokens) {
    if (token >= table.rows) throw misuse("embed", `tokens below ${table.rows}`, `${token}`);
  }
}

export function checkNorm(out: FloatBuffer, x: FloatBuffer, weight: FloatBuffer, shape: NormShape): void {
  requireCount("rmsNorm", "tokens", shape.tokens);
  requireCount("rmsNorm", "width", shape.width);
  requireLength("rmsNorm", "out", out, shape.tokens * shape.width);
  requireLength("rmsNorm", "x", x, shape.tokens * shape.width);
  requireLength("rmsNorm", "weight", weight, shape.width);
}

export function checkLinear(out: FloatBuffer, x: FloatBuffer, matrix: Matrix, tokens: number): void {
  requireCount("linear", "tokens", tokens);
  requireLength("linear", "out", out, tokens * matrix.rows);
  requireLength("linear", "x", x, tokens * matrix.columns);
}

export function checkRotary(
  x: FloatBuffer,
  frequencies: Float64Array,
  positions: Uint32Array,
  { heads, headDim }: RotaryShape,
): void {
  requireCount("rotary", "heads", heads);
  if (headDim <= 0 || headDim % 2 !== 0) throw misuse("rotary", "an even headDim", `${headDim}`);
  requireLength("rotary", "x", x, positions.length * heads * headDim);
  if (frequencies.length !== headDim / 2) {
    throw misuse("rotary", `${headDim / 2} frequencies`, `${frequencies.length}`);
  }
}

export function checkCacheShape(shape: BlockCacheShape): void {
  const op = "createBlockCache";
  for (const name of ["layers", "kvHeads", "headDim", "blockTokens", "blocks"] as const) {
    requireCount(op, name, shape[name]);
  }
  const { kvHeads, headDim, blockTokens } = shape;
  if (kvHeads === 0) throw misuse(op, "kvHeads above 0", "0");
  if (headDim === 0 || headDim % 4 !== 0) throw misuse(op, "headDim to be a multiple of 4", `${headDim}`);
  if (blockTokens === 0 || blockTokens % 4 !== 0) {
    throw misuse(op, "blockTokens to be a multiple of 4", `${blockTokens}`);
  }
}

/** Tokens of all spans together. */
export function spanTokens(spans: readonly SequenceSpan[]): number {
  let total = 0;
  for (const { tokens } of spans) total += tokens;
  return total;
}

/** Every position that a span writes or reads must lie in a block of the cache. */
function checkSpans(op: string, { shape }: BlockCache, layer: number, spans: readonly SequenceSpan[]): void {
  requireCount(op, "layer", layer);
  if (layer >= shape.layers) throw misuse(op, `a layer below ${shape.layers}`, `${layer}`);
  for (const { tokens, past, blocks } of spans) {
    requireCount(op, "tokens", tokens);
    requireCount(op, "past", past);
    const needed = Math.ceil((past + tokens) / shape.blockTokens);
    if (blocks.length < needed) throw misuse(op, `at least ${needed} blocks`, `${blocks.length}`);
    for (let i = 0; i < needed; i++) {
      if (blocks[i]! >= shape.blocks) throw misuse(op, `blocks below ${shape.blocks}`, `${blocks[i]}`);
    }
  }
}

export function checkStoreKeyValues(
  cache: BlockCache,
  layer: number,
  keys: FloatBuffer,
  values: FloatBuffer,
  spans: readonly SequenceSpan[],
): void {
  checkSpans("storeKeyValues", cache, layer, spans);
  const needed = spanTokens(spans) * cache.shape.kvHeads * cache.shape.headDim;
  requireLength("storeKeyValues", "keys", keys, needed);
  requireLength("storeKeyValues", "values", values, needed);
}

export function checkAttention(
  out: FloatBuffer,
  query: FloatBuffer,
  cache: BlockCache,
  layer: number,
  spans: readonly SequenceSpan[],
  heads: number,
): void {
  const { kvHeads, headDim } = cache.shape;
  requireCount("attention", "heads", heads);
  if (heads % kvHeads !== 0) {
    throw misuse("attention", "heads to be a multiple of kvHeads", `${heads} heads, ${kvHeads} kvHeads`);
  }
  checkSpans("attention", cache, layer, spans);
  const needed = spanTokens(spans) * heads * headDim;
  requireLength("attention", "out", out, needed);
  requireLength("attention", "query", query, needed);
}

export function checkBlock(op: string, cache: BlockCache, block: number): void {
  requireCount(op, "block", block);
  if (block >= cache.shape.blocks) throw misuse(op, `a block below ${cache.shape.blocks}`, `${block}`);
}

export function checkBlockBytes(cache: BlockCache, bytes: Uint8Array): void {
  if (bytes.length === cache.blockByteLength) return;
  throw misuse("writeBlock", `${cache.blockByteLength} bytes`, `${bytes.length}`);
}

export function checkElements(op: string, length: number, buffers: Readonly<Record<string, FloatBuffer>>): void {
  requireCount(op, "length", length);
  for (const [name, buffer] of Object.entries(buffers)) requireLength(op, name, buffer, length);
}
