/**
 * How far a backend may be from the scalar reference, by measure:
 * - `meanSquare`: sum of squared errors over sum of squared reference values;
 * - `largest`: largest error over the largest reference value.
 */
export interface Tolerance {
  readonly meanSquare: number;
  readonly largest: number;
  /** Errors up to this size do not count. Default 0. */
  readonly floor?: number;
}

/**
 * float32 sums of n products: each addition errs by 2^-24 of the running sum, so a random walk ends near 2^-24 sqrt(n) of the
 * result: 5e-6 for n = 8,192, mean square 3e-11. Element-wise ops and the exponential (8.4e-8) stay below it.
 */
export const FLOAT_TOLERANCE: Tolerance = { meanSquare: 1e-10, largest: 3e-5 };

/**
 * Activations of 14 bits: a block's largest value is 8,191 steps, so rounding errs by 1/(8,191 sqrt 12) of it; with the largest
 * of 1,024 Gaussian values at 4 deviations, 1.4e-4 of a deviation, mean square 2e-8; four times that for other shapes.
 */
export const INT8_TOLERANCE: Tolerance = { meanSquare: 8e-8, largest: 1e-3 };

/**
 * Weights repacked to int8: the same with 127 steps: 4/(127 sqrt 12) = 9e-3 of a deviation, mean square 8e-5; four times that
 * for rows whose largest value stands further out. A row of float32 denormals has no float32 scale and may vanish: 48 of them
 * times activations of 5 make 2^-126 * 240 at most.
 */
export const REPACKED_TOLERANCE: Tolerance = { meanSquare: 3.5e-4, largest: 5e-2, floor: 2 ** -118 };

/** Values that are only decoded and scaled agree to one rounding. */
export const DECODE_TOLERANCE: Tolerance = { meanSquare: 1e-14, largest: 1.2e-7 };
