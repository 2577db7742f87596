import { createRandom } from "../sampling/index.ts";

/**
 * Prompts of arbitrary tokens, the same in every run. No two begin alike, so that nothing of one is found computed for the
 * next.
 */
export class PromptSource {
  readonly #vocabularySize: number;
  #count = 0;

  constructor(vocabularySize: number) {
    this.#vocabularySize = vocabularySize;
  }

  next(tokens: number): number[] {
    const random = createRandom(++this.#count);
    return Array.from({ length: tokens }, () => Math.floor(random.next() * this.#vocabularySize));
  }
}
