import { encodeFloat8, encodeFloats } from "../../src/formats/index.ts";
import { createGaussianPool, POOL_SIZE } from "./gaussian-row.ts";

/** Turns a row, drawn as indices into a pool, into its bytes in one dtype. `out` is aligned to the dtype. */
export type RowWriter = (row: Uint16Array, out: Uint8Array, rowIndex: number) => void;

export type PlainDtype = "BF16" | "F16" | "F32";

/** The weights as they are: every one has a value of the pool, so its bytes are looked up. */
export function createPlainWriter(dtype: PlainDtype, mean: number, std: number): RowWriter {
  const Codes = dtype === "F32" ? Uint32Array : Uint16Array;
  const codes = new Codes(POOL_SIZE);
  encodeFloats(dtype, createGaussianPool(mean, std), new Uint8Array(codes.buffer));
  return (row, out) => {
    const { length } = row;
    const target = new Codes(out.buffer as ArrayBuffer, out.byteOffset, length);
    for (let index = 0; index < length; index++) target[index] = codes[row[index]!]!;
  };
}

/** float8 codes and scales; one for all tensors of equal deviation. */
export interface Float8Encoder {
  /** Largest magnitude of a row or a part of one. */
  largest(row: Uint16Array): number;
  /** The codes `quantizeFloat8Row` writes for a row, or a part of one, of this scale. */
  encode(row: Uint16Array, scale: number, out: Uint8Array): void;
}

const UNKNOWN = -1;

/** Scales are bfloat16, so rows and blocks share few of them, and with one scale a number of the pool has one code. */
export function createFloat8Encoder(mean: number, std: number): Float8Encoder {
  const pool = createGaussianPool(mean, std);
  const magnitudes = pool.map(Math.abs);
  /** [POOL_SIZE] for each scale, filled as codes are asked for. */
  const codesOfScale = new Map<number, Int16Array>();
  return {
    largest(row) {
      const { length } = row;
      let largest = 0;
      for (let index = 0; index < length; index++) {
        const magnitude = magnitudes[row[index]!]!;
        if (magnitude > largest) largest = magnitude;
      }
      return largest;
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
