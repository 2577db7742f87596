import type { Mode, Score, Span } from "./contract.ts";

/** The answer text of a completion, or why there is none. */
export type Answer = { readonly found: true; readonly span: Span } | { readonly found: false; readonly reason: string };

/**
 * The think rule: in reasoning mode exactly one `<think>` and one `</think>` (any case), the opening first and only
 * white space before it; a thought without an end is "overlong", no tag at all "no_thought". In plain mode the whole completion counts, and a well-formed
 * block at its start is skipped.
 */
export function readAnswer(completion: string, mode: Mode): Answer {
  const opens = [...completion.matchAll(/<think>/gi)];
  const closes = [...completion.matchAll(/<\/think>/gi)];
  const [open] = opens;
  const [close] = closes;
  const single = opens.length === 1 && closes.length === 1;
  if (single && open!.index < close!.index && completion.slice(0, open!.index).trim() === "")
    return { found: true, span: trimmed(completion, close!.index + "</think>".length) };
  if (mode === "plain") return { found: true, span: trimmed(completion, 0) };
  if (closes.length > 0) return { found: false, reason: "bad_think" };
  return { found: false, reason: opens.length > 0 ? "overlong" : "no_thought" };
}

/** Thought and answer in the form the model writes; plain mode has no thought. */
export function completionText(mode: Mode, thought: string, answer: string): string {
  return mode === "reasoning" ? `<think>\n${thought}\n</think>\n${answer}` : answer;
}

/** Scores the answer part with `judge`; a completion without an answer scores 0 with the reason. */
export function scoreAnswer(completion: string, mode: Mode, judge: (answer: Span) => Score): Score {
  const answer = readAnswer(completion, mode);
  return answer.found ? judge(answer.span) : wrong(answer.reason);
}

export function wrong(reason: string): Score {
  return { value: 0, correct: false, extracted: null, rejected: [], reason };
}

/** Right or wrong, with the span that was read. */
export function verdict(
  span: Span,
  method: string,
  right: boolean,
  reason: string,
  rejected: Score["rejected"] = [],
): Score {
  const base = { value: right ? 1 : 0, correct: right, extracted: { ...span, method }, rejected };
  return right ? base : { ...base, reason };
}

/** The last number of the answer must be `expected`; earlier numbers are logged as rejected. */
export function scoreLastNumber(completion: string, mode: Mode, expected: number): Score {
  return scoreAnswer(completion, mode, (answer) => {
    const numbers = spansOf(answer, /(?<![\d.])-?\d+(?:\.\d+)?/g);
    const last = numbers.pop();
    if (!last) return wrong("no_number");
    const rejected = numbers.map((span) => ({ ...span, reason: "not_last" }));
    return verdict(last, "last_number", Number(last.text) === expected, "wrong_number", rejected);
  });
}

/** The whole answer must be `expected`, apart from white space at its ends. */
export function scoreExactText(completion: string, mode: Mode, expected: string): Score {
  return scoreAnswer(completion, mode, (span) =>
    verdict(span, "whole_answer", span.text === expected, "different_text"),
  );
}

/** Every pattern must match the answer. */
export function scorePatterns(completion: string, mode: Mode, patterns: readonly RegExp[]): Score {
  return scoreAnswer(completion, mode, (span) =>
    verdict(
      span,
      "patterns",
      patterns.every((pattern) => pattern.test(span.text)),
      "pattern_missing",
    ),
  );
}

/** All matches of a global pattern inside `within`, with offsets into the raw completion. */
export function spansOf(within: Span, pattern: RegExp): Span[] {
  return [...within.text.matchAll(pattern)].map((match) => {
    const start = within.start + match.index;
    return { text: match[0], start, end: start + match[0].length };
  });
}

/** A pattern that finds `text` as a whole word, any case. */
export function wholeWord(text: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escapePattern(text)}(?![\\p{L}\\p{N}])`, "iu");
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function trimmed(completion: string, from: number): Span {
  const end = completion.trimEnd().length;
  const rest = completion.slice(from);
  const start = Math.min(from + rest.length - rest.trimStart().length, Math.max(end, from));
  return { text: completion.slice(start, Math.max(end, start)), start, end: Math.max(end, start) };
}
