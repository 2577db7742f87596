/** Scalar decoders of the stored weight forms: the plain truth that the kernels are compared with. */
import type { WeightDtype } from "./contract.ts";

/** float8 e4m3fn: 1 sign, 4 exponent (bias 7), 3 mantissa bits; no infinity, 0x7f and 0xff are NaN. */
export function float8Value(code: number): number {
  const sign = code & 0x80 ? -1 : 1;
  const exponent = (code >> 3) & 15;
  const mantissa = code & 7;
  if (exponent === 15 && mantissa === 7) return Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -9 : sign * (1 + mantissa / 8) * 2 ** (exponent - 7);
}

/** IEEE half precision: 1 sign, 5 exponent (bias 15), 10 mantissa bits. */
export function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
export function bfloat16Value(bits: number): number {
  const exponent = (bits >> 7) & 255;
  const mantissa = bits & 127;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 255) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -133 : sign * (1 + mantissa / 128) * 2 ** (exponent - 127);
}

/** What a stored value of this row and column is multiplied with; 1 in forms without scales. `columns`: of the matrix. */
export function scaleOf(dtype: WeightDtype, row: number, column: number, columns: number): number {
  switch (dtype.kind) {
    case "float8":
    case "int8":
      return dtype.rowScales[row]!;
    case "float8-blocks": {
      const { blockRows, blockColumns, blockScales } = dtype;
      const across = Math.ceil(columns / blockColumns);
      return blockScales[Math.floor(row / blockRows) * across + Math.floor(column / blockColumns)]!;
    }
    default:
      return 1;
  }
}

/** Value `index` of little-endian stored bytes, before any scale. */
export function storedValue(kind: WeightDtype["kind"], bytes: DataView, index: number): number {
  switch (kind) {
    case "float32":
      return bytes.getFloat32(index * 4, true);
    case "float16":
      return float16Value(bytes.getUint16(index * 2, true));
    case "bfloat16":
      return bfloat16Value(bytes.getUint16(index * 2, true));
    case "float8":
    case "float8-blocks":
      return float8Value(bytes.getUint8(index));
    case "int8":
      return bytes.getInt8(index);
  }
}
