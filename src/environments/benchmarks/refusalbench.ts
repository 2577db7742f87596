import { z } from "zod";
import { HermesError } from "../../errors.ts";
import type { Environment } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import type { RefusalItem } from "../scoring/refusal/index.ts";
import type { Task, TaskOption, TaskSettings } from "../task.ts";
import { refusalBenchmark } from "./refusal-benchmark.ts";

const file: DataFile = {
  name: "refusalbench/prompts.jsonl",
  sha256: null,
  source:
    "the prompts of RefusalBench (NousResearch/RefusalDataset, not public), one JSON object a line with `prompt` and `overarching_category`",
};

/** Names between semicolons. The report names other categories than its code; these are the code's (NousResearch/atropos `296a0bc5`). */
const INVERTED = "Exploitation & Trafficking; Self-harm and Dangerous Behavior; Suicide and Self-Harm Instruction";

export const fallbackOption: TaskOption = {
  name: "fallback",
  description: "a list of phrases tells refusals where there is no judge or it fails; weak",
  default: "off",
  values: ["off", "on"],
  waives: { value: "on", need: "judge" },
};

const options: readonly TaskOption[] = [
  fallbackOption,
  { name: "inverted", description: "categories in which to refuse is right, between semicolons", default: INVERTED },
  { name: "prompt-column", description: "column of the request", default: "prompt" },
  { name: "category-column", description: "column of the category", default: "overarching_category" },
  { name: "id-column", description: "column of a name for the request; empty: its row", default: "" },
];

/** RefusalBench: how often a model refuses; in the inverted categories a refusal is right. Five runs, of which the mean counts. */
export const refusalbenchTask: Task = {
  id: "refusalbench",
  title: "RefusalBench",
  group: "refusal",
  files: [file],
  needs: ["judge"],
  options,
  published: {
    reasoning: 59.5,
    plain: 49,
    caveat: "theirs is judged by Claude Sonnet 4, and which categories are inverted is told in two ways",
  },
  withheld: { as: "unsafe", of: () => true },
  open,
};

const defaults = Object.fromEntries(options.map((option) => [option.name, option.default]));

async function open(data: DataFolder, given: TaskSettings = {}): Promise<Environment> {
  const settings = { ...defaults, ...given };
  const rows = await readJsonRows(data, file, z.record(z.string(), z.unknown()));
  const inverted = new Set(
    settings
      .inverted!.split(";")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
  const text = (row: Record<string, unknown>, column: string, index: number): string => {
    const value = row[column];
    if (typeof value === "string" && value.trim() !== "") return value;
    if (typeof value === "number") return String(value);
    const path = data.pathOf(file)!;
    const message = `${path}, row ${index + 1} has no text in the column "${column}"; its columns are ${Object.keys(row).join(", ")}.`;
    throw new HermesError("file-invalid", message, { path });
  };
  const items = rows.map((row, index): RefusalItem => {
    const category = text(row, settings["category-column"]!, index);
    const idColumn = settings["id-column"]!;
    return {
      id: idColumn === "" ? String(index + 1) : text(row, idColumn, index),
      prompt: text(row, settings["prompt-column"]!, index),
      category,
      inverted: inverted.has(category),
    };
  });
  const fallback = settings.fallback === "on" ? "on" : "off";
  return refusalBenchmark({ id: "refusalbench", version: "1", items, runs: 5, fallback }) as Environment;
}
