import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HermesError } from "../../errors.ts";
import type { Matcher } from "../contract.ts";
import { compileMachine } from "./compile-machine.ts";
import { feed, tokensOf } from "./testing/reference-mask.ts";
import { regexCases } from "./testing/regex-cases.ts";
import { toyCases } from "./testing/toy-cases.ts";
import { createMachine, literal } from "./testing/toy-language.ts";
import { brackets, createStringMachine } from "./testing/toy-machines.ts";
import { createWordVocabulary, loadNanoTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary } from "./vocabulary.ts";

fc.configureGlobal({ seed: 31 });

const utf8 = new TextEncoder();
const vocabulary = createVocabulary(await loadNanoTokenizer());

/** All that a matcher shows. */
function observe(matcher: Matcher) {
  const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
  matcher.allowedTokens(mask);
  return {
    allowed: tokensOf(mask),
    forced: matcher.forced(),
    isComplete: matcher.isComplete(),
    isFinished: matcher.isFinished(),
  };
}

function codeOf(run: () => void): string | null {
  try {
    run();
  } catch (error) {
    return (error as HermesError).code;
  }
  return null;
}

describe.each([...toyCases, ...regexCases])("$name", ({ machine, words }) => {
  const grammar = compileMachine(machine, vocabulary);

  test("every split of the bytes gives the same place", () => {
    for (const word of words) {
      const bytes = utf8.encode(word);
      const whole = grammar.createMatcher();
      whole.acceptBytes(bytes);
      const cuts = fc.array(fc.nat(bytes.length), { maxLength: 6 }).map((list) => list.sort((a, b) => a - b));
      fc.assert(
        fc.property(cuts, (list) => {
          const matcher = grammar.createMatcher();
          [...list, bytes.length].reduce((start, end) => {
            matcher.acceptBytes(bytes.subarray(start, end));
            return end;
          }, 0);
          expect({ ...observe(matcher), forced: null }).toEqual({ ...observe(whole), forced: null });
        }),
        { numRuns: 8 },
      );
    }
  });

  test("fuzzed tokens: what the mask allows is accepted, all else is refused and changes nothing", () => {
    const token = fc.oneof(fc.nat(vocabulary.size - 1), fc.integer({ min: -3, max: vocabulary.size + 3 }));
    const pick = fc.record({ token, fromMask: fc.boolean(), back: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(pick, { maxLength: 12 }), (picks) => {
        const matcher = grammar.createMatcher();
        let state = machine.start;
        for (const { token: any, fromMask } of picks) {
          const before = observe(matcher);
          const chosen =
            fromMask && before.allowed.length > 0 ? before.allowed[Math.abs(any) % before.allowed.length]! : any;
          const code = codeOf(() => matcher.accept(chosen));
          expect(code).toBe(before.allowed.includes(chosen) ? null : "generation-failed");
          if (code === null) state = feed(machine, state, vocabulary.bytes[chosen]!);
          else expect(observe(matcher)).toEqual(before);
          expect(matcher.isComplete()).toBe(machine.isAccepting(state));
        }
      }),
      { numRuns: 15 },
    );
  });

  test("steps taken back, and clones, against a matcher that only went forwards", () => {
    const move = fc.oneof(
      { weight: 5, arbitrary: fc.nat().map((value) => ({ kind: "accept" as const, value })) },
      { weight: 2, arbitrary: fc.nat(5).map((value) => ({ kind: "rollback" as const, value })) },
      { weight: 1, arbitrary: fc.nat().map((value) => ({ kind: "clone" as const, value })) },
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 15 }), (moves) => {
        let matcher = grammar.createMatcher();
        let accepted: number[] = [];
        for (const { kind, value } of moves) {
          const { allowed } = observe(matcher);
          if (kind === "accept" && allowed.length > 0) {
            accepted.push(allowed[value % allowed.length]!);
            matcher.accept(accepted.at(-1)!);
          } else if (kind === "rollback") {
            const count = Math.min(value, accepted.length);
            matcher.rollback(count);
            accepted = accepted.slice(0, accepted.length - count);
          } else if (kind === "clone") {
            const other = matcher.clone();
            // What the one left behind goes through is nothing to its clone.
            if (allowed.length > 0) matcher.accept(allowed[value % allowed.length]!);
            else matcher.rollback(accepted.length);
            matcher = other;
          }
        }
        const forwards = grammar.createMatcher();
        for (const token of accepted) forwards.accept(token);
        expect(observe(matcher)).toEqual(observe(forwards));
      }),
      { numRuns: 15 },
    );
  });
});

test("a long answer can be taken back to its start", () => {
  const matcher = compileMachine(brackets, vocabulary).createMatcher();
  const start = observe(matcher);
  for (let depth = 0; depth < 500; depth++) matcher.acceptBytes(utf8.encode("("));
  for (let depth = 0; depth < 500; depth++) matcher.acceptBytes(utf8.encode(")"));
  expect(matcher.isFinished()).toBe(true);
  matcher.rollback(1000);
  expect(observe(matcher)).toEqual(start);
});

test.each([1, -1, 0.5, Number.NaN])("%d steps cannot be taken back at the start", (count) => {
  const matcher = compileMachine(brackets, vocabulary).createMatcher();
  expect(codeOf(() => matcher.rollback(count))).toBe("usage");
});

test("bytes that are not allowed are refused whole", () => {
  const matcher = compileMachine(createStringMachine(), vocabulary).createMatcher();
  expect(() => matcher.acceptBytes(utf8.encode('"a" b'))).toThrow(/"\\"a\\" b" is not allowed.*0 bytes were accepted/);
  matcher.acceptBytes(utf8.encode('"a"'));
  expect(matcher.isFinished()).toBe(true);
});

test("complete and finished differ where a word may go on", () => {
  const words = createWordVocabulary(["yes"]);
  const matcher = compileMachine(createMachine(literal("yes")), words).createMatcher();
  expect([matcher.isComplete(), matcher.isFinished()]).toEqual([false, false]);
  matcher.accept(256);
  expect([matcher.isComplete(), matcher.isFinished()]).toEqual([true, true]);
  const digits = compileMachine(toyCases.find(({ name }) => name === "digits")!.machine, words).createMatcher();
  digits.acceptBytes(utf8.encode("1"));
  expect([digits.isComplete(), digits.isFinished()]).toEqual([true, false]);
});
