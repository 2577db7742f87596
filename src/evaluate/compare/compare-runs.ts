import type { Mode } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import { collectRows, groupKey } from "../statistics/collect-rows.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import type { ComparedTask } from "./compare-figures.ts";
import { compareRows, type RowsComparison } from "./compare-rows.ts";
import { runWarnings, taskObstacles, taskWarnings } from "./setting-differences.ts";

/** A task, measured twice: in two runs in the same mode, or in both modes of one run. Differences are B - A. */
export interface TaskComparison extends RowsComparison {
  readonly task: string;
  readonly modes: readonly [a: Mode, b: Mode];
  /** Why the two are no measurements of the same thing; then nothing is compared. */
  readonly obstacles: readonly string[];
  /** Settings that differ and may be the reason of a difference. */
  readonly warnings: readonly string[];
}

export interface RunComparison {
  /** Settings of the whole runs that differ, beside model and endpoint. */
  readonly warnings: readonly string[];
  readonly tasks: readonly TaskComparison[];
  /** Tasks in a mode that only one run has. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/**
 * Compares two runs item by item, like mode with like. `known` gives the figures beside the score. Samples without a score are left out.
 * Throws HermesError "file-invalid" for a damaged folder.
 */
export async function compareRuns(
  a: FinishedRun,
  b: FinishedRun,
  known: readonly ComparedTask[] = [],
): Promise<RunComparison> {
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
        const compared = compareRows(rows[0]!, rows[1]!, findTask(known, task));
        return { task, modes: [mode, mode], obstacles, warnings: taskWarnings(...configs), ...compared };
      }),
    onlyA: names(groupsA, groupsB),
    onlyB: names(groupsB, groupsA),
  };
}

/**
 * Sets the answers of a run with thinking (B) against those without (A), item by item. Throws HermesError "usage" for a run of one mode, and
 * "file-invalid" for a damaged folder.
 */
export async function compareModes(run: FinishedRun, known: readonly ComparedTask[] = []): Promise<RunComparison> {
  const { folder, config } = run;
  const [only, ...others] = config.modes;
  if (others.length === 0) {
    const asked = only === "plain" ? "without thinking" : "with thinking";
    const message = `${folder} was asked only ${asked}: thinking can be set against plain in a run with --thinking both.`;
    throw new HermesError("usage", message, { argument: "modes" });
  }
  const rows = await collectRows(run.rows());
  const tasks = config.tasks.map(({ id: task }): TaskComparison => {
    const [plain, reasoning] = (["plain", "reasoning"] as const).map((mode) => rows.get(groupKey(task, mode)) ?? []);
    const compared = compareRows(plain!, reasoning!, findTask(known, task));
    return { task, modes: ["plain", "reasoning"], obstacles: [], warnings: [], ...compared };
  });
  return { warnings: [], tasks, onlyA: [], onlyB: [] };
}

type Config = FinishedRun["config"]["tasks"][number];
type Groups = ReadonlyMap<string, { readonly task: string; readonly mode: Mode }>;

function findTask(known: readonly ComparedTask[], task: string): ComparedTask | undefined {
  return known.find(({ id }) => id === task);
}

function groupsOf({ config: { tasks, modes } }: FinishedRun): Groups {
  return new Map(tasks.flatMap(({ id: task }) => modes.map((mode) => [groupKey(task, mode), { task, mode }] as const)));
}
