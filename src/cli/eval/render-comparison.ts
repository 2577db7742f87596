import type { Mode } from "../../environments/index.ts";
import type { FinishedRun, ItemPair, RunComparison, TaskComparison } from "../../evaluate/index.ts";
import { printableText } from "../chat/printable-text.ts";
import { renderTable } from "./render-table.ts";

const HEAD = ["task", "thinking", "A", "B", "B - A", "95 % interval", "p", "items", "B is"];
/** Names of items that are listed before "and n more". */
const LISTED = 3;

/** What is compared: two runs, or the modes of one. */
export type Sides = readonly [a: FinishedRun, b: FinishedRun] | readonly [both: FinishedRun];

/** A line for each task and mode, and for each of its figures that is not the score, in percent; then what differs beside the model. */
export function renderComparison(
  sides: Sides,
  { warnings, tasks, onlyA, onlyB }: RunComparison,
  items: number,
): string {
  const lines = [
    ...describeSides(sides),
    renderTable([HEAD, ...tasks.flatMap(renderRows)]),
    ...tasks.flatMap((task) => renderItems(task, items)),
  ];
  const notes = [
    ...warnings.map((warning) => `differs: ${warning}`),
    ...commonNotes(tasks),
    ...listNote("only in A", onlyA),
    ...listNote("only in B", onlyB),
    ...tasks.flatMap(itemNotes),
    ...tasks.flatMap(overlongNote),
    ...headlineNotes(tasks),
    ...chanceNote(tasks),
  ];
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

/** Each setting that differs is told once, with the tasks where it does. */
function commonNotes(tasks: readonly TaskComparison[]): string[] {
  const byText = new Map<string, Set<string>>();
  for (const { task, obstacles, warnings } of tasks) {
    const texts = [
      ...obstacles.map((text) => `not comparable: ${text}`),
      ...warnings.map((text) => `differs: ${text}`),
    ];
    for (const text of texts) byText.set(text, (byText.get(text) ?? new Set()).add(task));
  }
  return [...byText].map(([text, names]) => `${text} (${[...names].join(", ")})`);
}

function itemNotes({ task, modes, onlyA, onlyB }: TaskComparison): string[] {
  const note = (where: string, ids: readonly string[]) =>
    listNote(`${task}, ${nameModes(modes)}: scored only in ${where}`, ids);
  return [...note("A", onlyA), ...note("B", onlyB)];
}

function listNote(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length - LISTED;
  return [`${what}: ${names.slice(0, LISTED).join("; ")}${more > 0 ? ` and ${more} more` : ""}`];
}

function overlongNote({ task, modes, overlong: [a, b] }: TaskComparison): string[] {
  if (a === 0 && b === 0) return [];
  const shares = `${percent(a)} % of the answers in A, ${percent(b)} % in B`;
  return [`${task}, ${nameModes(modes)}: thoughts without an end, which count as wrong: ${shares}`];
}

function headlineNotes(tasks: readonly TaskComparison[]): string[] {
  const names = tasks.flatMap(({ task, figures }) =>
    figures.filter(({ headline }) => headline).map(({ name }) => `${task} is reported by its ${name}`),
  );
  return [...new Set(names)];
}

function chanceNote(tasks: readonly TaskComparison[]): string[] {
  const verdicts = tasks.flatMap(({ difference, figures }) =>
    difference === null
      ? []
      : [difference, ...figures.map((figure) => figure.difference)].map(({ verdict }) => verdict),
  );
  if (verdicts.length < 2 || verdicts.every((verdict) => verdict === "no difference")) return [];
  return [
    `Each line stands for itself: of 20 without a difference, one seems to have one. There are ${verdicts.length}.`,
  ];
}

/** "plain", or "plain and reasoning". */
function nameModes(modes: readonly Mode[]): string {
  return [...new Set(modes)].join(" and ");
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function signed(share: number): string {
  const text = percent(share);
  return share > 0 && !/^0\.0$/.test(text) ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}
