import type { FinishedRun, ItemPair, RunComparison, TaskComparison } from "../../evaluate/index.ts";
import { printableText } from "../chat/printable-text.ts";
import { renderTable } from "./render-table.ts";

const HEAD = ["task", "thinking", "A", "B", "B - A", "95 % interval", "p", "items", "B is"];
/** Names of items that are listed before "and n more". */
const LISTED = 3;

/** A line for each task and mode, in percent; then what differs beside the model. */
export function renderComparison(
  a: FinishedRun,
  b: FinishedRun,
  { warnings, tasks, onlyA, onlyB }: RunComparison,
  items: number,
): string {
  const lines = [
    `A  ${describe(a)}\n`,
    `B  ${describe(b)}\n\n`,
    renderTable([HEAD, ...tasks.map(renderRow)]),
    ...tasks.flatMap((task) => renderItems(task, items)),
  ];
  const notes = [
    ...warnings.map((warning) => `differs: ${warning}`),
    ...commonNotes(tasks),
    ...listNote("only in A", onlyA),
    ...listNote("only in B", onlyB),
    ...tasks.flatMap(itemNotes),
    ...chanceNote(tasks),
  ];
  // Names of items and models are others' texts.
  return (
    printableText(lines.join("")) +
    (notes.length === 0 ? "" : printableText(`\n${notes.map((note) => `${note}\n`).join("")}`))
  );
}

function describe({ folder, config: { model, endpoint } }: FinishedRun): string {
  return `${model}${endpoint === null ? "" : ` at ${endpoint}`}, ${folder}`;
}

function renderRow({ task, mode, obstacles, a, b, difference, items }: TaskComparison): string[] {
  const head = [task, mode === "reasoning" ? "on" : "off"];
  if (obstacles.length > 0) return [...head, "-", "-", "-", "-", "-", "-", "not comparable"];
  if (difference === null) return [...head, "-", "-", "-", "-", "-", "0", "without common items"];
  const { mean, interval95, chance, verdict } = difference;
  return [
    ...head,
    percent(a!),
    percent(b!),
    signed(mean),
    interval95 === null ? "-" : `[${interval95.map(signed).join(", ")}]`,
    chance < 0.0001 ? "<0.0001" : chance.toFixed(4),
    String(items.length),
    verdict,
  ];
}

function renderItems({ task, mode, items }: TaskComparison, count: number): string[] {
  const changed = items.filter(({ a, b }) => a !== b).slice(0, count);
  if (changed.length === 0) return [];
  const row = ({ itemId, category, a, b }: ItemPair) => [
    `  ${itemId}`,
    category,
    percent(a),
    percent(b),
    signed(b - a),
  ];
  const title = `\n${task}, ${mode}: the items that differ most\n`;
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

function itemNotes({ task, mode, onlyA, onlyB }: TaskComparison): string[] {
  const note = (where: string, ids: readonly string[]) => listNote(`${task}, ${mode}: scored only in ${where}`, ids);
  return [...note("A", onlyA), ...note("B", onlyB)];
}

function listNote(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length - LISTED;
  return [`${what}: ${names.slice(0, LISTED).join("; ")}${more > 0 ? ` and ${more} more` : ""}`];
}

function chanceNote(tasks: readonly TaskComparison[]): string[] {
  const verdicts = tasks.flatMap(({ difference }) => (difference === null ? [] : [difference.verdict]));
  if (verdicts.length < 2 || verdicts.every((verdict) => verdict === "no difference")) return [];
  return [
    `Each line stands for itself: of 20 without a difference, one seems to have one. There are ${verdicts.length}.`,
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function signed(share: number): string {
  const text = percent(share);
  return share > 0 && !/^0\.0$/.test(text) ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}
