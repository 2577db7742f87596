import { completionText, scoreAnswer, verdict, wrong } from "../completion.ts";
import type { Environment, Random, Score, Span, Split } from "../contract.ts";
import { endless, fnv1a } from "../random.ts";
import { type Found, readFormat } from "./answer-format.ts";
import { formats } from "./formats/index.ts";
import { drawQuestion, type Question } from "./questions.ts";

export interface AnswerFormatItem {
  readonly question: Question;
  readonly formatId: string;
}

const SIMPLE_SHARE = 0.7;
/** One item in so many is kept for evaluation, by the hash of its id. */
const EVAL_ONE_IN = 8;
const byId = new Map(formats.map((format) => [format.id, format]));

/**
 * Answer format (Hermes 4 report, section 2.2.1): any question with a demand for one form. Right when the thought is well formed and the
 * form stands exactly once behind it and is filled as asked; whether the answer is true does not matter. Text around the form is
 * allowed unless the form is the whole answer.
 */
export const answerFormat: Environment<AnswerFormatItem> = {
  id: "answer-format",
  version: "1",
  defaults: { temperature: 0.1, topP: 1, topK: 0, maxTokens: 4096, contextLength: null, nSamples: 1, groupSize: 8 },
  *items(split, seed) {
    for (const item of endless("answer-format", split, seed, drawItem)) if (splitOf(item) === split) yield item;
  },
  itemId,
  category: ({ formatId }) => formatId.split("-", 1)[0]!,
  prompt: ({ question, formatId }, mode) => ({
    messages: [{ role: "user", content: `${question.text}\n\n${formatOf(formatId).instruction}` }],
    thinking: mode === "reasoning",
  }),
  score: ({ formatId }, { completion, mode }) => scoreAnswer(completion, mode, (answer) => scoreForm(answer, formatId)),
  demonstrate: ({ question, formatId }, mode) =>
    completionText(mode, `The answer is ${question.answer}.`, formatOf(formatId).write(question.answer)),
};

function drawItem(random: Random): AnswerFormatItem {
  const question = drawQuestion(random);
  const level = random.chance(SIMPLE_SHARE) ? "simple" : "complex";
  const fitting = formats.filter(
    (format) => format.level === level && (format.dataKind === "generic" || format.dataKind === question.dataKind),
  );
  return { question, formatId: random.pick(fitting).id };
}

function scoreForm(answer: Span, formatId: string): Score {
  const reading = readFormat(formatOf(formatId), answer.text);
  if (reading.outcome === "missing") return wrong("format_missing");
  if (reading.outcome === "repeated") {
    const rejected = reading.forms.map((form) => ({ ...spanIn(answer, form), reason: "format_repeated" }));
    return { ...wrong("format_repeated"), rejected };
  }
  const span = spanIn(answer, reading.form);
  if (reading.outcome === "unreadable") return verdict(span, formatId, false, "format_unreadable");
  return {
    ...verdict(span, formatId, true, ""),
    verdict: { format: formatId, answer: reading.answer },
  };
}

function spanIn(answer: Span, { start, end }: Found): Span {
  return { text: answer.text.slice(start, end), start: answer.start + start, end: answer.start + end };
}

function formatOf(id: string) {
  return byId.get(id)!;
}

function itemId({ question, formatId }: AnswerFormatItem): string {
  return `${formatId} | ${question.text}`;
}

function splitOf(item: AnswerFormatItem): Split {
  return fnv1a(itemId(item)) % EVAL_ONE_IN === 0 ? "eval" : "train";
}
