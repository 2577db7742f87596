import type { ReadableMatrix } from "../embed/reference.ts";

/** out[t][r] = sum over c of x[t][c] * matrix[r][c], summed in float64. x [tokens, columns], out [tokens, rows] */
export function linearReference(out: Float32Array, x: Float32Array, matrix: ReadableMatrix, tokens: number): void {
  const { rows, columns } = matrix;
  const weights = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) weights[c] = matrix.value(row, c);
    for (let t = 0; t < tokens; t++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += x[t * columns + c]! * weights[c]!;
      out[t * rows + row] = sum;
    }
  }
}
