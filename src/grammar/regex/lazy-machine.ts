// The hot loop of walking: `next` allocates only at a state's first visit.
import { noClock, type WorkClock } from "../work-clock.ts";
import { type Alphabet, classOf } from "./alphabet.ts";
import type { ClassMachine, Language } from "./class-machine.ts";
import { overLimit } from "./fail.ts";
import { MAX_FREEDOM_SEARCH, MAX_TABLE_CELLS } from "./limits.ts";
import { Reachability } from "./reachability.ts";

/** What gives states as they are asked for; numbers are small and dense. */
export interface StateSource {
  readonly alphabet: Alphabet;
  /** -1 for the empty language. */
  readonly start: number;
  /** Whether every state given out has a word behind it; otherwise that is searched for. */
  readonly isLive: boolean;
  step(state: number, characterClass: number): number;
  isAccepting(state: number): boolean;
  distance(state: number): number;
  longest(state: number): number;
}

const unknown = -2;

/** What a row takes beside its cells, with the state that it is of. */
const ROW_CELLS = 64;

/** The machine over a source: remembers transitions, and leaves out states without a word. */
export class LazyMachine implements ClassMachine {
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly #source: StateSource;
  readonly #clock: WorkClock;
  readonly #rows: (Int32Array | undefined)[] = [];
  #cells = 0;
  readonly #living: Reachability | null;
  /** Whether a word that does not belong lies behind a state. */
  readonly #refusing: Reachability;

  static create(source: StateSource, clock: WorkClock = noClock): Language {
    if (source.start === -1) return null;
    const machine = new LazyMachine(source, clock);
    return machine.#lives(source.start) ? machine : null;
  }

  private constructor(source: StateSource, clock: WorkClock) {
    const { classCount } = source.alphabet;
    this.alphabet = source.alphabet;
    this.start = source.start;
    this.#source = source;
    this.#clock = clock;
    this.#living = source.isLive
      ? null
      : new Reachability({
          classCount,
          step: (state, characterClass) => source.step(state, characterClass),
          isTarget: (state) => source.isAccepting(state),
          distance: (state) => source.distance(state),
          clock,
        });
    this.#refusing = new Reachability({
      classCount,
      step: (state, characterClass) => this.step(state, characterClass),
      isTarget: (state) => this.#refuses(state),
      distance: () => 0,
      clock,
    });
  }

  next(state: number, codePoint: number): number {
    return this.step(state, classOf(this.alphabet, codePoint));
  }

  step(state: number, characterClass: number): number {
    const row = this.#rows[state] ?? this.#addRow(state);
    const known = row[characterClass]!;
    if (known !== unknown) return known;
    const target = this.#source.step(state, characterClass);
    row[characterClass] = target !== -1 && this.#lives(target) ? target : -1;
    return row[characterClass]!;
  }

  /** Of the table of transitions, so far. */
  get cells(): number {
    return this.#cells;
  }

  isAccepting(state: number): boolean {
    return this.#source.isAccepting(state);
  }

  isFree(state: number): boolean {
    return !this.#refusing.reaches(state, MAX_FREEDOM_SEARCH);
  }

  distance(state: number): number {
    return this.#source.distance(state);
  }

  longest(state: number): number {
    return this.#source.longest(state);
  }

  #lives(state: number): boolean {
    return this.#living?.reaches(state) ?? true;
  }

  /** Whether the word may not end here, or not go on with every code point. */
  #refuses(state: number): boolean {
    if (!this.isAccepting(state)) return true;
    for (let characterClass = 0; characterClass < this.alphabet.classCount; characterClass++) {
      if (this.step(state, characterClass) === -1) return true;
    }
    return false;
  }

  #addRow(state: number): Int32Array {
    this.#cells += this.alphabet.classCount;
    if (this.#cells > MAX_TABLE_CELLS) throw overLimit("memory of an automaton's table", MAX_TABLE_CELLS);
    this.#clock.keep?.(this.alphabet.classCount + ROW_CELLS);
    const row = new Int32Array(this.alphabet.classCount).fill(unknown);
    this.#rows[state] = row;
    return row;
  }
}
