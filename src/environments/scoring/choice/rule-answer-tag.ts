import type { Span } from "../../contract.ts";
import { readAnswerTags } from "./answer-tag.ts";
import { loneLabels } from "./lone-labels.ts";
import { type ChoiceQuestion, type ChoiceReading, folded, partOf, trimmedSpan } from "./read-choice.ts";

/** What people write before a label, in any order that makes sense. */
const LEAD_IN =
  /^(?:(?:(?:i (?:think|believe|would say)(?: that)? )?(?:the|my)? ?(?:final |correct |best |right ){0,2}(?:answer|choice|option)(?: is| would be)?|i (?:choose|select|pick)|it is|it['’]s|that is|that['’]s)\s*:?\s*)(?:(?:option|choice|answer)\s+)?/i;

const SIGNS = /[\s.,:;!?()[\]*$"'`]/;

/**
 * The rule of Nous (NousResearch/atropos 296a0bc5, MIT): what the first `<answer>` tag holds, without a lead-in, is one label; else the
 * text of a choice, with its label or without; else it has exactly one label that stands alone. Two are ambiguous.
 */
export function ruleAnswerTag(answer: Span, question: ChoiceQuestion): ChoiceReading {
  const tags = readAnswerTags(answer);
  if (tags === null) return { label: null, reason: "no_answer_tag", rejected: [] };
  const rejected = tags.later.map((span) => ({ ...span, reason: "not_first" }));
  if (tags.first.text === "") return { label: null, reason: "empty_answer_tag", rejected };
  const reading = readContent(tags.first, question);
  return { ...reading, rejected: [...reading.rejected, ...rejected] };
}

function readContent(content: Span, question: ChoiceQuestion): ChoiceReading {
  const leadIn = LEAD_IN.exec(content.text)?.[0].length ?? 0;
  const rest = partOf(content, leadIn, content.text.length);
  const bare = trimmedSpan(rest, SIGNS);
  const label = question.labels.find((candidate) => candidate.toLowerCase() === bare.text.toLowerCase());
  if (label !== undefined) return { label, span: bare, method: "answer_tag", rejected: [] };
  return readChoiceText(content, question) ?? readChoiceText(rest, question) ?? readLoneLabel(rest, question.labels);
}

/** The text of exactly one choice, with or without its label before it: "B) text", "(B) text", "B - text". */
function readChoiceText(content: Span, { labels, choices }: ChoiceQuestion): ChoiceReading | null {
  const text = folded(content.text);
  const same = labels.filter((_, i) => choices[i] !== undefined && folded(choices[i]) === text);
  const span = content;
  if (same.length === 1) return { label: same[0]!, span, method: "choice_text", rejected: [] };
  if (same.length > 1) return ambiguous(same.map(() => content));
  const labelled = labels.find(
    (label, i) => choices[i] && withoutLabel(text, label.toLowerCase()) === folded(choices[i]),
  );
  return labelled === undefined ? null : { label: labelled, span, method: "label_and_choice_text", rejected: [] };
}

function withoutLabel(text: string, label: string): string | null {
  const bracketed = text.startsWith(`(${label})`);
  const rest = bracketed ? text.slice(label.length + 2) : text.startsWith(label) ? text.slice(label.length) : null;
  if (rest === null) return null;
  return bracketed ? rest.trim() : /^ ?[).\]:-]/.test(rest) ? rest.replace(/^ ?[).\]:-]/, "").trim() : null;
}

function readLoneLabel(content: Span, labels: readonly string[]): ChoiceReading {
  const [first, ...more] = loneLabels(content, labels);
  if (!first) return { label: null, reason: "no_choice", rejected: [{ ...content, reason: "no_choice" }] };
  if (more.length > 0) return ambiguous([first, ...more].map(({ span }) => span));
  return { ...first, method: "lone_label", rejected: [] };
}

function ambiguous(spans: readonly Span[]): ChoiceReading {
  const reason = "ambiguous";
  return { label: null, reason, rejected: spans.map((span) => ({ ...span, reason })) };
}
