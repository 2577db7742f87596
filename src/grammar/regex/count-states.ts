import type { ClassMachine } from "./class-machine.ts";

/** Beyond, counting is given up. */
const MOST_COUNTED = 512;

const known = new WeakMap<ClassMachine, number>();

/** How many states a machine has; Infinity for more than a few hundred. */
export function countStates(machine: ClassMachine): number {
  let count = known.get(machine);
  if (count === undefined) {
    count = walkStates(machine);
    known.set(machine, count);
  }
  return count;
}

function walkStates(machine: ClassMachine): number {
  const seen = new Set([machine.start]);
  // A set is walked in the order of insertion, with what is added on the way.
  for (const state of seen) {
    for (let characterClass = 0; characterClass < machine.alphabet.classCount; characterClass++) {
      const next = machine.step(state, characterClass);
      if (next >= 0) seen.add(next);
    }
    if (seen.size > MOST_COUNTED) return Number.POSITIVE_INFINITY;
  }
  return seen.size;
}
