import type { Sequence } from "./sequence.ts";

export interface TokenCounts {
  readonly generatedTokens: number;
  readonly draftedTokens: number;
  readonly acceptedTokens: number;
}

/** Adds up what sequences have done. */
export class Tally {
  #finished: TokenCounts = { generatedTokens: 0, draftedTokens: 0, acceptedTokens: 0 };

  /** Counts a sequence that will do no more. */
  add(sequence: Sequence): void {
    this.#finished = plus(this.#finished, sequence);
  }

  /** What finished sequences have done and `live` ones have done so far. */
  total(live: readonly Sequence[]): TokenCounts {
    return live.reduce(plus, this.#finished);
  }
}

function plus(sum: TokenCounts, { answerLength, drafter }: Sequence): TokenCounts {
  return {
    generatedTokens: sum.generatedTokens + answerLength,
    draftedTokens: sum.draftedTokens + drafter.draftedTokens,
    acceptedTokens: sum.acceptedTokens + drafter.acceptedTokens,
  };
}
