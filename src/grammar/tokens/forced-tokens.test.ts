import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { compileMachine } from "./compile-machine.ts";
import { IndexedVocabulary } from "./indexed-vocabulary.ts";
import { findWord, randomLanguage } from "./testing/random-language.ts";
import { feed, tokensOf } from "./testing/reference-mask.ts";
import { regexCases } from "./testing/regex-cases.ts";
import { toyCases } from "./testing/toy-cases.ts";
import { choice, createMachine, digit, literal, type Part, repeated, sequence } from "./testing/toy-language.ts";
import { createWordVocabulary, loadNanoTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary } from "./vocabulary.ts";

fc.configureGlobal({ seed: 31 });

const utf8 = new TextEncoder();
const nano = createVocabulary(await loadNanoTokenizer());
const words = createWordVocabulary([
  "order",
  "orderId",
  "orderName",
  "Name",
  "Id",
  '{"',
  '":',
  '": ',
  ' "',
  "or",
  "der",
]);

const bytesOf = (vocabulary: IndexedVocabulary, tokens: readonly number[]): number[] =>
  tokens.flatMap((token) => [...vocabulary.bytes[token]!]);
const textOf = (vocabulary: IndexedVocabulary, tokens: readonly number[]): string =>
  new TextDecoder().decode(Uint8Array.from(bytesOf(vocabulary, tokens)));

function forcedTexts(language: Part, before: readonly string[], vocabulary = words): string[] {
  const matcher = compileMachine(createMachine(language), vocabulary).createMatcher();
  for (const text of before) matcher.acceptBytes(utf8.encode(text));
  return matcher.forced().map((token) => textOf(vocabulary, [token]));
}

describe("what is forced", () => {
  const keys = choice(literal('orderId": '), literal('orderName": '));

  test.each<[name: string, language: Part, before: string[], forced: string[]]>([
    ["a whole literal", literal('{"orderId": '), [], ['{"', "orderId", '": ']],
    ["not what begins a longer allowed token", sequence(literal('{"'), keys), [], ['{"']],
    ["nothing where all of it may be part of such a token", sequence(literal('{"'), keys), ['{"'], []],
    ["the rest once the key is chosen", sequence(literal('{"'), keys, literal("1")), ['{"', "orderId"], ['": ', "1"]],
    [
      "what begins a longer token that is not allowed",
      sequence(literal("order"), choice(literal("X"), literal("Y"))),
      [],
      ["order"],
    ],
    ["nothing at a branch", choice(literal("a"), literal("b")), [], []],
    ["nothing where the answer may end", repeated(literal("a")), ["a"], []],
    ["up to where the answer may end", sequence(literal("ab"), repeated(literal("c"))), [], ["a", "b"]],
    ["the rest of a character", literal("é"), [], [...utf8.encode("é")].map(() => "\ufffd")],
    ["no half character", choice(literal("é"), literal("è")), [], []],
    ["what stands before a half character", sequence(literal('{"'), choice(literal("é"), literal("è"))), [], ['{"']],
  ])("%s", (_name, language, before, forced) => {
    expect(forcedTexts(language, before)).toEqual(forced);
  });

  test("a longer token that begins inside the forced bytes is waited for", () => {
    const vocabulary = createWordVocabulary(["ab", "bcd"]);
    const language = sequence(literal("xab"), choice(literal("cd"), literal("e")));
    expect(forcedTexts(language, [], vocabulary)).toEqual(["x"]);
  });

  test("an encoder that changes the text forces nothing", () => {
    const vocabulary = new IndexedVocabulary(words.tokens, (text) => words.encode(text.toUpperCase()));
    expect(forcedTexts(literal("order"), [], vocabulary)).toEqual([]);
  });

  test("an encoder that makes tokens without text forces nothing", () => {
    const vocabulary = new IndexedVocabulary(createWordVocabulary([null]).tokens, () => [256]);
    expect(forcedTexts(literal("order"), [], vocabulary)).toEqual([]);
  });

  test("a very long literal is forced in pieces", () => {
    const matcher = compileMachine(createMachine(literal("ab".repeat(1200))), words).createMatcher();
    let rounds = 0;
    for (; !matcher.isFinished(); rounds++) {
      const forced = matcher.forced();
      expect(forced.length).toBeGreaterThan(0);
      for (const token of forced) matcher.accept(token);
    }
    expect(rounds).toBe(3);
  });
});

