import type { PromptSegment } from "../../tokenizer/index.ts";

/** A tool call ready to print. */
export interface TurnCall {
  /** As it stands between the quotes. */
  readonly name: string;
  /** JSON text as in the prompt. */
  readonly arguments: string;
}

/** A message after its mode has read it: all that is left is to print. */
export type Turn =
  | { readonly kind: "text"; readonly role: "system" | "user"; readonly content: string }
  | {
      readonly kind: "assistant";
      /** Pieces of the content; empty when there is none. */
      readonly content: readonly PromptSegment[];
      readonly calls: readonly TurnCall[];
      /** The template forgets the end of turn of an answer without content and calls. */
      readonly leftOpen: boolean;
    }
  | { readonly kind: "tool"; readonly content: string }
  /** Prints nothing, but ends a run of tool results. */
  | { readonly kind: "dropped" };

/** What both modes hand to the printer. */
export interface Conversation {
  /** Pieces of the text of the first system turn, without the tools block. */
  readonly system: readonly PromptSegment[];
  readonly turns: readonly Turn[];
  readonly bosToken: string;
}
