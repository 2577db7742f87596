import { describe, expect, test } from "vitest";
import { allowedByReference } from "./testing/reference-mask.ts";
import { createMachine, literal } from "./testing/toy-language.ts";
import { loadNanoTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary, indexVocabulary } from "./vocabulary.ts";

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
  });

  test.each([tokenizer.vocabularySize - 1, 1.5 * tokenizer.vocabularySize + 0.5, Number.NaN])(
    "refuses %d rows",
    (size) => {
      expect(() => createVocabulary(tokenizer, { size })).toThrow(/Give the rows of the logits/);
    },
  );
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
