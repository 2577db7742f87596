/** What every backend asks of its arguments before an op runs; inside, the kernels trust. */
import { HermesError } from "../errors.ts";
import type {
  AttentionShape,
  FloatBuffer,
  Matrix,
  MatrixSource,
  NormShape,
  RotaryShape,
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

export function checkRotary(x: FloatBuffer, frequencies: FloatBuffer, shape: RotaryShape): void {
  requireCount("rotary", "tokens", shape.tokens);
  requireCount("rotary", "heads", shape.heads);
  requireCount("rotary", "firstPosition", shape.firstPosition);
  if (shape.headDim <= 0 || shape.headDim % 2 !== 0) throw misuse("rotary", "an even headDim", `${shape.headDim}`);
  requireLength("rotary", "x", x, shape.tokens * shape.heads * shape.headDim);
  requireLength("rotary", "frequencies", frequencies, shape.headDim / 2);
}

export function checkAttention(
  out: FloatBuffer,
  query: FloatBuffer,
  keys: FloatBuffer,
  values: FloatBuffer,
  shape: AttentionShape,
): void {
  const { tokens, past, heads, kvHeads, headDim } = shape;
  for (const name of ["tokens", "past", "heads", "kvHeads"] as const) requireCount("attention", name, shape[name]);
  if (kvHeads === 0 || heads % kvHeads !== 0) {
    throw misuse("attention", "heads to be a multiple of kvHeads", `${heads} heads, ${kvHeads} kvHeads`);
  }
  if (headDim <= 0 || headDim % 4 !== 0) throw misuse("attention", "headDim to be a multiple of 4", `${headDim}`);
  requireLength("attention", "out", out, tokens * heads * headDim);
  requireLength("attention", "query", query, tokens * heads * headDim);
  requireLength("attention", "keys", keys, (past + tokens) * kvHeads * headDim);
  requireLength("attention", "values", values, (past + tokens) * kvHeads * headDim);
}

export function checkElements(op: string, length: number, buffers: Readonly<Record<string, FloatBuffer>>): void {
  requireCount(op, "length", length);
  for (const [name, buffer] of Object.entries(buffers)) requireLength(op, name, buffer, length);
}

export function checkSoftmax(x: FloatBuffer, rows: number, width: number): void {
  requireCount("softmax", "rows", rows);
  requireCount("softmax", "width", width);
  requireLength("softmax", "x", x, rows * width);
}
