import { type PlannedTask, splitFurther, type TaskMetrics } from "../../evaluate/index.ts";
import { renderCount } from "../rows.ts";
import type { OpenedModel } from "./open-models.ts";
import { renderTable } from "./render-table.ts";

const HEAD = ["task", "thinking", "score", "95 % interval", "ok", "errors", "overlong", "unreadable", "tokens"];

/** A line for each task and mode; scores in percent. Further figures and pass@k stand below. */
export function renderMetrics(tasks: readonly TaskMetrics[]): string {
  return renderTable([HEAD, ...tasks.map(renderRow)]) + tasks.flatMap(renderFurther).join("");
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
    interval95 === null ? "-" : renderInterval(interval95),
    `${renderCount(samples)} of ${renderCount(expected)}`,
    renderCount(errors),
    `${percent(overlongRate)} %`,
    `${percent(unreadableRate)} %`,
    meanTokens === null ? "-" : renderCount(Math.round(meanTokens)),
  ];
}

function renderFurther(metrics: TaskMetrics): string[] {
  const head = `${metrics.task}, ${metrics.mode}`;
  const { whole, byCategory } = splitFurther(metrics);
  const figures = [
    ...Object.entries(metrics.passAtK).map(([k, value]) => `pass@${k} ${percent(value)}`),
    ...whole.map(([name, value]) => {
      const interval = metrics.furtherIntervals?.[name];
      const around = interval === undefined ? "" : ` ${renderInterval(interval)}`;
      return `${name} ${renderFigure(name, value)}${around}`;
    }),
  ];
  const categories = [...byCategory].map(
    ([what, values]) =>
      `${head}, ${what}: ${values.map(([name, value]) => `${name.replace(/\s+/g, " ")} ${renderFigure(what, value)}`).join("; ")}\n`,
  );
  return [...(figures.length === 0 ? [] : [`${head}: ${figures.join(", ")}\n`]), ...categories];
}

function renderInterval(interval: readonly number[]): string {
  return `[${interval.map(percent).join(", ")}]`;
}

/** Names that begin with n_ count; others are shares. */
function renderFigure(name: string, value: number): string {
  return name.startsWith("n_") ? renderCount(value) : percent(value);
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
