import { HermesError } from "../../errors.ts";
import { compareRuns, type FinishedRun, type RunComparison, readFinishedRun } from "../../evaluate/index.ts";
import type { Terminal } from "../terminal.ts";
import { renderComparison } from "./render-comparison.ts";

export interface CompareFlags {
  readonly task?: readonly string[];
  readonly items?: number;
  readonly json?: boolean;
}

/** Prints how B differs from A. Returns the exit code: 1 where a task of both could not be compared. */
export async function compareCommand(
  folderA: string,
  folderB: string,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  const [a, b] = [await readFinishedRun(folderA), await readFinishedRun(folderB)];
  const comparison = chooseTasks(await compareRuns(a, b), flags.task ?? []);
  if (flags.json) terminal.write(`${JSON.stringify({ a: describe(a), b: describe(b), ...comparison })}\n`);
  else terminal.write(renderComparison(a, b, comparison, flags.items ?? 0));
  return comparison.tasks.every(({ obstacles, difference }) => obstacles.length === 0 && difference !== null) ? 0 : 1;
}

function describe({ folder, config: { model, endpoint, judge, seed, hash, settings } }: FinishedRun) {
  return { folder, model, endpoint, judge, seed, hash, settings };
}

function chooseTasks(comparison: RunComparison, names: readonly string[]): RunComparison {
  const { tasks, onlyA, onlyB } = comparison;
  const refuse = (message: string) => new HermesError("usage", message, { argument: "task" });
  if (tasks.length === 0) {
    const message = `The two runs share no task in the same mode: A has ${onlyA.join("; ")}, B has ${onlyB.join("; ")}.`;
    throw refuse(message);
  }
  if (names.length === 0) return comparison;
  const shared = new Set(tasks.map(({ task }) => task));
  const unknown = names.find((name) => !shared.has(name));
  if (unknown !== undefined)
    throw refuse(`--task ${unknown}: both runs have ${[...shared].join(", ")} and nothing else in common.`);
  return { ...comparison, tasks: tasks.filter(({ task }) => names.includes(task)), onlyA: [], onlyB: [] };
}
