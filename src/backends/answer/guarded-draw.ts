import type { AnswerGuard } from "../../grammar/index.ts";
import type { TokenMask } from "../../sampling/index.ts";

/** The guard of one answer, as the engine asks it: with the tokens that end the answer, and each mask written once. */
export class GuardedDraw {
  readonly #guard: AnswerGuard;
  readonly #stopTokens: readonly number[];
  /** [ceil(vocabulary / 32)] */
  readonly #mask: Uint32Array;
  #isWritten = false;

  /** @param stopTokens those beyond the vocabulary have no row in the logits and are left out */
  constructor(guard: AnswerGuard, stopTokens: Iterable<number>, vocabularySize: number) {
    this.#guard = guard;
    this.#stopTokens = [...stopTokens].filter((token) => token < vocabularySize);
    this.#mask = new Uint32Array(Math.ceil(vocabularySize / 32));
  }

  /** Whether the answer is over: nothing but its end may come. */
  get isOver(): boolean {
    return this.#guard.mustStop;
  }

  forced(): readonly number[] {
    return this.#guard.forced();
  }

  /** Null where everything is allowed. Valid until the next token is accepted. */
  mask(): TokenMask | null {
    if (this.#guard.isFree) return null;
    if (!this.#isWritten) {
      this.#guard.write(this.#mask);
      if (this.#guard.mayStop) for (const token of this.#stopTokens) this.#mask[token >>> 5]! |= 1 << (token & 31);
      this.#isWritten = true;
    }
    return this.#mask;
  }

  /** Throws HermesError "generation-failed" for a token that breaks the rule. */
  accept(token: number): void {
    this.#isWritten = false;
    this.#guard.accept(token);
  }
}
