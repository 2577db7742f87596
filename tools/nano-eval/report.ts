import type { Mode } from "../../src/environments/index.ts";
import type { SampleRow } from "../../src/evaluate/index.ts";

/** Right answers of a group of rows. */
export interface Tally {
  readonly right: number;
  readonly total: number;
}

/** 95 % of the normal distribution lies within this many standard deviations. */
const Z = 1.96;

/** Wilson's score interval at 95 % (Wilson 1927): honest near 0 and 1 and for few items. */
export function wilsonInterval({ right, total }: Tally): readonly [low: number, high: number] {
  const share = right / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total));
  const middle = share + (Z * Z) / (2 * total);
  const scale = 1 + (Z * Z) / total;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** `97/100  97.0 % [91.5, 99.0]`, or a dash where nothing was asked. */
export function renderTally(tally: Tally): string {
  if (tally.total === 0) return "-";
  const [low, high] = wilsonInterval(tally);
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${tally.right}/${tally.total}  ${percent(tally.right / tally.total)} % [${percent(low)}, ${percent(high)}]`;
}

export function tally(rows: readonly SampleRow[], right: (row: SampleRow) => boolean = isRight): Tally {
  return { right: rows.filter(right).length, total: rows.length };
}

function isRight({ score }: SampleRow): boolean {
  return score?.value === 1;
}

/** A figure of the summary: which rows it counts, and what counts as right. */
interface Figure {
  readonly name: string;
  readonly rows: (row: SampleRow) => boolean;
  readonly right?: (row: SampleRow) => boolean;
}

const isUnseen = ({ category }: SampleRow) => category.startsWith("unseen");
const isCall = ({ category }: SampleRow) => category.endsWith("call") || category.endsWith("calls");

const FIGURES: readonly Figure[] = [
  {
    name: "addition and subtraction, up to 3 digits",
    rows: (row) => row.task === "arithmetic" && !row.category.includes("4"),
  },
  {
    name: "addition and subtraction, 4 digits",
    rows: (row) => row.task === "arithmetic" && row.category.includes("4"),
  },
  {
    name: "tool calls exactly right",
    rows: (row) => row.task === "tool-calls" && isCall(row) && !isUnseen(row),
  },
  {
    name: "right decision whether to call",
    rows: (row) => row.task === "tool-calls" && !isUnseen(row),
    right: ({ score }) => score?.checks?.decision === true,
  },
  {
    name: "unseen tool names: calls exactly right",
    rows: (row) => row.task === "tool-calls" && isCall(row) && isUnseen(row),
  },
  {
    name: "unseen tool names: right decision",
    rows: (row) => row.task === "tool-calls" && isUnseen(row),
    right: ({ score }) => score?.checks?.decision === true,
  },
  { name: "tool results to an answer", rows: (row) => row.task === "tool-results" },
  { name: "extraction, all fields right", rows: (row) => row.task === "extraction" && !isUnseen(row) },
  { name: "extraction, unseen schemas", rows: (row) => row.task === "extraction" && isUnseen(row) },
  { name: "repair of a broken object", rows: (row) => row.task === "repair" },
  {
    name: "thought not closed (overlong)",
    rows: ({ mode }) => mode === "reasoning",
    right: ({ score }) => score?.reason === "overlong",
  },
  { name: "all items", rows: () => true },
];

/** The figures that the model card names, by name and mode. Figures without rows are left out. */
export function headline(
  rows: readonly SampleRow[],
): { readonly name: string; readonly tallies: Record<Mode, Tally> }[] {
  return FIGURES.map(({ name, rows: belongs, right }) => {
    const own = rows.filter(belongs);
    const of = (mode: Mode) =>
      tally(
        own.filter((row) => row.mode === mode),
        right,
      );
    return { name, tallies: { reasoning: of("reasoning"), plain: of("plain") } };
  }).filter(({ tallies }) => tallies.reasoning.total + tallies.plain.total > 0);
}

/** Two tables: every environment and category, then the headline figures; both with and without thinking. */
export function renderReport(rows: readonly SampleRow[]): string {
  const categories = [...new Set(rows.map(({ task, category }) => `${task} | ${category}`))];
  const detail = categories.map((name) => {
    const own = rows.filter(({ task, category }) => `${task} | ${category}` === name);
    const of = (mode: Mode) => renderTally(tally(own.filter((row) => row.mode === mode)));
    return [name, of("reasoning"), of("plain")];
  });
  const summary = headline(rows).map(({ name, tallies }) => [
    name,
    renderTally(tallies.reasoning),
    renderTally(tallies.plain),
  ]);
  const head = ["with thinking", "without thinking"];
  return `${renderTable([["task | category", ...head], ...detail])}\n\n${renderTable([["figure", ...head], ...summary])}`;
}

function renderTable(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}
