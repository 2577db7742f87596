import { HermesError } from "../../errors.ts";
import type { AnswerGuard } from "../../grammar/index.ts";

/**
 * Keeps an answer to what its tokens allow: a token passes only if behind it a way to the end is known that fits into those that are left;
 * else the way that is known already is gone.
 */
export class FinishWithin {
  readonly #guard: AnswerGuard;
  /** Tokens that close an open thought, at most so many. */
  readonly #closing: readonly number[];
  /** From where the answer is now; undefined until it is asked for. */
  #way: readonly number[] | null | undefined;
  /** From behind the token that was let pass last. */
  #next: { readonly token: number; readonly way: readonly number[] } | null = null;

  constructor(guard: AnswerGuard, closing: readonly number[]) {
    this.#guard = guard;
    this.#closing = closing;
  }

  /** Tokens from here to the end; infinite where no way was found. */
  get length(): number {
    return this.#wayOn()?.length ?? Number.POSITIVE_INFINITY;
  }

  /** The drawn token, or the one in its place; null for the end of the answer. `left` tokens may come, this one included. */
  settle(drawn: number, left: number): number | null {
    const way = this.#wayBehind([drawn]);
    if (way !== null && way.length < left) {
      this.#next = { token: drawn, way };
      return drawn;
    }
    const known = this.#wayOn();
    return known === null ? drawn : (known[0] ?? null);
  }

  /** Forced tokens that fit, or the next one that does: those of a shorter spelling. */
  forced(tokens: readonly number[], left: number): readonly number[] {
    if (tokens.length === 0) return tokens;
    const way = this.#wayBehind(tokens);
    if (way !== null && tokens.length + way.length <= left) return tokens;
    return this.#wayOn()?.slice(0, 1) ?? tokens;
  }

  /** The guard has taken a token. */
  accepted(token: number): void {
    const rest = this.#way?.[0] === token ? this.#way.slice(1) : undefined;
    this.#way = this.#next?.token === token ? this.#next.way : rest;
    this.#next = null;
  }

  #wayOn(): readonly number[] | null {
    if (this.#way === undefined) this.#way = this.#guard.shortestEnd(this.#closing);
    return this.#way;
  }

  #wayBehind(tokens: readonly number[]): readonly number[] | null {
    const ahead = this.#guard.clone();
    for (const token of tokens) ahead.accept(token);
    return ahead.shortestEnd(this.#closing);
  }
}

/** Throws HermesError "usage" where no answer fits into its tokens, as far as is known. */
export function checkFinishes({ length }: FinishWithin, answerTokens: number): void {
  if (length <= answerTokens) return;
  if (length === Number.POSITIVE_INFINITY) {
    const message =
      "The answer cannot be promised to be whole: no short one was found. Take back the wish to finish within the budget, or ask for less.";
    throw new HermesError("usage", message, { argument: "finishWithinBudget" });
  }
  const message =
    `An answer of at most ${answerTokens} tokens cannot be whole: the shortest one found has ${length}. ` +
    "Allow more tokens, or take back the wish to finish within the budget.";
  throw new HermesError("usage", message, { argument: "finishWithinBudget" });
}
