/** IEEE 754 binary16: one sign bit, five exponent bits (bias 15), ten mantissa bits. */
import { roundHalfEven } from "./round.ts";

const SIGN_BIT = 0x8000;
const INFINITY_BITS = 0x7c00;
const NAN_BITS = 0x7e00;
/** Half way from the largest finite value, 65504, to 65536: from here on values round to infinity. */
const OVERFLOW = 65520;
/** The smallest subnormal is 2^-24 and the smallest normal 2^-14. */
const SUBNORMALS_PER_ONE = 2 ** 24;
const NORMALS_PER_ONE = 2 ** 14;

/** The value of one binary16 bit pattern (0 to 65535). */
export function decodeFloat16(bits: number): number {
  const sign = bits & SIGN_BIT ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return (sign * mantissa) / SUBNORMALS_PER_ONE;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + mantissa / 1024);
}

/** The binary16 bits nearest to `value`, ties to even; overflow becomes infinity and NaN 0x7E00. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return NAN_BITS;
  const sign = value < 0 || Object.is(value, -0) ? SIGN_BIT : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= OVERFLOW) return sign | INFINITY_BITS;
  // As in float8: subnormals share the step of the first normal binade, and a carry reaches the next binade by itself.
  const binade = Math.max(0, 31 - Math.clz32(magnitude * NORMALS_PER_ONE));
  return sign | (binade * 1024 + roundHalfEven((magnitude * SUBNORMALS_PER_ONE) / 2 ** binade));
}
