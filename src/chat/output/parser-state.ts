import type { InputWindow } from "./input-window.ts";
import type { PartWriter } from "./part-writer.ts";

export interface OutputParserOptions {
  /** Where the answer starts: behind the assistant header, inside a prefilled thought, or behind one. Default `answer`. */
  readonly start?: "answer" | "reasoning" | "content";
  /**
   * Read tool calls; when false their tags are text. "first": only where one is the first of the content, behind line breaks at most; content
   * that begins otherwise is a value, in which tags are text. Default true.
   */
  readonly tools?: boolean | "first";
  /** Read the thought; when false its tags are text. Default true. */
  readonly reasoning?: boolean;
  /** Let `<tool_call>` end an open thought. Default false: calls inside a thought are thought. */
  readonly endThoughtAtToolCall?: boolean;
  /** `complete` tells of a call when its object is whole, `incremental` also sends it in pieces. Default `complete`. */
  readonly mode?: "complete" | "incremental";
}

export type StateName =
  | "start"
  | "thought"
  | "content"
  | "block"
  | "object"
  | "bad-block"
  | "after-object"
  | "trailing";

export interface ParserContext {
  readonly window: InputWindow;
  readonly writer: PartWriter;
  readonly settings: Required<OutputParserOptions>;
  /** True once no more input will come: what is held back must be decided. */
  readonly ended: boolean;
}

/** Reads on; gives the state that follows, or null when it needs more input (when ended: when all is read). */
export type ParserState = (context: ParserContext) => StateName | null;
