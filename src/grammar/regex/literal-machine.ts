import { type Alphabet, alphabetOfPoints, examplesOf } from "./alphabet.ts";
import type { ClassMachine, Language } from "./class-machine.ts";
import { NEVER } from "./graph-distances.ts";

/** Just the strings of a list. */
export function literalLanguage(strings: readonly string[]): Language {
  return strings.length === 0 ? null : new LiteralMachine(strings);
}

/** A trie; states are its nodes. */
class LiteralMachine implements ClassMachine {
  readonly alphabet: Alphabet;
  readonly start = 0;
  readonly #children: Map<number, number>[] = [new Map()];
  /** Code points to the nearest and to the farthest end behind each state. */
  readonly #distances: number[] = [NEVER];
  readonly #lengths: number[] = [0];
  readonly #examples: Int32Array;

  constructor(strings: readonly string[]) {
    for (const string of strings) this.#add(string);
    const used = new Set(this.#children.flatMap((children) => [...children.keys()]));
    this.alphabet = alphabetOfPoints(used);
    this.#examples = examplesOf(this.alphabet);
  }

  next(state: number, codePoint: number): number {
    return this.#children[state]!.get(codePoint) ?? -1;
  }

  step(state: number, characterClass: number): number {
    return this.next(state, this.#examples[characterClass]!);
  }

  isAccepting(state: number): boolean {
    return this.#distances[state] === 0;
  }

  isFree(): boolean {
    return false;
  }

  distance(state: number): number {
    return this.#distances[state]!;
  }

  longest(state: number): number {
    return this.#lengths[state]!;
  }

  #add(string: string): void {
    const codePoints = Array.from(string, (character) => character.codePointAt(0)!);
    let state = this.start;
    this.#measure(state, codePoints.length);
    for (const [index, codePoint] of codePoints.entries()) {
      state = this.#child(state, codePoint);
      this.#measure(state, codePoints.length - index - 1);
    }
  }

  #child(state: number, codePoint: number): number {
    const known = this.next(state, codePoint);
    if (known !== -1) return known;
    const child = this.#children.push(new Map()) - 1;
    this.#distances.push(NEVER);
    this.#lengths.push(0);
    this.#children[state]!.set(codePoint, child);
    return child;
  }

  #measure(state: number, length: number): void {
    this.#distances[state] = Math.min(this.#distances[state]!, length);
    this.#lengths[state] = Math.max(this.#lengths[state]!, length);
  }
}
