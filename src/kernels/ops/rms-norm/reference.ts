import type { NormShape } from "../../contract.ts";

/** out[t] = x[t] / sqrt(mean(x[t]^2) + epsilon) * weight, sums in float64 (Zhang & Sennrich 2019). */
export function rmsNormReference(out: Float32Array, x: Float32Array, weight: Float32Array, shape: NormShape): void {
  const { tokens, width, epsilon } = shape;
  for (let t = 0; t < tokens; t++) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += x[t * width + i]! ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) out[t * width + i] = x[t * width + i]! * scale * weight[i]!;
  }
}
