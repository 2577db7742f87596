import { examplesOf } from "./alphabet.ts";
import type { ClassMachine } from "./class-machine.ts";

interface Step {
  readonly state: number;
  readonly before: Step | null;
  readonly codePoint: number;
}

/** A shortest string that leads from `state` to where a word may end; readable characters where there is a choice. */
export function shortestWord(machine: ClassMachine, state: number = machine.start): string {
  const examples = examplesOf(machine.alphabet);
  const seen = new Set([state]);
  let frontier: Step[] = [{ state, before: null, codePoint: -1 }];
  while (frontier.length > 0) {
    const found = frontier.find((step) => machine.isAccepting(step.state));
    if (found !== undefined) return spell(found);
    const behind: Step[] = [];
    for (const before of frontier) {
      for (let characterClass = 0; characterClass < examples.length; characterClass++) {
        const next = machine.step(before.state, characterClass);
        if (next === -1 || seen.has(next)) continue;
        seen.add(next);
        behind.push({ state: next, before, codePoint: examples[characterClass]! });
      }
    }
    frontier = behind;
  }
  throw new Error("a machine gave out a state without a word");
}

function spell(last: Step): string {
  const codePoints: number[] = [];
  for (let step: Step | null = last; step?.before; step = step.before) codePoints.push(step.codePoint);
  return codePoints
    .reverse()
    .map((codePoint) => String.fromCodePoint(codePoint))
    .join("");
}
