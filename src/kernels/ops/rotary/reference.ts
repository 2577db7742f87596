import type { RotaryShape } from "../../contract.ts";

/**
 * Rotates pairs (i, i + headDim/2) of every head in place by position * frequencies[i] radians (Su et al. 2021). The angle and
 * its sine and cosine are float64, then sine and cosine are rounded to float32.
 */
export function rotaryReference(
  x: Float32Array,
  frequencies: Float64Array,
  positions: Uint32Array,
  { heads, headDim }: RotaryShape,
): void {
  const half = headDim / 2;
  for (let t = 0; t < positions.length; t++) {
    for (let i = 0; i < half; i++) {
      const angle = positions[t]! * frequencies[i]!;
      const cosine = Math.fround(Math.cos(angle));
      const sine = Math.fround(Math.sin(angle));
      for (let head = 0; head < heads; head++) {
        const at = (t * heads + head) * headDim + i;
        const first = x[at]!;
        const second = x[at + half]!;
        x[at] = first * cosine - second * sine;
        x[at + half] = second * cosine + first * sine;
      }
    }
  }
}
