import type { TaskMetrics } from "../contract.ts";
import type { FinishedRun } from "../store/finished-run.ts";
import {
  type FigureRow,
  figureNotes,
  percent,
  renderBoth,
  renderFigure,
  renderHeadline,
  renderInterval,
  renderPublished,
  renderScore,
  renderTokens,
} from "./figures.ts";
import { describeRun } from "./run-lines.ts";
import { splitFurther } from "./split-further.ts";

/** report.md: one table, the runs and what to know of the figures. */
export function renderMarkdown(runs: readonly FinishedRun[], rows: readonly FigureRow[]): string {
  const several = runs.length > 1;
  const head = [
    ...["task", ...(several ? ["run"] : []), "reasoning", "plain", "published 70B"],
    ...["overlong %", "unreadable %", "errors", "tokens"],
  ];
  const lines = [head, head.map(() => "---"), ...rows.map((row) => cellsOf(row, several))];
  const table = lines.map(
    (cells) => `| ${cells.map((cell) => (cell === "---" ? cell : escapeCell(cell))).join(" | ")} |`,
  );
  const further = rows.flatMap(furtherLines);
  const categories = rows.flatMap(categoryLines);
  return `${[
    "# Evaluation",
    runs.map((run, index) => `- Run ${index + 1}: ${escapeText(describeRun(run).join(", "))}`).join("\n"),
    table.join("\n"),
    ...(further.length === 0 ? [] : [renderList(further)]),
    figureNotes(runs, rows).map(escapeText).join("\n\n"),
    ...(categories.length === 0 ? [] : ["## Categories", renderList(categories)]),
  ].join("\n\n")}\n`;
}

function cellsOf(row: FigureRow, several: boolean): string[] {
  const { task, run, reasoning, plain } = row;
  return [
    ...[task.id, ...(several ? [String(run)] : []), renderScores(reasoning, task), renderScores(plain, task)],
    renderPublished(task),
    renderBoth(row, ({ overlongRate }) => percent(overlongRate)),
    renderBoth(row, ({ unreadableRate }) => percent(unreadableRate)),
    renderBoth(row, ({ errors }) => String(errors)),
    renderBoth(row, renderTokens),
  ];
}

function renderScores(metrics: TaskMetrics | null, task: FigureRow["task"]): string {
  return [renderScore(metrics), renderHeadline(metrics, task) ?? []].flat().join("; ");
}

function renderList(lines: readonly string[]): string {
  return lines.map((line) => `- ${escapeText(line)}`).join("\n");
}

function furtherLines({ task, run, reasoning, plain }: FigureRow): string[] {
  return [reasoning, plain].flatMap((metrics) => {
    if (metrics === null) return [];
    const figures = [
      ...Object.entries(metrics.passAtK).map(([k, value]) => `pass@${k} ${percent(value)}`),
      ...splitFurther(metrics).whole.map(
        ([name, value]) => `${name} ${renderFigure(name, value)}${renderInterval(metrics, name)}`,
      ),
    ];
    return figures.length === 0 ? [] : [`${task.id}, run ${run}, ${metrics.mode}: ${figures.join(", ")}`];
  });
}

/** Scores of a task's categories with their numbers of items, and what else it counts in each; nothing where there is one category. */
function categoryLines({ task, run, reasoning, plain }: FigureRow): string[] {
  return [reasoning, plain].flatMap((metrics) => {
    if (metrics === null || Object.keys(metrics.byCategory).length < 2) return [];
    const head = `${task.id}, run ${run}, ${metrics.mode}`;
    const scores = Object.entries(metrics.byCategory).map(
      ([name, { items, score }]) => `${name} ${percent(score)} (${items})`,
    );
    const others = [...splitFurther(metrics).byCategory].map(
      ([what, figures]) =>
        `${head}, ${what}: ${figures.map(([name, value]) => `${name} ${renderFigure(what, value)}`).join("; ")}`,
    );
    return [`${head}: ${scores.join("; ")}`, ...others];
  });
}

/** Names come from endpoints and data: they stay text, on one line. */
function escapeText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>&|#~]/g, (sign) => `\\${sign}`);
}

/** In a cell only what breaks it or is markup to a reader. */
function escapeCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_<>&|~]/g, (sign) => `\\${sign}`);
}
