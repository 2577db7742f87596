import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Environment, Mode, Split } from "./contract.ts";
import { DataFolder } from "./data/index.ts";
import type { Task } from "./task.ts";

const folder = fileURLToPath(new URL("../../../shared/data/eval", import.meta.url));

/** The evaluation data beside the repository, for tests only. */
export const evaluationData = new DataFolder({ folder });

export function hasData({ files }: Pick<Task, "files">): boolean {
  return files.every((file) => existsSync(evaluationData.pathOf(file)!));
}

/** All items of a task from files. */
export async function itemsOf<Item>(
  environment: Environment<Item>,
  seed: number,
  split: Split = "eval",
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of environment.items(split, seed)) items.push(item);
  return items;
}

/** Mean value that `answer` gets on all items in this mode, and the rate of scoring. */
export async function baseline<Item>(
  environment: Environment<Item>,
  mode: Mode,
  answer: (item: Item) => string,
): Promise<{ items: number; mean: number; rowsPerSecond: number; wrong: string[] }> {
  const items = await itemsOf(environment, 1);
  const completions = items.map(answer);
  const wrong: string[] = [];
  const start = performance.now();
  let sum = 0;
  for (const [i, item] of items.entries()) {
    const { value, extracted } = await environment.score(item, { mode, completion: completions[i]! }, {});
    sum += value;
    if (value < 1) wrong.push(environment.itemId(item));
    if (extracted && completions[i]!.slice(extracted.start, extracted.end) !== extracted.text)
      throw new Error(`${environment.itemId(item)}: the span is not the text`);
  }
  const rowsPerSecond = Math.round((1000 * items.length) / (performance.now() - start));
  return { items: items.length, mean: sum / items.length, rowsPerSecond, wrong };
}
