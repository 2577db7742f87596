import type { Score, Span } from "../../contract.ts";
import { matchBraces } from "./braces.ts";

export type Boxed =
  | { readonly found: true; readonly span: Span }
  | { readonly found: false; readonly reason: BoxFault; readonly rejected: Score["rejected"] };

export type BoxFault = "no_boxed" | "two_boxed" | "unbalanced_boxed" | "empty_boxed";

/** Rejected boxes that are logged, and UTF-16 code units of each: a hostile answer may hold thousands, one in the other. */
const MAX_LOGGED = 8;
const MAX_LOGGED_LENGTH = 400;

/**
 * The content of the one `\boxed{…}` of an answer, without white space at its ends. Two boxes are none, be they equal, nested, or named
 * in passing: what the model holds for its answer must not be a guess of the reader.
 */
export function readBoxed(answer: Span): Boxed {
  const openings = [...answer.text.matchAll(/\\boxed\s*\{/g)];
  if (openings.length === 0) return { found: false, reason: "no_boxed", rejected: [] };
  const pairs = matchBraces(answer.text);
  const boxes = openings.map((match) => {
    const inside = match.index + match[0].length;
    return { start: match.index, inside, close: pairs.get(inside - 1) ?? -1 };
  });
  const fault = (reason: BoxFault): Boxed => {
    const rejected = boxes.slice(0, MAX_LOGGED).map(({ start, inside, close }) => {
      const end = close < 0 ? inside : close + 1;
      return { ...part(answer, start, Math.min(end, start + MAX_LOGGED_LENGTH)), reason };
    });
    return { found: false, reason, rejected };
  };
  if (boxes.length > 1) return fault("two_boxed");
  const [{ inside, close }] = boxes as [(typeof boxes)[number]];
  if (close < 0) return fault("unbalanced_boxed");
  const content = answer.text.slice(inside, close);
  if (content.trim() === "") return fault("empty_boxed");
  const start = inside + content.length - content.trimStart().length;
  return { found: true, span: part(answer, start, start + content.trim().length) };
}

/** A stretch of the answer by offsets in it, as a span of the raw completion. */
function part(answer: Span, start: number, end: number): Span {
  return { text: answer.text.slice(start, end), start: answer.start + start, end: answer.start + end };
}
