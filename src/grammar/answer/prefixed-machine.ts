import type { ByteMachine, TextState } from "../contract.ts";
import { type MachineStep, maskStateOf, stepExactly, stepForMask } from "../mask-steps.ts";

/** A fixed text and what stands behind it. */
export interface PrefixedWord {
  readonly prefix: string;
  readonly rest: ByteMachine;
}

/**
 * One of several texts, each with a language behind it: `{"name": "a", …` or `{"name": "b", …`. No prefix may be the beginning of another,
 * so that the bytes alone say which it is. At least one.
 */
export function prefixedMachine(words: readonly PrefixedWord[]): ByteMachine {
  return new PrefixedMachine(words);
}

/** Even numbers are nodes of the trie of prefixes, odd ones states behind a prefix. */
class PrefixedMachine implements ByteMachine {
  readonly start = 0;
  readonly #words: readonly PrefixedWord[];
  readonly #nodes: { readonly next: Map<number, number>; word: number }[] = [{ next: new Map(), word: -1 }];
  readonly #places: { readonly word: number; readonly inner: number }[] = [];
  readonly #numbers: readonly Map<number, number>[];

  constructor(words: readonly PrefixedWord[]) {
    this.#words = words;
    this.#numbers = words.map(() => new Map());
    words.forEach(({ prefix }, index) => {
      this.#insert(new TextEncoder().encode(prefix), index);
    });
  }

  next(state: number, byte: number): number {
    return this.#step(state, byte, stepExactly);
  }

  nextForMask(state: number, byte: number): number {
    return this.#step(state, byte, stepForMask);
  }

  maskState(state: number): number {
    if (state % 2 === 0) return state;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#behind(word, maskStateOf(this.#words[word]!.rest, inner));
  }

  #step(state: number, byte: number, step: MachineStep): number {
    if (state % 2 === 1) {
      const { word, inner } = this.#places[state >> 1]!;
      const following = step(this.#words[word]!.rest, inner, byte);
      return following < 0 ? -1 : this.#behind(word, following);
    }
    const node = this.#nodes[state >> 1]!.next.get(byte);
    if (node === undefined) return -1;
    const { word } = this.#nodes[node]!;
    return word < 0 ? 2 * node : this.#behind(word, this.#words[word]!.rest.start);
  }

  isAccepting(state: number): boolean {
    if (state % 2 === 0) return false;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.isAccepting(inner);
  }

  plainTextRoom(state: number): number {
    if (state % 2 === 0) return 0;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.plainTextRoom(inner);
  }

  textRoom(state: number): number {
    if (state % 2 === 0) return 0;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.textRoom?.(inner) ?? 0;
  }

  textLimit(state: number): number {
    if (state % 2 === 0) return Number.POSITIVE_INFINITY;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.textLimit?.(inner) ?? Number.POSITIVE_INFINITY;
  }

  isUniformText(state: number): boolean {
    if (state % 2 === 0) return false;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.isUniformText?.(inner) ?? false;
  }

  textState(state: number): TextState | null {
    if (state % 2 === 0) return null;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.textState?.(inner) ?? null;
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    if (state % 2 === 0) return null;
    const { word, inner } = this.#places[state >> 1]!;
    return this.#words[word]!.rest.bytesTowardsEnd?.(inner) ?? null;
  }

  get stateCount(): number {
    return this.#places.length;
  }

  #insert(prefix: Uint8Array, word: number): void {
    let node = 0;
    for (const byte of prefix) {
      const next = this.#nodes[node]!.next;
      let child = next.get(byte);
      if (child === undefined) {
        child = this.#nodes.push({ next: new Map(), word: -1 }) - 1;
        next.set(byte, child);
      }
      node = child;
    }
    this.#nodes[node]!.word = word;
  }

  #behind(word: number, inner: number): number {
    const numbers = this.#numbers[word]!;
    let number = numbers.get(inner);
    if (number === undefined) {
      number = 2 * (this.#places.push({ word, inner }) - 1) + 1;
      numbers.set(inner, number);
    }
    return number;
  }
}
