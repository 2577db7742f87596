import { HermesError } from "../../errors.ts";
import { decodeBfloat16, encodeBfloat16 } from "./bfloat16.ts";
import { decodeFloat8Array, encodeFloat8 } from "./float8.ts";
import { decodeFloat16, encodeFloat16 } from "./float16.ts";

interface FloatCodec {
  readonly byteLength: number;
  decode(bytes: Uint8Array, out: Float32Array): void;
  encode(values: Float32Array, out: Uint8Array): void;
}

function twoByteCodec(decode: (bits: number) => number, encode: (value: number) => number): FloatCodec {
  return {
    byteLength: 2,
    decode(bytes, out) {
      for (let index = 0; index < out.length; index++) {
        out[index] = decode(bytes[2 * index]! | (bytes[2 * index + 1]! << 8));
      }
    },
    encode(values, out) {
      for (let index = 0; index < values.length; index++) {
        const bits = encode(values[index]!);
        out[2 * index] = bits;
        out[2 * index + 1] = bits >> 8;
      }
    },
  };
}

/** Codecs by the name safetensors gives the dtype; bytes are little-endian and need no alignment. */
const floatCodecs = {
  F8_E4M3: {
    byteLength: 1,
    decode: decodeFloat8Array,
    encode(values, out) {
      for (let index = 0; index < values.length; index++) out[index] = encodeFloat8(values[index]!);
    },
  },
  BF16: twoByteCodec(decodeBfloat16, encodeBfloat16),
  F16: twoByteCodec(decodeFloat16, encodeFloat16),
  F32: {
    byteLength: 4,
    decode(bytes, out) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let index = 0; index < out.length; index++) out[index] = view.getFloat32(4 * index, true);
    },
    encode(values, out) {
      const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
      for (let index = 0; index < values.length; index++) view.setFloat32(4 * index, values[index]!, true);
    },
  },
} as const satisfies Record<string, FloatCodec>;

/** Floating-point dtypes we can decode, by their safetensors names. */
export type FloatDtype = keyof typeof floatCodecs;

/** True when `dtype` is a floating-point dtype we can decode. */
export function isFloatDtype(dtype: string): dtype is FloatDtype {
  return Object.hasOwn(floatCodecs, dtype);
}

/**
 * Decodes little-endian `bytes` of `dtype` into `out`.
 * @throws HermesError "usage" when the lengths do not fit.
 */
export function decodeFloats(dtype: FloatDtype, bytes: Uint8Array, out: Float32Array): void {
  checkLengths("decodeFloats", dtype, bytes.length, out.length);
  floatCodecs[dtype].decode(bytes, out);
}

/**
 * Encodes `values` as little-endian `dtype` into `out`, rounding to nearest, ties to even.
 * @throws HermesError "usage" when the lengths do not fit.
 */
export function encodeFloats(dtype: FloatDtype, values: Float32Array, out: Uint8Array): void {
  checkLengths("encodeFloats", dtype, out.length, values.length);
  floatCodecs[dtype].encode(values, out);
}

function checkLengths(operation: string, dtype: FloatDtype, bytes: number, values: number): void {
  const expected = values * floatCodecs[dtype].byteLength;
  if (bytes === expected) return;
  const message = `${operation}: ${values} values of ${dtype} take ${expected} bytes, got ${bytes}. Give both the same count.`;
  throw new HermesError("usage", message, { argument: "bytes" });
}
