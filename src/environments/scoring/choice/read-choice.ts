import { scoreAnswer, verdict, wrong } from "../../completion.ts";
import type { Mode, Score, Span } from "../../contract.ts";

/** Labels are letters, numbers, or words such as Yes and No; `choices` are their texts in the same order, empty where there are none. */
export interface ChoiceQuestion {
  readonly labels: readonly string[];
  readonly choices: readonly string[];
}

type Rejected = Score["rejected"];

/** Which label an answer gives, by one of the rules of this folder. */
export type ChoiceReading =
  | { readonly label: string; readonly span: Span; readonly method: string; readonly rejected: Rejected }
  | { readonly label: null; readonly reason: string; readonly rejected: Rejected };

export type ChoiceRule = (answer: Span, question: ChoiceQuestion) => ChoiceReading;

export const LETTERS: readonly string[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

export function lettersFor(choices: readonly string[]): ChoiceQuestion {
  return { labels: LETTERS.slice(0, choices.length), choices };
}

/** Right if the label that `rule` reads is the right one. */
export function scoreChoice(
  completion: string,
  mode: Mode,
  question: ChoiceQuestion & { readonly right: string },
  rule: ChoiceRule,
): Score {
  return scoreAnswer(completion, mode, (answer) => {
    const reading = rule(answer, question);
    if (reading.label === null) return { ...wrong(reading.reason), rejected: reading.rejected };
    const right = reading.label === question.right;
    const score = verdict(reading.span, reading.method, right, "wrong_choice", reading.rejected);
    return { ...score, verdict: { read: reading.label, right: question.right } };
  });
}

/** A part of a span, by offsets into its text. */
export function partOf(span: Span, start: number, end: number): Span {
  return { text: span.text.slice(start, end), start: span.start + start, end: span.start + end };
}

/** Without white space and such signs at both ends as `signs` matches one by one. */
export function trimmedSpan(span: Span, signs: RegExp): Span {
  let start = 0;
  let end = span.text.length;
  while (start < end && signs.test(span.text[start]!)) start += 1;
  while (end > start && signs.test(span.text[end - 1]!)) end -= 1;
  return partOf(span, start, end);
}

/** For comparing texts: white space folded, lower case. */
export function folded(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
