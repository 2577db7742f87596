import { encodeFloat8, encodeFloats, float8RowScale } from "../../src/formats/index.ts";
import { createGaussianPool, POOL_SIZE } from "./gaussian-row.ts";

/** Turns a row, drawn as indices into a pool, into its bytes in one dtype. `out` is aligned to the dtype. */
export type RowWriter = (row: Uint16Array, out: Uint8Array, rowIndex: number) => void;

export type PlainDtype = "BF16" | "F32";

/** The weights as they are: every one has a value of the pool, so its bytes are looked up. */
export function createPlainWriter(dtype: PlainDtype, mean: number, std: number): RowWriter {
  const Codes = dtype === "BF16" ? Uint16Array : Uint32Array;
  const codes = new Codes(POOL_SIZE);
  encodeFloats(dtype, createGaussianPool(mean, std), new Uint8Array(codes.buffer));
  return (row, out) => {
    const { length } = row;
    const target = new Codes(out.buffer as ArrayBuffer, out.byteOffset, length);
    for (let index = 0; index < length; index++) target[index] = codes[row[index]!]!;
  };
}

/** float8 codes and row scales; one for all tensors of equal deviation. */
export interface Float8Encoder {
  /** The scale `quantizeFloat8Row` gives the row: it depends on the largest magnitude only. */
  rowScale(row: Uint16Array): number;
  /** The codes `quantizeFloat8Row` writes for a row of this scale. */
  encode(row: Uint16Array, scale: number, out: Uint8Array): void;
}

const UNKNOWN = -1;

/** Scales are bfloat16, so rows share few of them, and with one scale a number of the pool has one code. */
export function createFloat8Encoder(mean: number, std: number): Float8Encoder {
  const pool = createGaussianPool(mean, std);
  const magnitudes = pool.map(Math.abs);
  /** [POOL_SIZE] for each scale, filled as codes are asked for. */
  const codesOfScale = new Map<number, Int16Array>();
  return {
    rowScale(row) {
      const { length } = row;
      let largest = 0;
      for (let index = 0; index < length; index++) {
        const magnitude = magnitudes[row[index]!]!;
        if (magnitude > largest) largest = magnitude;
      }
      return float8RowScale(Float32Array.of(largest));
    },
    encode(row, scale, out) {
      const codes = codesOfScale.get(scale) ?? new Int16Array(POOL_SIZE).fill(UNKNOWN);
      codesOfScale.set(scale, codes);
      const { length } = row;
      for (let index = 0; index < length; index++) {
        const drawn = row[index]!;
        if (codes[drawn] === UNKNOWN) codes[drawn] = encodeFloat8(pool[drawn]! / scale);
        out[index] = codes[drawn]!;
      }
    },
  };
}
