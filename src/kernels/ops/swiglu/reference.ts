/** out = gate / (1 + e^-gate) * up over `length` values (Shazeer 2020). */
export function swigluReference(out: Float32Array, gate: Float32Array, up: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) out[i] = (gate[i]! / (1 + Math.exp(-gate[i]!))) * up[i]!;
}
