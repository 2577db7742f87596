import { HermesError } from "../../errors.ts";
import type { Matcher } from "../contract.ts";
import { EndSearch } from "./end-search.ts";
import { fewestTokens } from "./fewest-tokens.ts";
import { CONTEXT_TOKENS, findForcedTokens } from "./forced-tokens.ts";
import type { IndexedVocabulary } from "./indexed-vocabulary.ts";
import { MatchHistory } from "./match-history.ts";
import type { RunningMachine } from "./running-machine.ts";
import { NOTHING } from "./transition-cache.ts";

/** The Matcher of the contract; its whole state is its history, so a step that throws has changed nothing. */
export class TokenMatcher implements Matcher {
  readonly #vocabulary: IndexedVocabulary;
  readonly #running: RunningMachine;
  readonly #history: MatchHistory;
  readonly #ends: EndSearch;
  #generation: number;

  constructor(vocabulary: IndexedVocabulary, running: RunningMachine, history?: MatchHistory, ends = new EndSearch()) {
    this.#ends = ends;
    this.#vocabulary = vocabulary;
    this.#running = running;
    this.#generation = running.generation;
    this.#history = history ?? new MatchHistory(running.transitions.machine.start);
  }

  allowedTokens(mask: Uint32Array): void {
    const { maskWords } = this.#vocabulary.index;
    if (mask.length < maskWords) {
      const message = `A mask of ${mask.length} words cannot hold the vocabulary. Expected ${maskWords} words.`;
      throw new HermesError("usage", message, { argument: "mask" });
    }
    this.#running.replaceWhenLarge();
    this.#running.masks.write(this.#state(), mask);
  }

  accept(token: number): void {
    const bytes = this.#vocabulary.bytesOf(token);
    if (bytes === null) throw this.#refuse(`Token ${token} stands for no text, so no grammar allows it.`);
    this.#step(bytes, () => `Token ${token} (${show(bytes)})`);
  }

  acceptBytes(bytes: Uint8Array): void {
    this.#step(bytes, () => `The text ${show(bytes)}`);
  }

  forced(): readonly number[] {
    const context = this.#history.tail(CONTEXT_TOKENS);
    return findForcedTokens(this.#vocabulary, this.#running.transitions, this.#state(), context);
  }

  isComplete(): boolean {
    return this.#running.transitions.machine.isAccepting(this.#state());
  }

  isFinished(): boolean {
    return this.isComplete() && this.#running.transitions.onlyByte(this.#state()) === NOTHING;
  }

  shortestEnd(): readonly number[] | null {
    const { transitions, generation } = this.#running;
    const bytes = this.#ends.find(transitions, generation, this.#state());
    return bytes === null ? null : fewestTokens(this.#vocabulary.index.trie, bytes);
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
    this.#state();
    return new TokenMatcher(this.#vocabulary, this.#running, this.#history.clone(), this.#ends);
  }

  /** The state in the machine of now. */
  #state(): number {
    const { transitions, generation } = this.#running;
    if (this.#generation !== generation) {
      this.#history.replay(transitions.machine.start, (state, bytes) => transitions.nextOfAll(state, bytes));
      this.#generation = generation;
      this.#running.makeRoom();
    }
    return this.#history.state;
  }

  #step(bytes: Uint8Array, describe: () => string): void {
    const next = this.#running.transitions.nextOfAll(this.#state(), bytes);
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
