import type { Tokenizer } from "../../tokenizer/index.ts";

const CLOSING = "</think>";

/** Counts the reasoning tokens of one answer. */
export class ThinkingBudget {
  /** Most reasoning tokens; null for no limit. */
  readonly #limit: number | null;
  #spent = 0;
  #reached = false;

  constructor(limit: number | null) {
    this.#limit = limit;
  }

  /** Tokens inside the thought, tags and forced ones not counted. */
  get spent(): number {
    return this.#spent;
  }

  /** True when the budget, or what else limits the tokens, closed the thought. */
  get reached(): boolean {
    return this.#reached;
  }

  spend(): void {
    this.#spent++;
  }

  /** Notes that what is left of the tokens is needed behind the thought. */
  end(): true {
    this.#reached = true;
    return true;
  }

  /** Notes that the budget is used up, which closes the open thought; false as long as it is not. */
  reach(): boolean {
    if (this.#limit === null || this.#spent < this.#limit) return false;
    this.#reached = true;
    return true;
  }
}

/** Tokens that close an open thought: the tag on a line of its own, as the model writes it, by id where the tag is an added token. */
export function closingTokens(tokenizer: Tokenizer, thoughtEndsWithLineFeed: boolean): readonly number[] {
  const text = `${thoughtEndsWithLineFeed ? "" : "\n"}${CLOSING}\n`;
  return tokenizer.encodeSegments([{ text, source: "assistant" }]);
}
