/** Above 2^52 a double has no fraction bits, so adding and subtracting it rounds by the machine's rule: ties to even. */
const NO_FRACTION = 2 ** 52;

/** Nearest integer, ties to even, for 0 <= value < 2^51. */
export function roundHalfEven(value: number): number {
  return value + NO_FRACTION - NO_FRACTION;
}
