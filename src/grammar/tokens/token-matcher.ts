import { HermesError } from "../../errors.ts";
import type { Matcher } from "../contract.ts";
import { CONTEXT_TOKENS, findForcedTokens } from "./forced-tokens.ts";
import type { MaskBuilder } from "./mask-builder.ts";
import { MatchHistory } from "./match-history.ts";
import { NOTHING, type TransitionCache } from "./transition-cache.ts";
import type { IndexedVocabulary } from "./vocabulary.ts";

/** What the matchers of one grammar share. */
export interface MatcherParts {
  readonly vocabulary: IndexedVocabulary;
  readonly transitions: TransitionCache;
  readonly masks: MaskBuilder;
}

/** The Matcher of the contract; its whole state is its history, so a step that throws has changed nothing. */
export class TokenMatcher implements Matcher {
  readonly #parts: MatcherParts;
  readonly #history: MatchHistory;

  constructor(parts: MatcherParts, history = new MatchHistory(parts.transitions.machine.start)) {
    this.#parts = parts;
    this.#history = history;
  }

  allowedTokens(mask: Uint32Array): void {
    const { maskWords } = this.#parts.vocabulary.index;
    if (mask.length < maskWords) {
      const message = `A mask of ${mask.length} words cannot hold the vocabulary. Expected ${maskWords} words.`;
      throw new HermesError("usage", message, { argument: "mask" });
    }
    this.#parts.masks.write(this.#history.state, mask);
  }

  accept(token: number): void {
    const bytes = this.#parts.vocabulary.bytes[token];
    if (bytes == null) throw this.#refuse(`Token ${token} stands for no text, so no grammar allows it.`);
    this.#step(bytes, () => `Token ${token} (${show(bytes)})`);
  }

  acceptBytes(bytes: Uint8Array): void {
    this.#step(bytes, () => `The text ${show(bytes)}`);
  }

  forced(): readonly number[] {
    const { vocabulary, transitions } = this.#parts;
    return findForcedTokens(vocabulary, transitions, this.#history.state, this.#history.tail(CONTEXT_TOKENS));
  }

  isComplete(): boolean {
    return this.#parts.transitions.machine.isAccepting(this.#history.state);
  }

  isFinished(): boolean {
    return this.isComplete() && this.#parts.transitions.onlyByte(this.#history.state) === NOTHING;
  }

  rollback(count: number): void {
    const { steps } = this.#history;
    if (!Number.isSafeInteger(count) || count < 0 || count > steps) {
      const message = `${count} steps cannot be taken back. Expected a whole number from 0 to the ${steps} that were accepted.`;
      throw new HermesError("usage", message, { argument: "count" });
    }
    this.#history.pop(count);
  }

  clone(): TokenMatcher {
    return new TokenMatcher(this.#parts, this.#history.clone());
  }

  #step(bytes: Uint8Array, describe: () => string): void {
    const next = this.#parts.transitions.nextOfAll(this.#history.state, bytes);
    if (next < 0) throw this.#refuse(`${describe()} is not allowed by the grammar.`);
    this.#history.push(next, bytes);
  }

  #refuse(what: string): HermesError {
    const message = `${what} ${this.#history.byteLength} bytes were accepted before. Expected a token of the mask.`;
    return new HermesError("generation-failed", message, { step: "grammar" });
  }
}

function show(bytes: Uint8Array): string {
  return JSON.stringify(new TextDecoder().decode(bytes));
}
