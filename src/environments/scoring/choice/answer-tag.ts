import type { Span } from "../../contract.ts";
import { partOf, trimmedSpan } from "./read-choice.ts";

export interface AnswerTags {
  /** What stands in the first closed `<answer>` tag, trimmed. */
  readonly first: Span;
  readonly later: readonly Span[];
}

/** The `<answer>` tags of an answer, any case, each closed by the next `</answer>`; null where there is none. */
export function readAnswerTags(answer: Span): AnswerTags | null {
  const spans: Span[] = [];
  const opening = /<answer>/gi;
  const closing = /<\/answer>/gi;
  for (let open = opening.exec(answer.text); open; open = opening.exec(answer.text)) {
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(answer.text);
    if (!close) break;
    spans.push(trimmedSpan(partOf(answer, opening.lastIndex, close.index), /\s/));
    opening.lastIndex = closing.lastIndex;
  }
  const [first, ...later] = spans;
  return first ? { first, later } : null;
}

export function inAnswerTag(text: string): string {
  return `<answer>${text}</answer>`;
}
