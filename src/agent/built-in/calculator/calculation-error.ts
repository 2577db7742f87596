/** Why there is no result, in words that a model can act on. */
export class CalculationError extends Error {
  override readonly name = "CalculationError";
}
