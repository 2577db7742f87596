import type { Services } from "../../contract.ts";
import { askUntilRead, withJudge } from "./ask-until-read.ts";

/** What a judge gives marks for. */
export interface Criterion {
  readonly name: string;
  /** 20 is the worst mark. */
  readonly isFault?: boolean;
}

/** Marks are from 0 to 20. */
export const TOP_MARK = 20;

export interface RubricResult {
  /** Mean of the marks as a share of the top mark, faults turned round. */
  readonly value: number;
  readonly marks: Readonly<Record<string, number>>;
  readonly judgement: string;
}

/** Asks for a mark for every criterion. Throws HermesError "environment-failed" for a judge that leaves one out or goes beyond the scale. */
export async function judgeByRubric(
  material: string,
  criteria: readonly Criterion[],
  services: Services,
): Promise<RubricResult> {
  const question = `${material}\n\n${demandOf(criteria)}`;
  const read = (judgement: string) => readMarks(judgement, criteria);
  const { result: marks, judgement } = await askUntilRead(
    question,
    withJudge(services),
    read,
    "a mark for each criterion",
  );
  const goods = criteria.map(({ name, isFault }) => (isFault ? TOP_MARK - marks[name]! : marks[name]!));
  return { value: goods.reduce((sum, mark) => sum + mark, 0) / goods.length / TOP_MARK, marks, judgement };
}

/**
 * The marks of a judge's text, whether as lines `name: 15`, with brackets or out of 20, or as JSON; the last one of each name counts. Null where
 * one is missing or not from 0 to 20.
 */
export function readMarks(text: string, criteria: readonly Criterion[]): Readonly<Record<string, number>> | null {
  const found = new Map<string, number>();
  for (const piece of text.split(/[\n,{}]/)) {
    const colon = piece.indexOf(":");
    const [, mark] = /^[[\s*"'_`]*(-?\d+(?:\.\d+)?)(?![\d.])/.exec(piece.slice(colon + 1)) ?? [];
    if (colon >= 0 && mark !== undefined) found.set(plainName(piece.slice(0, colon)), Number(mark));
  }
  const marks = criteria.map(({ name }) => [name, found.get(plainName(name)) ?? Number.NaN] as const);
  return marks.every(([, mark]) => mark >= 0 && mark <= TOP_MARK) ? Object.fromEntries(marks) : null;
}

/** Letters and digits only, without remarks in brackets, so that "Tell-Don't-Show", "**tell don't show** (a fault)" and "tell_dont_show" are one. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\([^()]*\)/g, "")
    .replace(/[^a-z0-9]/g, "");
}

function demandOf(criteria: readonly Criterion[]): string {
  const lines = criteria.map(
    ({ name, isFault }) => `${name}${isFault ? " (a fault: 0 is free of it, 20 the worst)" : ""}`,
  );
  return `Give marks from 0 (worst) to ${TOP_MARK} (best) for each of these criteria. Be strict, and use the whole scale: ${TOP_MARK / 2} is ordinary work.

${lines.join("\n")}

First say in a few sentences what decides. Then write one line for each criterion, its name, a colon and the mark, as in "${criteria[0]!.name}: 11", and nothing after them.`;
}
