import { existsSync } from "node:fs";
import { type DataFolder, type Task, tasks } from "../../environments/index.ts";
import type { Terminal } from "../terminal.ts";
import { chooseTasks } from "./choose-tasks.ts";
import type { EvalFlags } from "./eval-flags.ts";
import { readData } from "./read-data.ts";
import { renderTable } from "./render-table.ts";

/** Prints a row for every task: group, needs, and whether its data are there. */
export async function listTasks(
  names: readonly string[],
  flags: Pick<EvalFlags, "data" | "json">,
  terminal: Terminal,
): Promise<void> {
  const chosen = names.length === 0 ? tasks : chooseTasks(names);
  const data = readData(flags.data, chosen, terminal);
  const rows = chosen.map((task) => describeTask(task, data));
  terminal.write(flags.json ? `${JSON.stringify(rows)}\n` : renderTasks(rows));
}

interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly needs: readonly string[];
  readonly files: readonly { readonly name: string; readonly path: string | null; readonly found: boolean }[];
}

function describeTask({ id, title, group, needs, files }: Task, data: DataFolder): TaskRow {
  const found = files.map((file) => {
    const path = data.pathOf(file);
    return { name: file.name, path, found: path !== null && existsSync(path) };
  });
  return { id, title, group, needs, files: found };
}

function renderTasks(rows: readonly TaskRow[]): string {
  const lines = rows.map(({ id, group, needs, files, title }) => [
    id,
    group,
    needs.join(", ") || "-",
    describeFiles(files),
    title,
  ]);
  return renderTable([["task", "group", "needs", "data", "title"], ...lines]);
}

function describeFiles(files: TaskRow["files"]): string {
  if (files.length === 0) return "made from a seed";
  const missing = files.filter(({ found }) => !found).map(({ name }) => name);
  if (missing.length === 0) return files.length === 1 ? "found" : `${files.length} files found`;
  const [first] = missing;
  return missing.length === 1 ? `missing: ${first}` : `missing: ${first} and ${missing.length - 1} more`;
}
