import { expect, test } from "vitest";
import { compileMachine } from "./compile-machine.ts";
import { allowedByReference, feed, tokensOf } from "./testing/reference-mask.ts";
import { toyCases } from "./testing/toy-cases.ts";
import { choice, createMachine, digit, literal, sequence } from "./testing/toy-language.ts";
import { createLlamaTokenizer } from "./testing/vocabularies.ts";
import { createVocabulary } from "./vocabulary.ts";

const utf8 = new TextEncoder();
const vocabulary = createVocabulary(createLlamaTokenizer());
const textOf = (token: number) => new TextDecoder().decode(vocabulary.bytes[token]!);

test("the size of the task", () => {
  expect(vocabulary.size).toBe(128_256);
  expect(vocabulary.bytes.filter((bytes) => bytes !== null).length).toBe(128_000);
  expect(vocabulary.index.trie.nodes.length / 3).toBe(274_521);
  const free = Number.POSITIVE_INFINITY;
  const slice = vocabulary.index.slices.choose({ plainTextRoom: free, textRoom: free, textLimit: free })!;
  expect(slice.tokens).toBe(121_824);
  expect(slice.others.nodes.length / 3).toBe(12_015);
});

test.each(toyCases)("masks equal the reference along $name", ({ machine, words }) => {
  const grammar = compileMachine(machine, vocabulary);
  const mask = new Uint32Array(vocabulary.index.maskWords);
  for (const word of words.slice(0, 1)) {
    const matcher = grammar.createMatcher();
    let state = machine.start;
    for (const token of [...vocabulary.encode(word), null]) {
      matcher.allowedTokens(mask);
      expect(tokensOf(mask)).toEqual(allowedByReference(machine, state, vocabulary));
      if (token === null) break;
      matcher.accept(token);
      state = feed(machine, state, vocabulary.bytes[token]!);
    }
    expect(matcher.isComplete()).toBe(true);
  }
});

test("`order` is not forced where `orderId` is one token", () => {
  const keys = choice(literal('orderId": '), literal('orderName": '));
  const matcher = compileMachine(createMachine(sequence(literal('{"'), keys, digit)), vocabulary).createMatcher();
  expect(matcher.forced().map(textOf)).toEqual(['{"']);
  for (const token of vocabulary.encode('{"')) matcher.accept(token);
  expect(matcher.forced()).toEqual([]);
  matcher.acceptBytes(utf8.encode("orderI"));
  expect(matcher.forced().map(textOf).join("")).toBe('d": ');
});
