import type { Span } from "../../contract.ts";
import { isEnglishWord, standsAlone } from "./lone-labels.ts";
import { type ChoiceQuestion, type ChoiceReading, partOf } from "./read-choice.ts";

/**
 * The rule of simple-evals (openai/simple-evals ee3b0318, MIT): the letter behind the first "Answer:". Unlike there, it must stand alone
 * and be no word of English ("Answer: a dog"), and bold marks or a bracket may stand before it.
 */
export function ruleAnswerLine(answer: Span, { labels }: ChoiceQuestion): ChoiceReading {
  const rejected: (Span & { reason: string })[] = [];
  let read: { label: string; span: Span } | null = null;
  for (const match of answer.text.matchAll(/answer[ \t]*:[ \t*$(]*(\p{L})/giu)) {
    const end = match.index + match[0].length;
    const start = end - match[1]!.length;
    const span = partOf(answer, start, end);
    const label = labels.find((candidate) => candidate === match[1]!.toUpperCase());
    if (label === undefined || !standsAlone(answer.text, start, end)) rejected.push({ ...span, reason: "no_choice" });
    else if (isEnglishWord(answer.text, start)) rejected.push({ ...span, reason: "word" });
    else if (read) rejected.push({ ...span, reason: "not_first" });
    else read = { label, span };
  }
  return read ? { ...read, method: "answer_line", rejected } : { label: null, reason: "no_answer_line", rejected };
}
