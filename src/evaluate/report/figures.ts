import type { Task } from "../../environments/index.ts";
import type { Missing, TaskMetrics } from "../contract.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import { judgingNotes } from "./judging-notes.ts";

/** What a report knows of a task beside its figures. */
export type ReportTask = Pick<Task, "id" | "title" | "headline" | "published" | "withheld">;

/** A line of the report's table: a task in one run, in both modes. */
export interface FigureRow {
  readonly task: ReportTask;
  /** From 1. */
  readonly run: number;
  readonly reasoning: TaskMetrics | null;
  readonly plain: TaskMetrics | null;
}

/** Task by task in the order of the runs' records, and run by run. `known` gives titles and published figures. */
export function tabulate(runs: readonly FinishedRun[], known: readonly ReportTask[]): FigureRow[] {
  const names = [...new Set(runs.flatMap(({ config }) => config.tasks.map(({ id }) => id)))];
  return names.flatMap((name) => {
    const task = known.find(({ id }) => id === name) ?? { id: name, title: name };
    return runs.flatMap(({ metrics }, index): FigureRow[] => {
      const find = (mode: string) => metrics.tasks.find((row) => row.task === name && row.mode === mode) ?? null;
      const [reasoning, plain] = [find("reasoning"), find("plain")];
      return reasoning === null && plain === null ? [] : [{ task, run: index + 1, reasoning, plain }];
    });
  });
}

/** "66.7 [44.3, 82.1]", in percent. */
export function renderScore(metrics: TaskMetrics | null): string {
  if (metrics === null) return "–";
  const { score, interval95, samples, expected } = metrics;
  if (score === null) return `incomplete: ${samples} of ${expected}`;
  const missing = samples < expected ? ` (${samples} of ${expected})` : "";
  return `${percent(score)}${interval95 === null ? "" : ` [${interval95.map(percent).join(", ")}]`}${missing}`;
}

/** "mean of categories 62.5 [55.0, 69.2]": the task's headline, where that is another figure than the score; null where it is not, or not known. */
export function renderHeadline(metrics: TaskMetrics | null, { headline }: ReportTask): string | null {
  const value = headline === undefined ? undefined : metrics?.further[headline];
  return value === undefined ? null : `${headline} ${percent(value)}${renderInterval(metrics, headline!)}`;
}

/** A figure of either mode: "1.2 / 0.0", or the one there is. */
export function renderBoth({ reasoning, plain }: FigureRow, render: (metrics: TaskMetrics) => string): string {
  return [reasoning, plain].map((metrics) => (metrics === null ? "–" : render(metrics))).join(" / ");
}

export const renderTokens = ({ meanTokens }: TaskMetrics): string =>
  meanTokens === null ? "–" : Math.round(meanTokens).toLocaleString("en-US");

/** "95.5 / 71.0", with the figure that it is to be compared with, where that is not the score. */
export function renderPublished({ published, headline }: ReportTask): string {
  if (published === undefined) return "–";
  const pair = `${published.reasoning.toFixed(1)} / ${published.plain.toFixed(1)}`;
  return headline === undefined ? pair : `${pair} (${headline})`;
}

/** " [55.0, 69.2]" behind a figure of the task's own that has an interval, else nothing. */
export function renderInterval(metrics: TaskMetrics | null, name: string): string {
  const interval = metrics?.furtherIntervals?.[name];
  return interval === undefined ? "" : ` [${interval.map(percent).join(", ")}]`;
}

export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** A figure of the task's own: names that begin with n_ count, others are shares in percent. */
export function renderFigure(name: string, value: number): string {
  return name.startsWith("n_") ? value.toLocaleString("en-US") : percent(value);
}

const MISSING: Readonly<Record<Missing, string>> = {
  refuse: "",
  "leave-out": ", and its scores are those of the others",
  "errors-are-wrong": ", and errors count as 0 in its scores",
};

/** Sentences that a reader of the figures must know. */
export function figureNotes(runs: readonly FinishedRun[], rows: readonly FigureRow[]): string[] {
  const notes = [
    "Scores are means over items in percent, with 95 % intervals in which the samples of an item count as one cluster. Pairs are reasoning / plain. Unreadable: nothing could be read as the answer, though the thought ended.",
    "Published 70B is what the Hermes 4 technical report (arXiv:2508.18255v2, Table 3) says of Hermes 4 70B, to be compared with the score or with the figure that is named beside it; its prompts and judges are only partly known.",
  ];
  for (const { folder, metrics } of runs)
    if (!metrics.complete)
      notes.push(`Samples are missing in ${folder}${MISSING[metrics.missing]}: the same hermes eval goes on with it.`);
  const caveats = new Map(rows.map(({ task }) => [task.id, task.published?.caveat]));
  for (const [id, caveat] of caveats) if (caveat !== undefined) notes.push(`Published ${id}: ${caveat}.`);
  for (const [index, { config }] of runs.entries()) {
    for (const { id, options } of config.tasks) {
      if (options === undefined) continue;
      const settings = Object.entries(options).map(([name, value]) => `${name} "${value}"`);
      notes.push(
        `${id}, run ${index + 1}: ${settings.join(", ")}; ${config.judge === null ? "no judge" : `judged by ${config.judge}`}.`,
      );
    }
  }
  for (const { run, reasoning, plain } of rows) {
    notes.push(...[reasoning, plain].flatMap((metrics) => (metrics === null ? [] : judgingNotes(metrics, run))));
  }
  for (const name of new Set(rows.map(({ task }) => task.id))) {
    const versions = new Set(
      rows.filter(({ task }) => task.id === name).map((row) => (row.reasoning ?? row.plain)!.version),
    );
    if (versions.size > 1)
      notes.push(`${name} was measured in the versions ${[...versions].join(" and ")}, which are not the same task.`);
  }
  return notes;
}
