import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { utf8Machine, wholeMatchLanguage } from "../regex/index.ts";
import { joinedMachine } from "./joined-machine.ts";
import { choicePart, machinePart, type Part, repeatPart, sequencePart } from "./part.ts";

const pattern = (source: string): Part => machinePart(utf8Machine(wholeMatchLanguage(source))!);

function read(machine: ByteMachine, text: string): "word" | "beginning" | "no" {
  let state = machine.start;
  for (const byte of new TextEncoder().encode(text)) {
    state = machine.next(state, byte);
    if (state < 0) return "no";
  }
  return machine.isAccepting(state) ? "word" : "beginning";
}

describe("words of one part that go on as the next begins", () => {
  test.each<[name: string, part: Part, text: string, verdict: ReturnType<typeof read>]>([
    ["a word that could have been longer", sequencePart(pattern("a+"), pattern("ab")), "aaab", "word"],
    ["one that had to be", sequencePart(pattern("a*"), pattern("b")), "aaa", "beginning"],
    ["two empty parts", sequencePart(pattern("a*"), pattern("b*"), pattern("c*")), "", "word"],
    ["a choice until one dies", choicePart(pattern("ab"), pattern("ac")), "ac", "word"],
    ["a choice, both dead", choicePart(pattern("ab"), pattern("ac")), "ad", "no"],
    ["repetitions", repeatPart(sequencePart(pattern("a?"), pattern("b"))), "babb", "word"],
    ["repetitions of what may be empty", repeatPart(repeatPart(pattern("a?"))), "aa", "word"],
  ])("%s", (_name, part, text, verdict) => {
    expect(read(joinedMachine(part), text)).toBe(verdict);
  });
});

/** A part, and the same as a regular expression. */
const anyPart: fc.Arbitrary<{ readonly part: Part; readonly source: string }> = fc.letrec<{
  both: { part: Part; source: string };
}>((tie) => ({
  both: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom("a", "b", "ab", "a*", "[ab]", "b?", "(ab)+").map((source) => ({ part: pattern(source), source })),
    fc.tuple(tie("both"), tie("both")).map(([first, second]) => ({
      part: sequencePart(first.part, second.part),
      source: `(${first.source})(${second.source})`,
    })),
    fc.tuple(tie("both"), tie("both")).map(([first, second]) => ({
      part: choicePart(first.part, second.part),
      source: `(${first.source}|${second.source})`,
    })),
    tie("both").map(({ part, source }) => ({ part: repeatPart(part), source: `(${source})*` })),
  ),
})).both;

test("random parts: the language of the regular expression they are", () => {
  fc.assert(
    fc.property(anyPart, fc.array(fc.constantFrom("a", "b"), { maxLength: 8 }), ({ part, source }, letters) => {
      const text = letters.join("");
      const machine = joinedMachine(part);
      const whole = utf8Machine(wholeMatchLanguage(source))!;
      expect(read(machine, text)).toBe(read(whole, text));
    }),
    { numRuns: 500, seed: 3 },
  );
});

test("equal places have one state, however they were reached", () => {
  const machine = joinedMachine(repeatPart(choicePart(pattern("ab"), pattern("cd"))));
  expect(read(machine, "abcd".repeat(100))).toBe("word");
  expect(machine.stateCount).toBeLessThan(6);
});
