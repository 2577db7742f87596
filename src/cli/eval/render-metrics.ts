import type { PlannedTask, TaskMetrics } from "../../evaluate/index.ts";
import { renderCount } from "../rows.ts";
import type { OpenedModel } from "./open-models.ts";

const HEAD = ["task", "thinking", "score", "95 % interval", "ok", "errors", "overlong", "unreadable", "tokens"];

/** A line for each task and mode; scores in percent. Further figures and pass@k stand below. */
export function renderMetrics(tasks: readonly TaskMetrics[]): string {
  const lines = [HEAD, ...tasks.map(renderRow)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const table = lines.map(
    (line) =>
      `${line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd()}\n`,
  );
  return table.join("") + tasks.flatMap(renderFurther).join("");
}

/** A line for each task that has settings of its own: they, and the judge, change what its figures mean. */
export function renderSettings(tasks: readonly PlannedTask[], judge: OpenedModel | null): string {
  return tasks
    .flatMap(({ config: { id, options } }) => {
      if (options === undefined) return [];
      const settings = Object.entries(options).map(([name, value]) => `${name} "${value}"`);
      return [`${id}: ${settings.join(", ")}, judge ${judge === null ? "none" : judge.hermes.modelId}\n`];
    })
    .join("");
}

function renderRow({ task, mode, score, interval95, samples, expected, errors, ...rest }: TaskMetrics): string[] {
  const { overlongRate, unreadableRate, meanTokens } = rest;
  return [
    task,
    mode === "reasoning" ? "on" : "off",
    score === null ? "-" : percent(score),
    interval95 === null ? "-" : `[${interval95.map(percent).join(", ")}]`,
    `${renderCount(samples)} of ${renderCount(expected)}`,
    renderCount(errors),
    `${percent(overlongRate)} %`,
    `${percent(unreadableRate)} %`,
    meanTokens === null ? "-" : renderCount(Math.round(meanTokens)),
  ];
}

function renderFurther({ task, mode, passAtK, further }: TaskMetrics): string[] {
  const figures = [
    ...Object.entries(passAtK).map(([k, value]) => `pass@${k} ${percent(value)}`),
    ...Object.entries(further).map(
      ([name, value]) => `${name} ${name.startsWith("n_") ? renderCount(value) : percent(value)}`,
    ),
  ];
  return figures.length === 0 ? [] : [`${task}, ${mode}: ${figures.join(", ")}\n`];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
