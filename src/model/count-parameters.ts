import { elementCount, type ModelConfig } from "../formats/index.ts";
import { expectedWeights } from "./weight-names.ts";

/** Numbers that a model of this configuration learnt, norms included. */
export function countParameters(config: ModelConfig): number {
  return [...expectedWeights(config).values()].reduce((sum, shape) => sum + elementCount(shape), 0);
}
