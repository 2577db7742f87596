import { comparePaired, type PairedDifference } from "../statistics/compare-means.ts";
import { meanOf } from "../statistics/estimate-mean.ts";
import type { ScoredRow } from "../statistics/summarise.ts";
import { type ComparedTask, compareFigures, type FigureComparison } from "./compare-figures.ts";

export interface RowsComparison {
  /** Items with a score on both sides, those that differ most first. */
  readonly items: readonly ItemPair[];
  /** Items that have a score on one side only. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  /** Means of scores over `items`; null without any. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: PairedDifference | null;
  /** Further figures of the task over the same items, where they are not the score. */
  readonly figures: readonly FigureComparison[];
  /** Share of the answers whose thought has no end; they count as wrong. */
  readonly overlong: readonly [a: number, b: number];
}

export interface ItemPair {
  readonly itemId: string;
  readonly category: string;
  /** Means of the samples. */
  readonly a: number;
  readonly b: number;
}

/** Pairs two measurements of a task by item. Samples without a score are left out. */
export function compareRows(
  rowsA: readonly ScoredRow[],
  rowsB: readonly ScoredRow[],
  task: ComparedTask | undefined,
): RowsComparison {
  const [groupsA, groupsB] = [scoredByItem(rowsA), scoredByItem(rowsB)];
  const common = [...groupsA.keys()].filter((id) => groupsB.has(id));
  const [commonA, commonB] = [groupsA, groupsB].map((groups) => common.flatMap((id) => groups.get(id)!)) as [
    ScoredRow[],
    ScoredRow[],
  ];
  const items = common
    .map((id) => pairOf(groupsA.get(id)!, groupsB.get(id)!))
    .sort(
      (left, right) =>
        Math.abs(right.b - right.a) - Math.abs(left.b - left.a) || byName.compare(left.itemId, right.itemId),
    );
  const isEmpty = items.length === 0;
  const scores = isEmpty ? null : ([meanOf(items.map(({ a }) => a)), meanOf(items.map(({ b }) => b))] as const);
  return {
    items,
    onlyA: [...groupsA.keys()].filter((id) => !groupsB.has(id)),
    onlyB: [...groupsB.keys()].filter((id) => !groupsA.has(id)),
    a: scores?.[0] ?? null,
    b: scores?.[1] ?? null,
    difference: isEmpty ? null : comparePaired(items.map(({ a, b }) => b - a)),
    figures: scores === null ? [] : compareFigures(commonA, commonB, task, scores),
    overlong: [overlongShare(commonA), overlongShare(commonB)],
  };
}

/** i2 before i10. */
const byName = new Intl.Collator("en", { numeric: true });

function scoredByItem(rows: readonly ScoredRow[]): Map<string, ScoredRow[]> {
  return Map.groupBy(
    rows.filter(({ status }) => status === "ok"),
    ({ itemId }) => itemId,
  );
}

function pairOf(samplesA: readonly ScoredRow[], samplesB: readonly ScoredRow[]): ItemPair {
  const score = (samples: readonly ScoredRow[]) => meanOf(samples.map((sample) => sample.score.value));
  const { itemId, category } = samplesA[0]!;
  return { itemId, category, a: score(samplesA), b: score(samplesB) };
}

function overlongShare(rows: readonly ScoredRow[]): number {
  return rows.length === 0 ? 0 : rows.filter(({ overlong }) => overlong).length / rows.length;
}
