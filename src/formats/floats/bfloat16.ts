/** bfloat16: the upper half of a float32. */

const NAN_BITS = 0x7fc0;

/** Reinterprets one float32; written before every read, so it carries nothing between calls. */
const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

/** The value of one bfloat16 bit pattern (0 to 65535). */
export function decodeBfloat16(bits: number): number {
  scratchBits[0] = bits << 16;
  return scratchFloat[0]!;
}

/** The bfloat16 bits nearest to the float32 nearest to `value`, ties to even; NaN becomes 0x7FC0. */
export function encodeBfloat16(value: number): number {
  if (Number.isNaN(value)) return NAN_BITS;
  scratchFloat[0] = value;
  const bits = scratchBits[0]!;
  const lowestKeptBit = (bits >>> 16) & 1;
  return (bits + 0x7fff + lowestKeptBit) >>> 16;
}

/** `value` rounded to the nearest bfloat16. */
export function roundToBfloat16(value: number): number {
  return decodeBfloat16(encodeBfloat16(value));
}
