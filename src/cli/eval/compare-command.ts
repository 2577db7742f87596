import { tasks } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import {
  compareModes,
  compareRuns,
  type FinishedRun,
  type RunComparison,
  readFinishedRun,
} from "../../evaluate/index.ts";
import type { Terminal } from "../terminal.ts";
import { renderComparison, type Sides } from "./render-comparison.ts";

export interface CompareFlags {
  readonly task?: readonly string[];
  readonly items?: number;
  readonly modes?: boolean;
  readonly json?: boolean;
}

/** Prints how B differs from A, or thinking from plain in one run. Returns the exit code: 1 where a task could not be compared. */
export async function compareCommand(
  folderA: string,
  folderB: string | undefined,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  const { sides, compared } = await compareSides(folderA, folderB, flags.modes === true);
  const comparison = chooseTasks(compared, flags.task ?? []);
  const [a, b = a] = sides.map(describe);
  if (flags.json) terminal.write(`${JSON.stringify({ a, b, ...comparison })}\n`);
  else terminal.write(renderComparison(sides, comparison, flags.items ?? 0));
  return comparison.tasks.every(({ obstacles, difference }) => obstacles.length === 0 && difference !== null) ? 0 : 1;
}

async function compareSides(
  folderA: string,
  folderB: string | undefined,
  modes: boolean,
): Promise<{ readonly sides: Sides; readonly compared: RunComparison }> {
  if (modes && folderB !== undefined) {
    const message = "--modes sets thinking against plain in one run; two folders are compared mode by mode without it.";
    throw new HermesError("usage", message, { argument: "modes" });
  }
  if (modes) {
    const run = await readFinishedRun(folderA);
    return { sides: [run], compared: await compareModes(run, tasks) };
  }
  if (folderB === undefined) {
    const message = `Nothing to compare ${folderA} with: name a second folder, or give --modes to set thinking against plain in this one.`;
    throw new HermesError("usage", message, { argument: "b" });
  }
  const sides = [await readFinishedRun(folderA), await readFinishedRun(folderB)] as const;
  return { sides, compared: await compareRuns(...sides, tasks) };
}

function describe({ folder, config: { model, endpoint, judge, seed, hash, settings } }: FinishedRun) {
  return { folder, model, endpoint, judge, seed, hash, settings };
}

function chooseTasks(comparison: RunComparison, names: readonly string[]): RunComparison {
  const { tasks: compared, onlyA, onlyB } = comparison;
  const refuse = (message: string) => new HermesError("usage", message, { argument: "task" });
  if (compared.length === 0) {
    const message = `The two runs share no task in the same mode: A has ${onlyA.join("; ")}, B has ${onlyB.join("; ")}.`;
    throw refuse(message);
  }
  if (names.length === 0) return comparison;
  const shared = new Set(compared.map(({ task }) => task));
  const unknown = names.find((name) => !shared.has(name));
  if (unknown !== undefined) throw refuse(`--task ${unknown}: only ${[...shared].join(", ")} can be compared here.`);
  return { ...comparison, tasks: compared.filter(({ task }) => names.includes(task)), onlyA: [], onlyB: [] };
}
