import type { Usage } from "../../../chat/index.ts";
import type { WireUsage } from "./chunk.ts";

/**
 * Counts the tokens of an answer that comes in one or more requests, each going on where the last one ended. What the server counts is
 * taken from it; what it does not, above all the tokens of the thought, is counted by chunks, of which most servers send one a token.
 */
export class TokenTally {
  #first: WireUsage | null = null;
  #latest: WireUsage | null = null;
  /** Tokens of the present request told apart so far. */
  #told = 0;
  #counted = 0;
  #reasoning = 0;
  /** Tokens that came before the server first told how many; null as long as it has told of all. */
  #untold: number | null = null;

  /** Tokens of the present request. */
  get ofRequest(): number {
    return this.#latest?.completionTokens ?? this.#told;
  }

  /** True when the server has told how many tokens there are, at least once in the present request. */
  get isCertain(): boolean {
    return this.#latest !== null && this.#untold === null;
  }

  /** Tokens behind the first prompt, those put there by us included. */
  get completionTokens(): number {
    if (this.#first === null || this.#latest === null || this.#untold !== null) return this.#counted;
    return this.#latest.promptTokens - this.#first.promptTokens + this.#latest.completionTokens;
  }

  get reasoningTokens(): number {
    return this.#reasoning;
  }

  startRequest(): void {
    if (this.#first === null && this.#counted > 0) this.#untold = this.#counted;
    this.#latest = null;
    this.#told = 0;
  }

  /** Takes what a chunk tells: its count if it has one, else one token when it holds text. */
  add(usage: WireUsage | null, hasText: boolean, insideThought: boolean): void {
    let tokens = hasText ? 1 : 0;
    if (usage !== null) {
      this.#first ??= usage;
      this.#latest = usage;
      tokens = Math.max(tokens, usage.completionTokens - this.#told);
    }
    // A count that comes behind all text says nothing on what it was text of.
    if (hasText && insideThought) this.#reasoning += tokens;
    this.#told += tokens;
    this.#counted += tokens;
  }

  /** Counts as reasoning what the chunks did not show to be. */
  spendReasoning(tokens: number): void {
    this.#reasoning += tokens;
  }

  /** @param mostReasoning the thinking budget, where there is one */
  usage(mostReasoning = Number.POSITIVE_INFINITY): Usage {
    const completionTokens = Math.max(0, this.completionTokens);
    const reasoningTokens = Math.min(this.#latest?.reasoningTokens ?? this.#reasoning, mostReasoning, completionTokens);
    const promptTokens = Math.max(0, (this.#first?.promptTokens ?? 0) - (this.#untold ?? 0));
    return {
      promptTokens,
      completionTokens,
      reasoningTokens,
      cachedTokens: Math.min(this.#first?.cachedTokens ?? 0, promptTokens),
    };
  }
}
