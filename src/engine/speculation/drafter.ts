import { DraftLength } from "./draft-length.ts";
import { NgramIndex } from "./ngram-index.ts";

export interface DrafterOptions {
  readonly vocabularySize: number;
  /** A guess needs at least so many tokens at the end that stood somewhere before. Default 2. */
  readonly shortestRun?: number;
  /** Longer agreement is not looked for. Default 3. */
  readonly longestRun?: number;
}

/**
 * Guesses how a sequence goes on (prompt lookup, Saxena 2023): as it did the last time its latest tokens stood in it. Costs
 * nothing until it is first asked.
 */
export class Drafter {
  readonly #options: DrafterOptions;
  readonly #length = new DraftLength();
  #index: NgramIndex | null = null;
  #drafted = 0;
  #accepted = 0;

  constructor(options: DrafterOptions) {
    this.#options = options;
  }

  get draftedTokens(): number {
    return this.#drafted;
  }

  get acceptedTokens(): number {
    return this.#accepted;
  }

  /**
   * Up to `most` tokens that may follow `tokens`, each with at least a `fairChance` of being right as far as is known; empty when
   * there is nothing to go by or guesses have not paid lately.
   */
  propose(tokens: readonly number[], most: number, fairChance: number): readonly number[] {
    if (most <= 0) return [];
    const { vocabularySize, shortestRun = 2, longestRun = 3 } = this.#options;
    this.#index ??= new NgramIndex(vocabularySize, shortestRun, longestRun);
    this.#index.extend(tokens);
    const start = this.#index.find(tokens);
    if (start === null) return [];
    return continueFrom(tokens, start, Math.min(most, this.#length.next(fairChance)));
  }

  /** Of a guess of `drafted` tokens the first `accepted` were right. */
  record(drafted: number, accepted: number): void {
    if (drafted === 0) return;
    this.#drafted += drafted;
    this.#accepted += accepted;
    this.#length.record(drafted, accepted);
  }
}

/** The `count` tokens from `start` on; behind the end of `tokens` they go on with themselves, as in a text that repeats. */
function continueFrom(tokens: readonly number[], start: number, count: number): number[] {
  const draft: number[] = [];
  for (let at = start; draft.length < count; at++) draft.push(tokens[at] ?? draft[at - tokens.length]!);
  return draft;
}
