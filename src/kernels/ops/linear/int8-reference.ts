/** The arithmetic of int8 matrices, digit by digit: what the kernels must give bit for bit, in any form and any batch. */

/** The same numbers stand in panel.as.ts and activations.as.ts. */
const BLOCK = 1024;
const LARGEST = 8191;
const ROUND = 12582912;

/**
 * out[t][r] = row r . x[t] * scales[r]. weights [rows, columns] whole numbers, x [tokens, columns]; sums of a block are exact,
 * every other step is rounded to float32.
 */
export function linearInt8Reference(
  x: Float32Array,
  weights: Int8Array,
  scales: Float32Array,
  columns: number,
  tokens: number,
): Float32Array {
  const rows = scales.length;
  const out = new Float32Array(tokens * rows);
  for (let t = 0; t < tokens; t++) {
    for (let first = 0; first < columns; first += BLOCK) {
      const count = Math.min(BLOCK, columns - first);
      const { values, scale } = quantize(x.subarray(t * columns + first, t * columns + first + count));
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let c = 0; c < count; c++) sum += weights[r * columns + first + c]! * values[c]!;
        const product = Math.fround(Math.fround(sum) * scale);
        const at = t * rows + r;
        out[at] = first === 0 ? product : out[at]! + product;
        if (first + count === columns) out[at] = out[at]! * scales[r]!;
      }
    }
  }
  return out;
}

/** One block of a token: whole numbers within +-LARGEST and their scale. */
function quantize(x: Float32Array): { values: Float64Array; scale: number } {
  const top = x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const inverse = Math.fround(LARGEST / top);
  if (!Number.isFinite(top)) return { values: new Float64Array(x.length), scale: Number.NaN };
  if (inverse === Number.POSITIVE_INFINITY) return { values: new Float64Array(x.length), scale: 0 };
  const values = Float64Array.from(x, (value) => Math.fround(Math.fround(value * inverse) + ROUND) - ROUND);
  return { values, scale: Math.fround(top / LARGEST) };
}
