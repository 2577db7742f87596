import type { FinishedRun, ItemPair, RunComparison, TaskComparison } from "../../evaluate/index.ts";
import { printableText } from "../chat/printable-text.ts";
import { comparisonNotes, nameModes, percent } from "./comparison-notes.ts";
import { renderTable } from "./render-table.ts";

const HEAD = ["task", "thinking", "A", "B", "B - A", "95 % interval", "p", "items", "B is"];
/** What is compared: two runs, or the modes of one. */
export type Sides = readonly [a: FinishedRun, b: FinishedRun] | readonly [both: FinishedRun];

/** A line for each task and mode, and for each of its figures that is not the score, in percent; then what differs beside the model. */
export function renderComparison(sides: Sides, comparison: RunComparison, items: number): string {
  const lines = [
    ...describeSides(sides),
    renderTable([HEAD, ...comparison.tasks.flatMap(renderRows)]),
    ...comparison.tasks.flatMap((task) => renderItems(task, items)),
  ];
  const notes = comparisonNotes(comparison);
  // Names of items and models are others' texts.
  return (
    printableText(lines.join("")) +
    (notes.length === 0 ? "" : printableText(`\n${notes.map((note) => `${note}\n`).join("")}`))
  );
}

function describeSides([a, b]: Sides): string[] {
  return b === undefined
    ? [`A  without thinking, ${describe(a)}\n`, "B  with thinking, the same run\n\n"]
    : [`A  ${describe(a)}\n`, `B  ${describe(b)}\n\n`];
}

function describe({ folder, config: { model, endpoint } }: FinishedRun): string {
  return `${model}${endpoint === null ? "" : ` at ${endpoint}`}, ${folder}`;
}

function renderRows({ task, modes, obstacles, a, b, difference, items, figures }: TaskComparison): string[][] {
  const thinking = [...new Set(modes.map((mode) => (mode === "reasoning" ? "on" : "off")))].join(", ");
  const head = [task, thinking];
  if (obstacles.length > 0) return [[...head, "-", "-", "-", "-", "-", "-", "not comparable"]];
  if (difference === null) return [[...head, "-", "-", "-", "-", "-", "0", "without common items"]];
  return [
    [...head, ...renderFigure(a!, b!, difference, items.length)],
    ...figures.map((figure) => [
      `  ${figure.name}`,
      thinking,
      ...renderFigure(figure.a, figure.b, figure.difference, items.length),
    ]),
  ];
}

function renderFigure(
  a: number,
  b: number,
  { mean, interval95, chance, verdict }: Difference,
  items: number,
): string[] {
  return [
    percent(a),
    percent(b),
    signed(mean),
    interval95 === null ? "-" : `[${interval95.map(signed).join(", ")}]`,
    chance < 0.0001 ? "<0.0001" : chance.toFixed(4),
    String(items),
    verdict,
  ];
}

type Difference = NonNullable<TaskComparison["difference"]>;

function renderItems({ task, modes, items }: TaskComparison, count: number): string[] {
  const changed = items.filter(({ a, b }) => a !== b).slice(0, count);
  if (changed.length === 0) return [];
  const row = ({ itemId, category, a, b }: ItemPair) => [
    `  ${itemId}`,
    category,
    percent(a),
    percent(b),
    signed(b - a),
  ];
  const title = `\n${task}, ${nameModes(modes)}: the items that differ most\n`;
  return [title, renderTable([["  item", "category", "A", "B", "B - A"], ...changed.map(row)])];
}

function signed(share: number): string {
  const text = percent(share);
  return share > 0 && !/^0\.0$/.test(text) ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}
