import { noClock, type WorkClock } from "../work-clock.ts";
import { type Alphabet, alphabetOfPoints, examplesOf } from "./alphabet.ts";
import type { ClassMachine, Language } from "./class-machine.ts";

/** Just the strings of a list. */
export function literalLanguage(strings: readonly string[], clock: WorkClock = noClock): Language {
  return strings.length === 0 ? null : new LiteralMachine(strings, clock);
}

/** Strings that begin alike: a node of their tree. */
interface Run {
  /** The first of them in the sorted list, and the one behind the last. */
  readonly from: number;
  readonly end: number;
  /** What they have in common, in UTF-16 units. */
  readonly offset: number;
  /** Code points to the nearest and to the farthest end. */
  readonly distance: number;
  readonly longest: number;
  /** States by the next code point; made at the first visit, since of many thousand strings few are ever written. */
  next: ReadonlyMap<number, number> | null;
}

/** The tree of the strings; a state is one of its nodes. */
class LiteralMachine implements ClassMachine {
  readonly alphabet: Alphabet;
  readonly start = 0;
  readonly #strings: readonly string[];
  /** [strings] Code points of each. */
  readonly #lengths: Int32Array;
  readonly #runs: Run[] = [];
  readonly #examples: Int32Array;

  constructor(strings: readonly string[], clock: WorkClock) {
    // Any order will do in which strings that begin alike lie side by side; of units it is one, but for halves of pairs.
    this.#strings = strings.every((string) => string.isWellFormed())
      ? strings.toSorted()
      : [...strings].sort(compareCodePoints);
    this.#lengths = new Int32Array(strings.length);
    const used = new Set<number>();
    for (const [index, string] of this.#strings.entries()) {
      clock.tick(1 + (string.length >> 6));
      for (let at = 0; at < string.length; this.#lengths[index]!++) {
        const codePoint = string.codePointAt(at)!;
        used.add(codePoint);
        at += unitsOf(codePoint);
      }
    }
    this.alphabet = alphabetOfPoints(used);
    this.#examples = examplesOf(this.alphabet);
    this.#add(0, strings.length, 0, 0);
  }

  next(state: number, codePoint: number): number {
    const run = this.#runs[state]!;
    run.next ??= this.#expand(run);
    return run.next.get(codePoint) ?? -1;
  }

  step(state: number, characterClass: number): number {
    return this.next(state, this.#examples[characterClass]!);
  }

  isAccepting(state: number): boolean {
    return this.#runs[state]!.distance === 0;
  }

  isFree(): boolean {
    return false;
  }

  distance(state: number): number {
    return this.#runs[state]!.distance;
  }

  longest(state: number): number {
    return this.#runs[state]!.longest;
  }

  #expand({ from, end, offset, longest }: Run): ReadonlyMap<number, number> {
    const states = new Map<number, number>();
    // How far the strings of this run have been read, in code points.
    const read = this.#longestOf(from, end) - longest;
    for (let first = from; first < end; ) {
      const codePoint = this.#strings[first]!.codePointAt(offset);
      let last = first + 1;
      while (last < end && this.#strings[last]!.codePointAt(offset) === codePoint) last++;
      if (codePoint !== undefined) {
        states.set(codePoint, this.#add(first, last, offset + unitsOf(codePoint), read + 1));
      }
      first = last;
    }
    return states;
  }

  #add(from: number, end: number, offset: number, read: number): number {
    let shortest = this.#lengths[from]!;
    for (let index = from; index < end; index++) shortest = Math.min(shortest, this.#lengths[index]!);
    const longest = this.#longestOf(from, end) - read;
    return this.#runs.push({ from, end, offset, distance: shortest - read, longest, next: null }) - 1;
  }

  #longestOf(from: number, end: number): number {
    let longest = 0;
    for (let index = from; index < end; index++) longest = Math.max(longest, this.#lengths[index]!);
    return longest;
  }
}

function unitsOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

function compareCodePoints(a: string, b: string): number {
  for (let at = 0; ; ) {
    const first = a.codePointAt(at);
    const second = b.codePointAt(at);
    if (first === undefined || second === undefined) return a.length - b.length;
    if (first !== second) return first - second;
    at += unitsOf(first);
  }
}
