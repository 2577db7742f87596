import type { InvalidReason, OutputPart } from "../parts.ts";

/** An answer as one message: what a chat interface shows and a program acts on. */
export interface AnswerMessage {
  /** Null when the model did not think; "" for an empty thought. */
  readonly reasoning: string | null;
  /** Null when there is none. */
  readonly content: string | null;
  /** `arguments` is JSON text. */
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  /** Blocks that are no calls; never part of `content`. */
  readonly invalidToolCalls: readonly { readonly raw: string; readonly reason: InvalidReason }[];
}

/**
 * The message of a whole answer. Line feeds next to a tag belong to the markup: the thought loses those at both ends,
 * a content part those next to a thought or block; content parts that are not empty are joined by a line feed.
 */
export function toMessage(parts: readonly OutputPart[]): AnswerMessage {
  const thoughts = parts.filter((part) => part.type === "reasoning");
  const contents = parts.map((part, index) => {
    if (part.type !== "content") return "";
    const behindMarkup = index > 0 ? part.text.replace(/^[\r\n]+/, "") : part.text;
    return index < parts.length - 1 ? trimEnd(behindMarkup) : behindMarkup;
  });
  const content = contents.filter((text) => text !== "").join("\n");
  const reasoning = thoughts.map(({ text }) => trimEnd(text.replace(/^[\r\n]+/, ""))).join("");
  return {
    reasoning: thoughts.length > 0 ? reasoning : null,
    content: content === "" ? null : content,
    toolCalls: parts
      .filter((part) => part.type === "call")
      .map((part) => ({ name: part.name, arguments: part.arguments })),
    invalidToolCalls: parts
      .filter((part) => part.type === "invalid")
      .map((part) => ({ raw: part.raw, reason: part.reason })),
  };
}

/** Without the CR and LF at the end; a loop, since a pattern anchored at the end is quadratic on long runs inside. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end -= 1;
  return text.slice(0, end);
}
