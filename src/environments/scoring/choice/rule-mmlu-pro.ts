import type { Span } from "../../contract.ts";
import { isEnglishWord, type LoneLabel, loneLabels, standsAlone } from "./lone-labels.ts";
import { type ChoiceReading, LETTERS, partOf } from "./read-choice.ts";

const A_TO_J = LETTERS.slice(0, 10);

/**
 * The rule of MMLU-Pro (TIGER-AI-Lab/MMLU-Pro f418b116, Apache-2.0): the letter behind the first "answer is"; else behind "answer:", the
 * last one of the first line that has it; else the last letter from A to J that stands alone. Unlike there, a letter must always stand
 * alone and be no word of English, and an answer without any is wrong instead of a guess.
 */
export function ruleMmluPro(answer: Span): ChoiceReading {
  const stated = lettersBehind(answer, /answer is \(?([A-J])/g);
  if (stated[0]) return reading(stated[0], "answer_is", stated.slice(1));
  const named = lettersBehind(answer, /[aA]nswer:\s*([A-J])/g);
  if (named[0]) {
    const lineEnd = endOfLine(answer, named[0].at);
    const last = named.findLast(({ at }) => at < lineEnd)!;
    return reading(
      last,
      "answer_colon",
      named.filter((other) => other !== last),
    );
  }
  const lone = loneLabels(answer, A_TO_J).filter(({ label, span }) => label === span.text);
  const last = lone.pop();
  if (!last) return { label: null, reason: "no_choice", rejected: [] };
  return reading(last, "last_lone_letter", lone);
}

/** `at`: where the words before the letter begin. */
function lettersBehind(answer: Span, pattern: RegExp): (LoneLabel & { readonly at: number })[] {
  return [...answer.text.matchAll(pattern)].flatMap((match) => {
    const end = match.index + match[0].length;
    const isLabel = standsAlone(answer.text, end - 1, end) && !isEnglishWord(answer.text, end - 1);
    return isLabel ? [{ label: match[1]!, span: partOf(answer, end - 1, end), at: match.index }] : [];
  });
}

function endOfLine(answer: Span, from: number): number {
  const end = answer.text.indexOf("\n", from);
  return end < 0 ? answer.text.length : end;
}

function reading({ label, span }: LoneLabel, method: string, others: readonly LoneLabel[]): ChoiceReading {
  return { label, span, method, rejected: others.map((other) => ({ ...other.span, reason: "not_taken" })) };
}