/** Plays a word through the mask, choosing at each step the canonical next token of the word, and counts what was forced. */
function play(machine: ByteMachine, target: Uint8Array, vocabulary: IndexedVocabulary, jumpForward: boolean) {
  const matcher = compileMachine(machine, vocabulary).createMatcher();
  const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
  const tokens: number[] = [];
  let done = 0;
  let forcedCount = 0;
  const take = (token: number) => {
    matcher.accept(token);
    tokens.push(token);
    done += vocabulary.bytes[token]!.length;
  };
  while (done < target.length) {
    const forced = jumpForward ? matcher.forced() : [];
    for (const token of forced) {
      matcher.allowedTokens(mask);
      expect(tokensOf(mask)).toContain(token);
      take(token);
    }
    forcedCount += forced.length;
    if (forced.length > 0) continue;
    matcher.allowedTokens(mask);
    const rest = new TextDecoder("utf-8", { ignoreBOM: true }).decode(target.subarray(done));
    const canonical = vocabulary.encode(rest)[0]!;
    take(tokensOf(mask).includes(canonical) ? canonical : target[done]!);
  }
  return { bytes: bytesOf(vocabulary, tokens), forcedCount, isComplete: matcher.isComplete() };
}

describe("the law", () => {
  const language = sequence(
    literal('{"'),
    choice(literal('orderId": '), literal('orderName": "'), literal('options": [')),
    repeated(digit),
    choice(literal("}"), literal('"}'), literal("]}")),
  );
  const machine = createMachine(language);

  test.each(['{"orderId": 123}', '{"orderName": "77"}', '{"options": [5]}'])(
    "%s is the same with and without",
    (word) => {
      for (const vocabulary of [words, nano]) {
        const bytes = utf8.encode(word);
        const [plain, jumped] = [false, true].map((jumpForward) => play(machine, bytes, vocabulary, jumpForward));
        expect(plain).toEqual({ bytes: [...bytes], forcedCount: 0, isComplete: true });
        expect(jumped).toMatchObject({ bytes: [...bytes], isComplete: true });
        expect(jumped!.forcedCount).toBeGreaterThan(0);
      }
    },
  );

  test("a random word of a random language is the same with and without", () => {
    let forcedTokens = 0;
    fc.assert(
      fc.property(randomLanguage, fc.array(fc.nat(), { maxLength: 8 }), (part, steps) => {
        const random = createMachine(part);
        const word = findWord(random, steps);
        fc.pre(word !== null);
        for (const vocabulary of [words, nano]) {
          const plain = play(random, word!, vocabulary, false);
          const jumped = play(random, word!, vocabulary, true);
          expect(plain.bytes).toEqual([...word!]);
          expect(jumped).toEqual({ ...plain, forcedCount: jumped.forcedCount });
          forcedTokens += jumped.forcedCount;
        }
      }),
      { numRuns: 150 },
    );
    expect(forcedTokens).toBeGreaterThan(100);
  });

  test.each([...toyCases, ...regexCases])(
    "forced bytes are the only ones, at every place of $name",
    ({ machine: toy, words: texts }) => {
      const grammar = compileMachine(toy, nano);
      for (const text of texts) {
        const bytes = utf8.encode(text);
        const matcher = grammar.createMatcher();
        for (const [index, byte] of bytes.entries()) {
          let state = feed(toy, toy.start, bytes.subarray(0, index));
          for (const forced of bytesOf(nano, matcher.forced())) {
            const followers = Array.from({ length: 256 }, (_, next) => next).filter(
              (next) => toy.next(state, next) >= 0,
            );
            expect(followers).toEqual([forced]);
            expect(toy.isAccepting(state)).toBe(false);
            state = toy.next(state, forced);
          }
          matcher.acceptBytes(Uint8Array.of(byte));
        }
      }
    },
  );
});
