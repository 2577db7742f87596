import { type Alphabet, alphabetOf } from "./alphabet.ts";
import type { ClassMachine, Language } from "./class-machine.ts";

const oneClass: Alphabet = alphabetOf([]).alphabet;

/** All strings of `min` to `max` code points; `max` null: without end. */
export function lengthLanguage(min: number, max: number | null): Language {
  return max !== null && max < min ? null : new LengthMachine(min, max);
}

/** A state is the number of code points so far, no further than it matters. */
class LengthMachine implements ClassMachine {
  readonly alphabet = oneClass;
  readonly start = 0;
  readonly #min: number;
  readonly #max: number | null;

  constructor(min: number, max: number | null) {
    this.#min = min;
    this.#max = max;
  }

  next(state: number): number {
    if (this.#max === null) return Math.min(state + 1, this.#min);
    return state < this.#max ? state + 1 : -1;
  }

  step(state: number): number {
    return this.next(state);
  }

  isAccepting(state: number): boolean {
    return state >= this.#min;
  }

  isFree(state: number): boolean {
    return this.#max === null && state >= this.#min;
  }

  distance(state: number): number {
    return Math.max(0, this.#min - state);
  }

  longest(state: number): number {
    return (this.#max ?? Number.POSITIVE_INFINITY) - state;
  }
}
