import { describe, expect, test } from "vitest";
import { utf8Machine, wholeMatchLanguage } from "../regex/index.ts";
import { compileMachine } from "./compile-machine.ts";
import { hideTokens } from "./flat-tokens.ts";
import { allowedByReference } from "./testing/reference-mask.ts";
import { createMachine, literal } from "./testing/toy-language.ts";
import { createWordVocabulary, loadNanoTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary, indexVocabulary, withoutTags } from "./vocabulary.ts";

const tokenizer = await loadNanoTokenizer();
const think = tokenizer.tagTokens.get("<think>")!;

describe("the vocabulary of a tokenizer", () => {
  test("control tokens and tags stand for nothing, all else for its bytes", () => {
    const { size, bytes } = createVocabulary(tokenizer);
    const special = new Set([...tokenizer.controlTokens.values(), ...tokenizer.tagTokens.values()]);
    expect(special.size).toBeGreaterThan(1);
    expect(bytes.length).toBe(size);
    for (let token = 0; token < size; token++) {
      const expected = special.has(token) ? null : tokenizer.tokenBytes(token);
      expect(bytes[token]).toEqual(expected?.length === 0 ? null : expected);
    }
  });

  test("the text of a tag is spelled with ordinary tokens", () => {
    const vocabulary = createVocabulary(tokenizer);
    expect(vocabulary.encode("<think>")).not.toContain(think);
    expect(vocabulary.encode("<|eot_id|>").some((token) => vocabulary.bytes[token] === null)).toBe(false);
    expect(allowedByReference(createMachine(literal("<think>")), 0, vocabulary)).not.toContain(think);
  });

  test("tags match by their text where that is asked for; control tokens never", () => {
    const vocabulary = createVocabulary(tokenizer, { tags: "text" });
    expect(new TextDecoder().decode(vocabulary.bytes[think]!)).toBe("<think>");
    expect(vocabulary.encode("a<think>")).toContain(think);
    for (const control of tokenizer.controlTokens.values()) expect(vocabulary.bytes[control]).toBeNull();
    expect(allowedByReference(createMachine(literal("<think>")), 0, vocabulary)).toContain(think);
  });

  test("rows without a token stand for nothing", () => {
    const size = tokenizer.vocabularySize + 5;
    const vocabulary = createVocabulary(tokenizer, { size });
    expect(vocabulary.size).toBe(size);
    expect(vocabulary.bytes.slice(-5)).toEqual([null, null, null, null, null]);
    expect(vocabulary.index.maskWords).toBe(Math.ceil(size / 32));
    for (const token of [-1, size - 5, size, Number.NaN]) expect(vocabulary.bytesOf(token)).toBeNull();
  });

  test.each([tokenizer.vocabularySize - 1, 1.5 * tokenizer.vocabularySize + 0.5, Number.NaN])(
    "refuses %d rows",
    (size) => {
      expect(() => createVocabulary(tokenizer, { size })).toThrow(/Give the rows of the logits/);
    },
  );
});

test("a list of tokens is indexed, what is indexed stays as it is", () => {
  const { size, bytes, encode } = createVocabulary(tokenizer);
  const vocabulary = indexVocabulary({ size, bytes, encode });
  expect(vocabulary.bytes).toEqual(bytes);
  expect(indexVocabulary(vocabulary)).toBe(vocabulary);
  expect(indexVocabulary({ ...vocabulary }).bytes).toEqual(bytes);
});

test("refuses a list of tokens of another length", () => {
  expect(() => indexVocabulary({ size: 2, bytes: [null], encode: () => [] })).toThrow(
    /2 tokens was given the bytes of 1/,
  );
});

test("refuses more tokens than can be sorted", () => {
  const size = 2 ** 21 + 1;
  const bytes = Array.from({ length: size }, () => null);
  expect(() => indexVocabulary({ size, bytes, encode: () => [] })).toThrow(/Expected at most 2097152/);
});

test("a vocabulary without text is a vocabulary", () => {
  const { index } = indexVocabulary({ size: 40, bytes: Array.from({ length: 40 }, () => null), encode: () => [] });
  expect([index.trie.depth, index.maskWords]).toEqual([0, 2]);
});

describe("a vocabulary without tags, made of one with them", () => {
  const machines = [".*", "[a-z<>_/]{0,9}", "<think>|<thin|abc", "[^t]+"].map(
    (pattern) => utf8Machine(wholeMatchLanguage(pattern))!,
  );
  const derived = withoutTags(createVocabulary(tokenizer, { tags: "text" }), tokenizer);
  const built = createVocabulary(tokenizer);

  test("is the one that is built without them", () => {
    expect(derived.bytes).toEqual(built.bytes);
    expect(derived.index.trie).toEqual(built.index.trie);
    expect(derived.encode("a<think>")).toEqual(built.encode("a<think>"));
  });

  test.each(machines.map((machine, index) => [index, machine] as const))(
    "gives the same masks (machine %i)",
    (_index, machine) => {
      const matchers = [derived, built].map((vocabulary) => compileMachine(machine, vocabulary).createMatcher());
      for (const text of ["<", "th", "in"]) {
        const [own, other] = matchers.map((matcher) => {
          const mask = new Uint32Array(built.index.maskWords);
          matcher.allowedTokens(mask);
          return mask;
        });
        expect(own).toEqual(other);
        if (machine.next(machine.start, text.charCodeAt(0)) < 0) break;
        for (const matcher of matchers) matcher.acceptBytes(new TextEncoder().encode(text));
      }
    },
  );

  test.each<[name: string, texts: string[], hidden: number[], isShared: boolean]>([
    ["plain text", ["ab", "b", "abc"], [256], true],
    ["with a quote", ['a"', "b"], [256], false],
    ["with the bytes of another", ["ab", "ab"], [257], false],
  ])("shares tables only where the token is %s", (_name, texts, hidden, isShared) => {
    const { bytes, index, tokens, size } = createWordVocabulary(texts);
    const without = index.without(hidden, hideTokens(tokens, hidden, size));
    expect(without !== null).toBe(isShared);
    if (without === null) return;
    const other = indexVocabulary({
      size: bytes.length,
      bytes: bytes.map((own, token) => (hidden.includes(token) ? null : own)),
      encode: () => [],
    }).index;
    expect(without.trie).toEqual(other.trie);
    for (const room of [0, 1, 2, 3, Infinity]) {
      const asked = { plainTextRoom: room, textRoom: 0, textLimit: Infinity, isUniformText: false };
      expect(without.slices.choose(asked)).toEqual(other.slices.choose(asked));
    }
  });
});
