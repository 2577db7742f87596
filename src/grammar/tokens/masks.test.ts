import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileMachine } from "./compile-machine.ts";
import { randomLanguage } from "./testing/random-language.ts";
import { allowedByReference, feed, tokensOf } from "./testing/reference-mask.ts";
import { regexCases } from "./testing/regex-cases.ts";
import { toyCases } from "./testing/toy-cases.ts";
import { createMachine } from "./testing/toy-language.ts";
import { createStringMachine } from "./testing/toy-machines.ts";
import { createWordVocabulary, loadNanoTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary } from "./vocabulary.ts";

fc.configureGlobal({ seed: 31 });

const utf8 = new TextEncoder();
const nano = createVocabulary(await loadNanoTokenizer());
const words = createWordVocabulary([
  "ab",
  "abc",
  "abc",
  null,
  'b"',
  "ab",
  '"abc',
  "12",
  "éa",
  "😀😀",
  '\\"',
  "",
  "()(",
  '","',
  'b","a',
  'b","b","',
  'c","c"]',
  'é",',
  'a"]',
  'a\\n"',
  "a\n",
]);

describe.each([
  { name: "nano", vocabulary: nano },
  { name: "words with twins", vocabulary: words },
])("masks equal the reference over $name", ({ vocabulary }) => {
  const maskWords = Math.ceil(vocabulary.size / 32);

  test.each([...toyCases, ...regexCases])("$name", ({ machine, words: texts }) => {
    const grammar = compileMachine(machine, vocabulary);
    for (const text of texts) {
      const bytes = utf8.encode(text);
      const matcher = grammar.createMatcher();
      for (let length = 0; length <= bytes.length; length++) {
        const expected = allowedByReference(
          machine,
          feed(machine, machine.start, bytes.subarray(0, length)),
          vocabulary,
        );
        for (const round of ["built", "cached"]) {
          const mask = new Uint32Array(maskWords).fill(0xffff_ffff);
          matcher.allowedTokens(mask);
          expect(tokensOf(mask), `${round} after ${length} bytes`).toEqual(expected);
        }
        if (length < bytes.length) matcher.acceptBytes(bytes.subarray(length, length + 1));
      }
      expect(matcher.isComplete()).toBe(true);
    }
  });
});

test("masks equal the reference in random languages, at random places", () => {
  fc.assert(
    fc.property(randomLanguage, fc.array(fc.nat(), { maxLength: 6 }), (language, steps) => {
      const machine = createMachine(language);
      const matcher = compileMachine(machine, words).createMatcher();
      let state = machine.start;
      for (const step of steps) {
        const expected = allowedByReference(machine, state, words);
        const mask = new Uint32Array(Math.ceil(words.size / 32));
        matcher.allowedTokens(mask);
        expect(tokensOf(mask)).toEqual(expected);
        if (expected.length === 0) return;
        const token = expected[step % expected.length]!;
        matcher.accept(token);
        state = feed(machine, state, words.bytes[token]!);
      }
    }),
    { numRuns: 150 },
  );
});

test("counts how masks were made", () => {
  const grammar = compileMachine(createStringMachine(), nano);
  const matcher = grammar.createMatcher();
  const mask = new Uint32Array(Math.ceil(nano.size / 32));
  matcher.allowedTokens(mask);
  matcher.acceptBytes(utf8.encode('"a'));
  matcher.allowedTokens(mask);
  matcher.acceptBytes(utf8.encode("bc"));
  matcher.allowedTokens(mask);
  expect(grammar.maskCounts).toEqual({ walked: 1, sliced: 1, cached: 1 });
});

test("clears the words of a mask that is longer than the vocabulary, and refuses a shorter one", () => {
  const matcher = compileMachine(createStringMachine(), nano).createMatcher();
  const maskWords = Math.ceil(nano.size / 32);
  const mask = new Uint32Array(maskWords + 2).fill(0xffff_ffff);
  matcher.allowedTokens(mask);
  expect(tokensOf(mask)).toEqual(allowedByReference(createStringMachine(), 0, nano));
  expect(() => matcher.allowedTokens(new Uint32Array(maskWords - 1))).toThrow(/Expected \d+ words/);
});

test("a machine that throws leaves the matcher where it was", () => {
  const inner = createStringMachine();
  const failing = {
    ...inner,
    next: (state: number, byte: number) => (byte === 0x21 ? fail() : inner.next(state, byte)),
  };
  const matcher = compileMachine(failing, nano).createMatcher();
  matcher.acceptBytes(utf8.encode('"a'));
  expect(() => matcher.acceptBytes(utf8.encode("b!"))).toThrow("no more states");
  matcher.acceptBytes(utf8.encode('"'));
  expect(matcher.isComplete()).toBe(true);
});

function fail(): never {
  throw new Error("no more states");
}
