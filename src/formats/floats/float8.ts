/**
 * float8 e4m3fn: one sign bit, four exponent bits (bias 7), three mantissa bits, no infinity, NaN at 0x7F and 0xFF
 * (Micikevicius et al. 2022, "FP8 Formats for Deep Learning"). Every value is exact in float16, bfloat16 and float32.
 */
import { roundHalfEven } from "./round.ts";

/** Largest finite value, code 0x7E. */
export const MAX_FLOAT8 = 448;

const NAN_CODE = 0x7f;
const SIGN_BIT = 0x80;
/** The smallest subnormal is 2^-9 and the smallest normal 2^-6. */
const SUBNORMALS_PER_ONE = 512;
const NORMALS_PER_ONE = 64;

const decodeTable: Readonly<Float32Array> = Float32Array.from({ length: 256 }, (_, code) => decodeByFormula(code));

function decodeByFormula(code: number): number {
  const sign = code & SIGN_BIT ? -1 : 1;
  const exponent = (code >> 3) & 15;
  const mantissa = code & 7;
  if (exponent === 15 && mantissa === 7) return Number.NaN;
  if (exponent === 0) return (sign * mantissa) / SUBNORMALS_PER_ONE;
  return sign * 2 ** (exponent - 7) * (1 + mantissa / 8);
}

/** The value of one e4m3fn code (0 to 255). */
export function decodeFloat8(code: number): number {
  return decodeTable[code & 0xff]!;
}

/** The e4m3fn code nearest to `value`: clamped to +-448, ties to even, NaN becomes 0x7F. */
export function encodeFloat8(value: number): number {
  if (Number.isNaN(value)) return NAN_CODE;
  const sign = value < 0 || Object.is(value, -0) ? SIGN_BIT : 0;
  const magnitude = Math.min(Math.abs(value), MAX_FLOAT8);
  // Powers of two above the smallest normal; subnormals share the step of the first normal binade.
  const binade = Math.max(0, 31 - Math.clz32(magnitude * NORMALS_PER_ONE));
  const steps = roundHalfEven((magnitude * SUBNORMALS_PER_ONE) / (1 << binade));
  // A binade holds eight codes and `steps` is 8 to 16 in it, so a carry reaches the next binade by itself.
  return sign | (binade * 8 + steps);
}

/** Decodes `codes` into `out`, both of equal length. */
export function decodeFloat8Array(codes: Uint8Array, out: Float32Array): void {
  for (let index = 0; index < out.length; index++) out[index] = decodeTable[codes[index]!]!;
}
