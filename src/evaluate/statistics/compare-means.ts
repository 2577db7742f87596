import { type Interval, Z95 } from "./estimate-mean.ts";
import { type StratifiedMean, stratifiedMean } from "./stratified-mean.ts";
import { criticalT, twoSidedChance } from "./students-t.ts";

/** Up to so many items that differ, the chance is exact: all 2^n signs are tried. */
const MOST_EXACT = 16;
const SIGNIFICANT = 0.05;
/** Sums of the same numbers in another order differ by rounding. */
const ROUNDING = 1e-9;

/** Mean difference of paired values. */
export interface PairedDifference {
  readonly mean: number;
  /** Of the mean difference; null for one pair. */
  readonly standardError: number | null;
  readonly interval95: Interval | null;
  /** Chance of a mean at least so far from 0 if the two did not differ, two-sided. */
  readonly chance: number;
  readonly test: "permutation" | "paired t";
  readonly verdict: "better" | "worse" | "no difference";
}

/**
 * Whether second values are better than first ones of the same items, from the differences second - first, at least one.
 *
 * The interval is mean ± t SE of the paired differences; where items are only right or wrong it is that of Bonett and Price (2012), who
 * add one item to either side, so that few items that differ, or none, do not look certain. The chance is that of the sign-flip
 * permutation test (Fisher 1935; for right-or-wrong items the exact test of McNemar), and of the paired t test where more than 16 items
 * differ. "better" and "worse" need both: an interval without 0 and a chance below 0.05.
 */
export function comparePaired(differences: readonly number[]): PairedDifference {
  return compareStrata([differences]);
}

/**
 * The same for the plain mean of categories' means, from the differences of each category. The figure is linear in the differences, so
 * its spread has a closed form (`stratifiedMean`) and nothing is drawn: a bootstrap within categories of n items is too narrow by (n - 1) / n.
 * The permutation test turns the signs of weighted differences and stays exact; one category is `comparePaired`.
 */
export function compareStrata(given: readonly (readonly number[])[]): PairedDifference {
  const strata = given.filter(({ length }) => length > 0);
  const items = strata.flat().length;
  const estimate = stratifiedMean(strata);
  const { mean, standardError, degrees } = estimate;
  const interval95 = clip(intervalOf(strata, estimate));
  // Weights of 1 on average.
  const weighted = strata.flatMap((values) => values.map((value) => (value * items) / (strata.length * values.length)));
  const unequal = weighted.filter((difference) => difference !== 0);
  const exact = unequal.length <= MOST_EXACT || standardError === 0 || standardError === null;
  const chance = exact ? permutationChance(unequal) : twoSidedChance(mean / standardError, degrees);
  const outside = interval95 !== null && (interval95[0] > 0 || interval95[1] < 0);
  const verdict = chance >= SIGNIFICANT || !outside ? "no difference" : mean > 0 ? "better" : "worse";
  return { mean, standardError, interval95, chance, test: exact ? "permutation" : "paired t", verdict };
}

/**
 * Share of all ways to turn the signs around whose sum is at least as far from 0. Above 16 values it is 2^(1 - n) where all have one sign,
 * else that of the t test with the spread around 0.
 */
export function permutationChance(values: readonly number[]): number {
  if (values.length === 0) return 1;
  const sum = Math.abs(values.reduce((total, value) => total + value, 0));
  if (values.length > MOST_EXACT) {
    const ofOneSign = values.every((value) => Math.sign(value) === Math.sign(values[0]!));
    const spread = Math.sqrt(values.reduce((squares, value) => squares + value ** 2, 0));
    return ofOneSign ? 2 ** (1 - values.length) : twoSidedChance(sum / spread, values.length - 1);
  }
  const far = sum - ROUNDING;
  let hits = 0;
  for (let signs = 0; signs < 2 ** values.length; signs++) {
    const flipped = values.reduce((total, value, i) => total + ((signs >> i) & 1 ? -value : value), 0);
    if (Math.abs(flipped) >= far) hits++;
  }
  return hits / 2 ** values.length;
}

function intervalOf(strata: readonly (readonly number[])[], estimate: StratifiedMean): Interval | null {
  const binary = strata.every((values) => values.every((value) => value === 0 || Math.abs(value) === 1));
  if (binary) return strata.length === 1 ? bonettPrice(strata[0]!) : shrunken(estimate);
  const { mean, standardError, degrees } = estimate;
  if (standardError === null) return null;
  const reach = criticalT(0.05, degrees) * standardError;
  return [mean - reach, mean + reach];
}

function bonettPrice(differences: readonly number[]): Interval {
  const n = differences.length + 2;
  const up = (differences.filter((difference) => difference > 0).length + 1) / n;
  const down = (differences.filter((difference) => difference < 0).length + 1) / n;
  const reach = Z95 * Math.sqrt((up + down - (up - down) ** 2) / n);
  return [up - down - reach, up - down + reach];
}

/** Bonett and Price's two items beside the effective number of items: of one category it is theirs but for terms of 1 / n². */
function shrunken({ mean, standardError, degrees, effective }: StratifiedMean): Interval {
  const shrink = effective / (effective + 2);
  const spread = Math.sqrt((shrink * (standardError ?? 0)) ** 2 + 2 / (effective + 2) ** 2);
  const reach = criticalT(0.05, degrees) * spread;
  return [shrink * mean - reach, shrink * mean + reach];
}

/** Scores lie in [0, 1], their differences in [-1, 1]. */
function clip(interval: Interval | null): Interval | null {
  return interval === null ? null : [Math.max(-1, interval[0]), Math.min(1, interval[1])];
}
