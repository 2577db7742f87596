import type { Span } from "../../contract.ts";

/** The whole number from 1 to 10 at the very end of an answer; null for another end. */
export function readRating(answer: Span): { readonly span: Span; readonly rating: number } | null {
  const [, text] = /(?<![\w./-])(10|[1-9])$/.exec(answer.text.slice(-8)) ?? [];
  if (text === undefined) return null;
  const span = { text, start: answer.end - text.length, end: answer.end };
  return { span, rating: Number(text) };
}
