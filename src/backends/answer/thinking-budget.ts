import type { Tokenizer } from "../../tokenizer/index.ts";

const CLOSING = "</think>";

/** Counts the reasoning tokens of one answer and says how to end a thought that has used up its budget. */
export class ThinkingBudget {
  readonly #tokenizer: Tokenizer;
  /** Most reasoning tokens; null for no limit. */
  readonly #limit: number | null;
  #spent = 0;
  #reached = false;

  constructor(tokenizer: Tokenizer, limit: number | null) {
    this.#tokenizer = tokenizer;
    this.#limit = limit;
  }

  /** Tokens inside the thought, tags and forced ones not counted. */
  get spent(): number {
    return this.#spent;
  }

  /** True when the budget closed the thought. */
  get reached(): boolean {
    return this.#reached;
  }

  spend(): void {
    this.#spent++;
  }

  /**
   * Tokens that close the open thought when its budget is used up, else none: the tag on a line of its own, as the model
   * writes it, by id where the tag is an added token.
   */
  closingTokens(thoughtEndsWithLineFeed: boolean): readonly number[] {
    if (this.#limit === null || this.#spent < this.#limit) return [];
    this.#reached = true;
    const text = `${thoughtEndsWithLineFeed ? "" : "\n"}${CLOSING}\n`;
    return this.#tokenizer.encodeSegments([{ text, source: "assistant" }]);
  }
}
