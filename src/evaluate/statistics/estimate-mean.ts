import { criticalT } from "./students-t.ts";

/** 95 % of the normal distribution lies within this many standard deviations. */
export const Z95 = 1.959964;

export type Interval = readonly [low: number, high: number];

export interface MeanEstimate {
  readonly mean: number;
  /** Clustered by item; null for one item. */
  readonly standardError: number | null;
  /** 95 %; null where one item says nothing about the others. */
  readonly interval95: Interval | null;
}

/**
 * Mean over items of the mean of their samples, `items` being the values of each item's samples (items are the clusters: samples of one
 * item are not independent, so the spread that counts is that between item means, Miller 2024, arXiv:2411.00640).
 *
 * The interval is Wilson's (1927), with as many independent answers as the spread amounts to: n = p (1 - p) / SE², the effective sample
 * size of surveys (Korn and Graubard 1998), and Student's t for few items. It stays inside [0, 1], and where all are wrong or all are right
 * n is the number of items: 0 of 20 gives [0, 0.16]. With one right-or-wrong sample an item it is Wilson's own. It is too narrow (89 % in
 * place of 95 %) where very few items decide: 30 items with several samples, 95 % right, the wrong ones always wrong.
 */
export function estimateMean(items: readonly (readonly number[])[]): MeanEstimate {
  const means = items.map(meanOf);
  const mean = meanOf(means);
  const standardError = standardErrorOf(means);
  const bounded = items.every((values) => values.every((value) => value >= 0 && value <= 1));
  if (!bounded) return { mean, standardError, interval95: studentInterval(mean, standardError, means.length) };
  return { mean, standardError, interval95: wilsonInterval(items, mean, standardError) };
}

/** Root of the variance of the mean; null for fewer than two values. */
export function standardErrorOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** mean ± t SE with n - 1 degrees of freedom. */
export function studentInterval(mean: number, standardError: number | null, n: number): Interval | null {
  if (standardError === null) return null;
  const reach = criticalT(0.05, n - 1) * standardError;
  return [mean - reach, mean + reach];
}

/** Wilson's score interval of a share of `n` answers, `z` standard deviations wide on either side. */
export function wilson(share: number, n: number, z: number = Z95): Interval {
  const shrink = z ** 2 / n;
  const middle = (share + shrink / 2) / (1 + shrink);
  const reach = (z / (1 + shrink)) * Math.sqrt((share * (1 - share)) / n + shrink / (4 * n));
  // At the ends the sum is 0 or 1 but for rounding.
  return [share === 0 ? 0 : Math.max(0, middle - reach), share === 1 ? 1 : Math.min(1, middle + reach)];
}

function wilsonInterval(
  items: readonly (readonly number[])[],
  mean: number,
  standardError: number | null,
): Interval | null {
  const binary = items.every((values) => values.every((value) => value === 0 || value === 1));
  const single = items.every(({ length }) => length === 1);
  if (mean === 0 || mean === 1 || (binary && single)) return wilson(mean, items.length);
  if (standardError === null) return null;
  const samples = items.reduce((sum, { length }) => sum + length, 0);
  const effective = (mean * (1 - mean)) / standardError ** 2;
  // Right-or-wrong samples cannot say more than as many independent ones; graded scores can.
  const independent = binary ? Math.min(effective, samples) : effective;
  return independent === Number.POSITIVE_INFINITY
    ? [mean, mean]
    : wilson(mean, independent, criticalT(0.05, items.length - 1));
}
