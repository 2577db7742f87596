import type { CharacterMachine } from "../contract.ts";
import { type Alphabet, intervalOf } from "./alphabet.ts";

/** A CharacterMachine that tells which code points it treats alike; what the algebra of machines works on. */
export interface ClassMachine extends CharacterMachine {
  readonly alphabet: Alphabet;
  /** `next` for all code points of a class. */
  step(state: number, characterClass: number): number;
  /** At most as many code points as the shortest word behind this state has. */
  distance(state: number): number;
  /** At least as many code points as the longest word behind this state has; Infinity where there is no end or none is known. */
  longest(state: number): number;
}

/** A language as a machine; null where it is empty. */
export type Language = ClassMachine | null;

/** Whether one of the code points `first` to `last` may come next. */
export function allowsAny(machine: ClassMachine, state: number, first: number, last: number): boolean {
  const { starts, classes } = machine.alphabet;
  for (let interval = intervalOf(machine.alphabet, first); interval < starts.length; interval++) {
    if (starts[interval]! > last) return false;
    if (machine.step(state, classes[interval]!) !== -1) return true;
  }
  return false;
}
