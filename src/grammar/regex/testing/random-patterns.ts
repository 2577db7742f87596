import fc from "fast-check";
import { examplesOf } from "../alphabet.ts";
import type { ClassMachine } from "../class-machine.ts";

/** Characters that the patterns of `patternArbitrary` tell apart, and some that they do not. */
const characters = ["a", "b", "1", " ", "\n", "é", "😀", "\ud83d", "\ude00"];

export const textArbitrary = fc.array(fc.constantFrom(...characters), { maxLength: 7 }).map((parts) => parts.join(""));

/** Sound patterns for the flag `u`, small enough for a backtracking matcher; groups nest up to `maxDepth` deep. */
export function patternsOf(maxDepth: number): fc.Arbitrary<string> {
  return fc.letrec<{ pattern: string; item: string }>((tie) => ({
    pattern: fc
      .array(
        fc.array(tie("item"), { maxLength: 4 }).map((items) => items.join("")),
        { minLength: 1, maxLength: 3 },
      )
      .map((options) => options.join("|")),
    item: fc.oneof(
      { maxDepth, withCrossShrink: true },
      fc.constantFrom("a", "b", "1", "é", "😀", "\\ud83d", "\\ude00", ".", "\\d", "\\w", "\\S", "\\p{L}", "^", "$"),
      fc.constantFrom("[ab]", "[^a]", "[a-é]", "[^\\d\\n]", "[\\ud83d1]", "[😀-😂]", "[]", "[^]"),
      fc
        .tuple(tie("pattern"), fc.constantFrom("", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}?", "*?"))
        .map(([pattern, quantifier]) => `(?:${pattern})${quantifier}`),
    ),
  })).pattern;
}

/** A random word of a machine: letters drawn by `choices`, then the rest as short as can be. */
export function walk(machine: ClassMachine, choices: readonly number[]): { state: number; word: string } {
  const examples = [...examplesOf(machine.alphabet)];
  let state = machine.start;
  let word = "";
  for (const choice of choices) {
    const open = examples.filter((example) => machine.next(state, example) !== -1);
    if (open.length === 0) break;
    const example = open[choice % open.length]!;
    state = machine.next(state, example);
    word += String.fromCodePoint(example);
  }
  return { state, word };
}

export const choicesArbitrary = fc.array(fc.nat(1000), { maxLength: 12 });
