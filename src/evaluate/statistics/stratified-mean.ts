import { meanOf, standardErrorOf } from "./estimate-mean.ts";

/** Plain mean of the means of strata (categories), with what it takes for an interval. */
export interface StratifiedMean {
  readonly mean: number;
  /** Null for one value. */
  readonly standardError: number | null;
  /** Of Student's t. */
  readonly degrees: number;
  /** So many values of one stratum would give a mean of the same weight: 1 over the sum of the squared weights. */
  readonly effective: number;
}

/**
 * The mean is linear in the values, each weighed by 1 / (strata * values of its stratum), so its variance is the sum of those of the strata's
 * means over the square of their number, and its degrees of freedom are Welch's and Satterthwaite's (1946). One value does not show how its
 * stratum spreads: it is taken to spread as all values together do, which is more rather than less. Strata are not empty.
 */
export function stratifiedMean(strata: readonly (readonly number[])[]): StratifiedMean {
  const all = strata.flat();
  const mean = meanOf(strata.map(meanOf));
  const effective = strata.length ** 2 / strata.reduce((sum, values) => sum + 1 / values.length, 0);
  if (all.length < 2) return { mean, standardError: null, degrees: 1, effective };
  const spreadOfAll = standardErrorOf(all)! ** 2 * all.length;
  const parts = strata.map((values) => ({
    variance: (values.length < 2 ? spreadOfAll : standardErrorOf(values)! ** 2) / strata.length ** 2,
    degrees: (values.length < 2 ? all.length : values.length) - 1,
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const degrees = variance ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.degrees, 0);
  return {
    ...{ mean, standardError: Math.sqrt(variance), effective },
    degrees: Number.isFinite(degrees) && degrees >= 1 ? degrees : all.length - 1,
  };
}
