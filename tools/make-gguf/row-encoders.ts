import { encodeFloat16 } from "../../src/formats/index.ts";
import { type GgufTensorType, tensorTypes } from "./gguf-file.ts";

/** Writes one row of weights in a tensor type. */
export type RowEncoder = (row: Float32Array, out: Uint8Array) => void;

export const rowEncoders: Readonly<Record<GgufTensorType, RowEncoder>> = {
  F32(row, out) {
    out.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength));
  },
  /**
   * Blocks of 32 weights: a float16 scale d = amax / 127 and the weights over d as int8, halves away from zero; all in
   * float32, with the scale before it is rounded to float16 (quantize_row_q8_0_ref of ggml).
   */
  Q8_0(row, out) {
    const { blockLength, blockBytes } = tensorTypes.Q8_0;
    const codes = new Int8Array(out.buffer, out.byteOffset, out.byteLength);
    for (let block = 0; block < row.length / blockLength; block++) {
      const first = block * blockLength;
      const scale = Math.fround(largestMagnitude(row, first, blockLength) / 127);
      const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
      const target = block * blockBytes;
      const scaleBits = encodeFloat16(scale);
      out[target] = scaleBits;
      out[target + 1] = scaleBits >> 8;
      for (let index = 0; index < blockLength; index++) {
        const quotient = Math.fround(row[first + index]! * inverse);
        codes[target + 2 + index] = quotient < 0 ? -Math.floor(0.5 - quotient) : Math.floor(quotient + 0.5);
      }
    }
  },
};

function largestMagnitude(row: Float32Array, first: number, length: number): number {
  let largest = 0;
  for (let index = first; index < first + length; index++) {
    const magnitude = Math.abs(row[index]!);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}
