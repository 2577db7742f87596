import { type Interval, meanOf, standardErrorOf, studentInterval, Z95 } from "./estimate-mean.ts";
import { twoSidedChance } from "./students-t.ts";

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
  const mean = meanOf(differences);
  const standardError = standardErrorOf(differences);
  const interval95 = clip(intervalOf(differences, mean, standardError));
  const unequal = differences.filter((difference) => difference !== 0);
  const exact = unequal.length <= MOST_EXACT || standardError === 0 || standardError === null;
  const chance = exact ? permutationChance(unequal) : twoSidedChance(mean / standardError, differences.length - 1);
  const outside = interval95 !== null && (interval95[0] > 0 || interval95[1] < 0);
  const verdict = chance >= SIGNIFICANT || !outside ? "no difference" : mean > 0 ? "better" : "worse";
  return { mean, standardError, interval95, chance, test: exact ? "permutation" : "paired t", verdict };
}

/** Share of all ways to turn the signs around whose sum is at least as far from 0. Above 16 values all equal: 2^(1 - n). */
export function permutationChance(values: readonly number[]): number {
  if (values.length === 0) return 1;
  if (values.length > MOST_EXACT) return 2 ** (1 - values.length);
  const far = Math.abs(values.reduce((sum, value) => sum + value, 0)) - ROUNDING;
  let hits = 0;
  for (let signs = 0; signs < 2 ** values.length; signs++) {
    const sum = values.reduce((total, value, i) => total + ((signs >> i) & 1 ? -value : value), 0);
    if (Math.abs(sum) >= far) hits++;
  }
  return hits / 2 ** values.length;
}

function intervalOf(differences: readonly number[], mean: number, standardError: number | null): Interval | null {
  const binary = differences.every((difference) => difference === 0 || Math.abs(difference) === 1);
  if (!binary) return studentInterval(mean, standardError, differences.length);
  const n = differences.length + 2;
  const up = (differences.filter((difference) => difference > 0).length + 1) / n;
  const down = (differences.filter((difference) => difference < 0).length + 1) / n;
  const reach = Z95 * Math.sqrt((up + down - (up - down) ** 2) / n);
  return [up - down - reach, up - down + reach];
}

/** Scores lie in [0, 1], their differences in [-1, 1]. */
function clip(interval: Interval | null): Interval | null {
  return interval === null ? null : [Math.max(-1, interval[0]), Math.min(1, interval[1])];
}
