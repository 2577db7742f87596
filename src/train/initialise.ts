import type { ParameterTable } from "./parameters.ts";
import { createRandomSource } from "./random.ts";

const STANDARD_DEVIATION = 0.02;

/** Seeded start: normal weights, those that write into the residual stream divided by sqrt(2 layers) (GPT-2), norms 1. */
export function initialiseWeights(weights: Float32Array, table: ParameterTable, seed: number): void {
  const residualScale = 1 / Math.sqrt(2 * table.layers.length);
  const random = createRandomSource(seed, 1);
  for (const { kind, offset, rows, columns, residual } of table.parameters) {
    const view = weights.subarray(offset, offset + rows * columns);
    if (kind === "norm") view.fill(1);
    else {
      const deviation = STANDARD_DEVIATION * (residual ? residualScale : 1);
      for (let i = 0; i < view.length; i++) view[i] = deviation * random.normal();
    }
  }
}
