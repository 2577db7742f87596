import type { Environment, Figure, Mode, ScoredSample } from "../../environments/index.ts";
import type { Missing, SampleRow, TaskMetrics } from "../contract.ts";
import { figureInterval } from "./estimate-figure.ts";
import { estimateMean, meanOf } from "./estimate-mean.ts";

export interface SummaryOptions {
  readonly environment: Environment;
  readonly mode: Mode;
  /** Items asked, and samples of each. */
  readonly items: number;
  readonly samples: number;
  readonly missing: Missing;
  /** Values of k for pass@k, each at most `samples`. */
  readonly passAtK: readonly number[];
  /** Figures of `aggregate` that get an interval. */
  readonly figures?: readonly Figure[];
}

/** What of a row the figures are made of: completions are not kept. */
export type ScoredRow = ScoredSample & {
  readonly status: SampleRow["status"];
  readonly overlong: boolean;
  readonly completionTokens: number | null;
};

/** The figures of one task in one mode. `rows` holds each sample once. */
export function summarise(rows: readonly ScoredRow[], options: SummaryOptions): TaskMetrics {
  const { environment, mode, missing } = options;
  const expected = options.items * options.samples;
  const scored = rows.filter(({ status }) => status === "ok");
  const errors = rows.length - scored.length;
  const counted = missing === "errors-are-wrong" ? rows : scored;
  const isWhole = counted.length === expected || (missing === "leave-out" && counted.length > 0);
  const estimate = isWhole ? estimateMean(itemValues(counted)) : null;
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
    score: estimate?.mean ?? null,
    standardError: estimate?.standardError ?? null,
    interval95: estimate?.interval95 ?? null,
    byCategory: byCategory(counted),
    passAtK: isWhole ? passAtEach(counted, options.passAtK) : {},
    overlongRate: share(scored.filter(({ overlong }) => overlong).length),
    unreadableRate: share(scored.filter(isUnreadable).length),
    meanTokens: meanTokens(scored),
    further: isWhole ? (environment.aggregate?.(counted) ?? {}) : {},
    ...(isWhole ? withIntervals(counted, options.figures ?? []) : {}),
  };
}

function withIntervals(rows: readonly ScoredRow[], figures: readonly Figure[]): Partial<TaskMetrics> {
  const intervals = figures.flatMap((figure) => {
    const interval = figureInterval(rows, figure);
    return interval === null ? [] : [[figure.name, interval] as const];
  });
  return intervals.length === 0 ? {} : { furtherIntervals: Object.fromEntries(intervals) };
}

/** Chance that one of k draws without replacement from n samples is right, c of which are (Chen et al. 2021): 1 - C(n-c, k) / C(n, k); k is at most n. */
export function estimatePass(n: number, c: number, k: number): number {
  if (n - c < k) return 1;
  let allWrong = 1;
  for (let i = n - c + 1; i <= n; i++) allWrong *= 1 - k / i;
  return 1 - allWrong;
}

/** Over the items that have k samples: where samples are missing, some have fewer. */
function passAtEach(rows: readonly ScoredRow[], ks: readonly number[]): Record<string, number> {
  const items = [...byItem(rows).values()].map((samples) => ({
    n: samples.length,
    c: samples.filter(({ score }) => score.correct ?? score.value >= 1).length,
  }));
  return Object.fromEntries(
    ks.flatMap((k) => {
      const chances = items.filter(({ n }) => n >= k).map(({ n, c }) => estimatePass(n, c, k));
      return chances.length === 0 ? [] : [[k, meanOf(chances)]];
    }),
  );
}

function byCategory(rows: readonly ScoredRow[]): TaskMetrics["byCategory"] {
  const names = [...new Set(rows.map(({ category }) => category))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const values = itemValues(rows.filter(({ category }) => category === name));
      return [name, { items: values.length, score: meanOf(values.map(meanOf)) }];
    }),
  );
}

/** The values of each item's samples. */
function itemValues(rows: readonly ScoredRow[]): number[][] {
  return [...byItem(rows).values()].map((samples) => samples.map(({ score }) => score.value));
}

function byItem(rows: readonly ScoredRow[]): Map<string, ScoredRow[]> {
  return Map.groupBy(rows, ({ itemId }) => itemId);
}

function meanTokens(rows: readonly ScoredRow[]): number | null {
  const tokens = rows.flatMap(({ completionTokens }) => (completionTokens === null ? [] : [completionTokens]));
  return tokens.length === 0 ? null : meanOf(tokens);
}
