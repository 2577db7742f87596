import type { Mode } from "../../environments/index.ts";
import type { RunComparison, TaskComparison } from "../../evaluate/index.ts";

/** Names of items that are listed before "and n more". */
const LISTED = 3;

/** What a reader of a comparison must know beside its figures, a line each. */
export function comparisonNotes({ warnings, tasks, onlyA, onlyB }: RunComparison): string[] {
  return [
    ...warnings.map((warning) => `differs: ${warning}`),
    ...commonNotes(tasks),
    ...listNote("only in A", onlyA),
    ...listNote("only in B", onlyB),
    ...tasks.flatMap(itemNotes),
    ...tasks.flatMap(overlongNote),
    ...headlineNotes(tasks),
    ...chanceNote(tasks),
  ];
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
export function nameModes(modes: readonly Mode[]): string {
  return [...new Set(modes)].join(" and ");
}

export function percent(share: number): string {
  return (100 * share).toFixed(1);
}
