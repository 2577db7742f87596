import fc from "fast-check";
import { expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { compileMachine } from "./compile-machine.ts";
import { RunningMachine } from "./running-machine.ts";
import { tokensOf } from "./testing/reference-mask.ts";
import { createUniqueStrings } from "./testing/toy-machines.ts";
import { createWordVocabulary } from "./testing/vocabularies.ts";
import { TokenMatcher } from "./token-matcher.ts";

fc.configureGlobal({ seed: 31 });

const vocabulary = createWordVocabulary(["ab", "abc", 'b"', '","', '["', '"]', "é", 'a","a']);

function allowed(matcher: TokenMatcher): number[] {
  const mask = new Uint32Array(vocabulary.index.maskWords);
  matcher.allowedTokens(mask);
  return tokensOf(mask);
}

/** Creates machines and counts them. */
function countMachines() {
  const made: ByteMachine[] = [];
  const create = () => {
    made.push(createUniqueStrings("uniform"));
    return made.at(-1)!;
  };
  return { made, create };
}

test("a machine that grows is replaced, and its matchers go on where they were", () => {
  const { made, create } = countMachines();
  const running = new RunningMachine(create, vocabulary.index, 30);
  const steady = compileMachine(createUniqueStrings("text"), vocabulary);
  fc.assert(
    fc.property(
      fc.array(fc.record({ pick: fc.nat(), back: fc.nat(9), fork: fc.boolean() }), { maxLength: 25 }),
      (moves) => {
        let matcher = new TokenMatcher(vocabulary, running);
        let other = steady.createMatcher() as TokenMatcher;
        let steps = 0;
        for (const { pick, back, fork } of moves) {
          const tokens = allowed(matcher);
          expect(tokens).toEqual(allowed(other));
          expect(matcher.forced()).toEqual(other.forced());
          expect(matcher.isComplete()).toBe(other.isComplete());
          if (fork) [matcher, other] = [matcher.clone(), other.clone()];
          if (back < 2 && steps > 0) {
            matcher.rollback(1);
            other.rollback(1);
            steps--;
          } else if (tokens.length > 0) {
            const token = tokens[pick % tokens.length]!;
            matcher.accept(token);
            other.accept(token);
            steps++;
          }
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(made.length).toBeGreaterThan(3);
});

test("a text that needs many states by itself does not make the machine begin again at each token", () => {
  const { made, create } = countMachines();
  const matcher = new TokenMatcher(vocabulary, new RunningMachine(create, vocabulary.index, 30));
  matcher.acceptBytes(new TextEncoder().encode(`["${"x".repeat(500)}`));
  for (let step = 0; step < 20; step++) {
    allowed(matcher);
    matcher.accept(0x79);
  }
  expect(made.length).toBeLessThan(5);
});

test("a machine that was handed over as such stays", () => {
  const machine = createUniqueStrings("uniform");
  const running = new RunningMachine(machine, vocabulary.index, 1);
  const matcher = new TokenMatcher(vocabulary, running);
  allowed(matcher);
  matcher.accept(0x5b);
  allowed(matcher);
  expect(running.transitions.machine).toBe(machine);
  expect(running.generation).toBe(0);
});
