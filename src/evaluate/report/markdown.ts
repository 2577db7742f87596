import type { FinishedRun } from "../store/finished-run.ts";
import {
  type FigureRow,
  figureNotes,
  percent,
  renderBoth,
  renderFigure,
  renderPublished,
  renderScore,
  renderTokens,
} from "./figures.ts";
import { describeRun } from "./run-lines.ts";

/** report.md: one table, the runs and what to know of the figures. */
export function renderMarkdown(runs: readonly FinishedRun[], rows: readonly FigureRow[]): string {
  const several = runs.length > 1;
  const head = [
    ...["task", ...(several ? ["run"] : []), "reasoning", "plain", "published 70B"],
    ...["overlong %", "errors", "tokens"],
  ];
  const lines = [head, head.map(() => "---"), ...rows.map((row) => cellsOf(row, several))];
  const table = lines.map(
    (cells) => `| ${cells.map((cell) => (cell === "---" ? cell : escapeCell(cell))).join(" | ")} |`,
  );
  const further = rows.flatMap(furtherLines);
  return `${[
    "# Evaluation",
    runs.map((run, index) => `- Run ${index + 1}: ${escapeText(describeRun(run).join(", "))}`).join("\n"),
    table.join("\n"),
    ...(further.length === 0 ? [] : [further.map((line) => `- ${escapeText(line)}`).join("\n")]),
    figureNotes(runs, rows).map(escapeText).join("\n\n"),
  ].join("\n\n")}\n`;
}

function cellsOf(row: FigureRow, several: boolean): string[] {
  const { task, run, reasoning, plain } = row;
  return [
    ...[task.id, ...(several ? [String(run)] : []), renderScore(reasoning), renderScore(plain)],
    renderPublished(task.published),
    renderBoth(row, ({ overlongRate }) => percent(overlongRate)),
    renderBoth(row, ({ errors }) => String(errors)),
    renderBoth(row, renderTokens),
  ];
}

function furtherLines({ task, run, reasoning, plain }: FigureRow): string[] {
  return [reasoning, plain].flatMap((metrics) => {
    if (metrics === null) return [];
    const figures = [
      ...Object.entries(metrics.passAtK).map(([k, value]) => `pass@${k} ${percent(value)}`),
      ...Object.entries(metrics.further).map(([name, value]) => `${name} ${renderFigure(name, value)}`),
    ];
    return figures.length === 0 ? [] : [`${task.id}, run ${run}, ${metrics.mode}: ${figures.join(", ")}`];
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
