import type { Mode } from "../../environments/index.ts";
import { collectRows, groupKey } from "../statistics/collect-rows.ts";
import { comparePaired, type PairedDifference } from "../statistics/compare-means.ts";
import { meanOf } from "../statistics/estimate-mean.ts";
import type { ScoredRow } from "../statistics/summarise.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import { runWarnings, taskObstacles, taskWarnings } from "./setting-differences.ts";

/** A task in a mode, measured in both runs. Differences are B - A. */
export interface TaskComparison {
  readonly task: string;
  readonly mode: Mode;
  /** Why the two are no measurements of the same thing; then nothing is compared. */
  readonly obstacles: readonly string[];
  /** Settings that differ and may be the reason of a difference. */
  readonly warnings: readonly string[];
  /** Items with a score in both runs, those that differ most first. */
  readonly items: readonly ItemPair[];
  /** Items that have a score in one run only. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  /** Means over `items`; null without any. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: PairedDifference | null;
}

export interface ItemPair {
  readonly itemId: string;
  readonly category: string;
  /** Means of the samples. */
  readonly a: number;
  readonly b: number;
}

export interface RunComparison {
  /** Settings of the whole runs that differ, beside model and endpoint. */
  readonly warnings: readonly string[];
  readonly tasks: readonly TaskComparison[];
  /** Tasks in a mode that only one run has. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/** Compares two runs item by item. Samples without a score are left out. Throws HermesError "file-invalid" for a damaged folder. */
export async function compareRuns(a: FinishedRun, b: FinishedRun): Promise<RunComparison> {
  const [rowsA, rowsB] = [await collectRows(a.rows()), await collectRows(b.rows())];
  const [groupsA, groupsB] = [groupsOf(a), groupsOf(b)];
  const names = (groups: Groups, others: Groups) =>
    [...groups].filter(([key]) => !others.has(key)).map(([, { task, mode }]) => `${task}, ${mode}`);
  return {
    warnings: runWarnings(a.config, b.config),
    tasks: [...groupsA]
      .filter(([key]) => groupsB.has(key))
      .map(([key, { task, mode }]) => {
        const configs = [a, b].map(({ config }) => config.tasks.find(({ id }) => id === task)!) as [Config, Config];
        const obstacles = taskObstacles(...configs);
        const rows = obstacles.length > 0 ? [[], []] : [rowsA.get(key) ?? [], rowsB.get(key) ?? []];
        return { task, mode, obstacles, warnings: taskWarnings(...configs), ...compareRows(rows[0]!, rows[1]!) };
      }),
    onlyA: names(groupsA, groupsB),
    onlyB: names(groupsB, groupsA),
  };
}

/** i2 before i10. */
const byName = new Intl.Collator("en", { numeric: true });

type Config = FinishedRun["config"]["tasks"][number];
type Groups = ReadonlyMap<string, { readonly task: string; readonly mode: Mode }>;

function groupsOf({ config: { tasks, modes } }: FinishedRun): Groups {
  return new Map(tasks.flatMap(({ id: task }) => modes.map((mode) => [groupKey(task, mode), { task, mode }] as const)));
}

function compareRows(
  rowsA: readonly ScoredRow[],
  rowsB: readonly ScoredRow[],
): Omit<TaskComparison, "task" | "mode" | "obstacles" | "warnings"> {
  const [scoresA, scoresB] = [itemScores(rowsA), itemScores(rowsB)];
  const items = [...scoresA]
    .flatMap(([itemId, { category, score }]): ItemPair[] => {
      const other = scoresB.get(itemId);
      return other === undefined ? [] : [{ itemId, category, a: score, b: other.score }];
    })
    .sort(
      (left, right) =>
        Math.abs(right.b - right.a) - Math.abs(left.b - left.a) || byName.compare(left.itemId, right.itemId),
    );
  const isEmpty = items.length === 0;
  return {
    items,
    onlyA: [...scoresA.keys()].filter((id) => !scoresB.has(id)),
    onlyB: [...scoresB.keys()].filter((id) => !scoresA.has(id)),
    a: isEmpty ? null : meanOf(items.map(({ a }) => a)),
    b: isEmpty ? null : meanOf(items.map(({ b }) => b)),
    difference: isEmpty ? null : comparePaired(items.map(({ a, b }) => b - a)),
  };
}

function itemScores(rows: readonly ScoredRow[]): Map<string, { readonly category: string; readonly score: number }> {
  const scored = Map.groupBy(
    rows.filter(({ status }) => status === "ok"),
    ({ itemId }) => itemId,
  );
  return new Map(
    [...scored].map(([itemId, samples]) => [
      itemId,
      { category: samples[0]!.category, score: meanOf(samples.map(({ score }) => score.value)) },
    ]),
  );
}
