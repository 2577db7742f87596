import type { Alphabet } from "./alphabet.ts";
import type { ClassMachine } from "./class-machine.ts";
import type { StateSource } from "./lazy-machine.ts";

/** Where the machine has no word left, and so every word belongs. Its own state `s` is `s + 1` here. */
const outside = 0;

/** The words that do not belong to a machine's language. */
export class ComplementSource implements StateSource {
  readonly alphabet: Alphabet;
  readonly start: number;
  readonly isLive = false;
  readonly #machine: ClassMachine;

  constructor(machine: ClassMachine) {
    this.#machine = machine;
    this.alphabet = machine.alphabet;
    this.start = machine.start + 1;
  }

  step(state: number, characterClass: number): number {
    return state === outside ? outside : this.#machine.step(state - 1, characterClass) + 1;
  }

  isAccepting(state: number): boolean {
    return state === outside || !this.#machine.isAccepting(state - 1);
  }

  distance(state: number): number {
    return this.isAccepting(state) ? 0 : 1;
  }

  longest(): number {
    return Number.POSITIVE_INFINITY;
  }
}
