/** Rows of x become probabilities in place: e^(x - max) / sum, in float64. x [rows, width] */
export function softmaxReference(x: Float32Array, rows: number, width: number): void {
  for (let row = 0; row < rows; row++) {
    const values = x.subarray(row * width, (row + 1) * width);
    let largest = Number.NEGATIVE_INFINITY;
    for (const value of values) largest = Math.max(largest, value);
    let sum = 0;
    for (const value of values) sum += Math.exp(value - largest);
    for (let i = 0; i < width; i++) values[i] = Math.exp(values[i]! - largest) / sum;
  }
}
