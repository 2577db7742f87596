import type { Environment, Mode, ScoredSample } from "../../environments/index.ts";
import type { SampleRow, TaskMetrics } from "../contract.ts";

/** How samples without a score count. */
export type Missing =
  /** There is no headline score. */
  | "refuse"
  /** The score is that of the others. */
  | "leave-out"
  /** An error counts as 0; samples that were never asked are still missing. */
  | "errors-are-wrong";

export interface SummaryOptions {
  readonly environment: Environment;
  readonly mode: Mode;
  /** Items asked, and samples of each. */
  readonly items: number;
  readonly samples: number;
  readonly missing: Missing;
  /** Values of k for pass@k, each at most `samples`. */
  readonly passAtK: readonly number[];
}

/** What of a row the figures are made of: completions are not kept. */
export type ScoredRow = ScoredSample & {
  readonly status: SampleRow["status"];
  readonly overlong: boolean;
  readonly completionTokens: number | null;
};

/** 95 % of the normal distribution lies within this many standard deviations. */
const Z = 1.96;

/** The figures of one task in one mode. `rows` holds each sample once. */
export function summarise(rows: readonly ScoredRow[], options: SummaryOptions): TaskMetrics {
  const { environment, mode, missing } = options;
  const expected = options.items * options.samples;
  const scored = rows.filter(({ status }) => status === "ok");
  const errors = rows.length - scored.length;
  const counted = missing === "errors-are-wrong" ? rows : scored;
  const isWhole = counted.length === expected || (missing === "leave-out" && counted.length > 0);
  const means = itemMeans(counted);
  const score = isWhole ? mean([...means.values()]) : null;
  const standardError = score === null ? null : standardErrorOf([...means.values()]);
  const share = (count: number) => (scored.length === 0 ? 0 : count / scored.length);
  const isUnreadable = ({ score: { extracted }, overlong }: ScoredRow) => extracted === null && !overlong;
  return {
    task: environment.id,
    version: environment.version,
    mode,
    items: options.items,
    expected,
    samples: scored.length,
    errors,
    score,
    standardError,
    interval95:
      score === null || standardError === null
        ? null
        : [Math.max(0, score - Z * standardError), Math.min(1, score + Z * standardError)],
    byCategory: byCategory(counted),
    passAtK: isWhole ? Object.fromEntries(options.passAtK.map((k) => [k, passAtK(counted, k)])) : {},
    overlongRate: share(scored.filter(({ overlong }) => overlong).length),
    unreadableRate: share(scored.filter(isUnreadable).length),
    meanTokens: meanTokens(scored),
    further: isWhole ? (environment.aggregate?.(counted) ?? {}) : {},
  };
}

/** Chance that one of k draws without replacement from n samples is right, c of which are (Chen et al. 2021): 1 - C(n-c, k) / C(n, k). */
export function estimatePass(n: number, c: number, k: number): number {
  if (n - c < k) return 1;
  let allWrong = 1;
  for (let i = n - c + 1; i <= n; i++) allWrong *= 1 - k / i;
  return 1 - allWrong;
}

function passAtK(rows: readonly ScoredRow[], k: number): number {
  return mean(
    [...byItem(rows).values()].map((samples) =>
      estimatePass(samples.length, samples.filter(({ score }) => score.correct ?? score.value >= 1).length, k),
    ),
  );
}

/** Samples of one item are not independent: the spread that counts is that between items. Null for fewer than two. */
function standardErrorOf(means: readonly number[]): number | null {
  if (means.length < 2) return null;
  const middle = mean(means);
  const squares = means.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (means.length - 1) / means.length);
}

function byCategory(rows: readonly ScoredRow[]): TaskMetrics["byCategory"] {
  const names = [...new Set(rows.map(({ category }) => category))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const means = itemMeans(rows.filter(({ category }) => category === name));
      return [name, { items: means.size, score: mean([...means.values()]) }];
    }),
  );
}

function itemMeans(rows: readonly ScoredRow[]): Map<string, number> {
  return new Map([...byItem(rows)].map(([id, samples]) => [id, mean(samples.map(({ score }) => score.value))]));
}

function byItem(rows: readonly ScoredRow[]): Map<string, ScoredRow[]> {
  return Map.groupBy(rows, ({ itemId }) => itemId);
}

function meanTokens(rows: readonly ScoredRow[]): number | null {
  const tokens = rows.flatMap(({ completionTokens }) => (completionTokens === null ? [] : [completionTokens]));
  return tokens.length === 0 ? null : mean(tokens);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
