import { expect, test } from "vitest";
import { compileMachine } from "./compile-machine.ts";
import { allowedByReference, feed, tokensOf } from "./testing/reference-mask.ts";
import { regexCases } from "./testing/regex-cases.ts";
import { toyCases } from "./testing/toy-cases.ts";
import { choice, createMachine, digit, literal, plainByte, repeated, sequence } from "./testing/toy-language.ts";
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
  const slice = vocabulary.index.slices.choose({
    plainTextRoom: free,
    textRoom: free,
    textLimit: free,
    isUniformText: false,
  })!;
  expect(slice.tokens).toBe(121_824);
  expect(slice.others.nodes.length / 3).toBe(12_015);
});

test.each([...toyCases, ...regexCases].filter(({ isSlow }) => isSlow !== true))(
  "masks equal the reference along $name",
  ({ machine, words }) => {
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
  },
);

test("`order` is not forced where `orderId` is one token", () => {
  const keys = choice(literal('orderId": '), literal('orderName": '));
  const matcher = compileMachine(createMachine(sequence(literal('{"'), keys, digit)), vocabulary).createMatcher();
  expect(matcher.forced().map(textOf)).toEqual(['{"']);
  for (const token of vocabulary.encode('{"')) matcher.accept(token);
  expect(matcher.forced()).toEqual([]);
  matcher.acceptBytes(utf8.encode("orderI"));
  expect(matcher.forced().map(textOf).join("")).toBe('d": ');
});

const keys = [
  ..."orderId orderName orderDate order_total options optionList user userName username user_id url urls uri".split(
    " ",
  ),
  ..."firstName first_name lastName last_name createdAt created_at updatedAt is_active isActive in inner index".split(
    " ",
  ),
  ..."temperature temp temperature_unit location locationId latitude longitude städte straße 名前 名称 ключ".split(" "),
];
const states = ["pending", "pending_review", "approved", "approve", "rejected", "in progress", "in-progress", "done"];

const string = sequence(literal('"'), repeated(plainByte), literal('"'));
const value = choice(sequence(digit, repeated(digit)), string, literal("true"), literal("false"), literal("null"));
const machine = createMachine(
  sequence(
    literal('{"'),
    choice(...keys.map(literal)),
    literal('": '),
    value,
    literal(', "state": "'),
    choice(...states.map(literal)),
    literal('", "tags": []}'),
  ),
);
const grammar = compileMachine(machine, vocabulary);

/** What a model that only writes canonical tokens would write, with every token forced that can be. */
function writeCanonically(word: string) {
  const canonical = vocabulary.encode(word);
  const matcher = grammar.createMatcher();
  const written: number[] = [];
  let forcedCount = 0;
  while (!matcher.isFinished()) {
    const forced = matcher.forced();
    const next = forced.length > 0 ? forced : [canonical[written.length]!];
    forcedCount += forced.length;
    for (const token of next) matcher.accept(token);
    written.push(...next);
    if (written.some((token, index) => token !== canonical[index])) break;
  }
  return { written, canonical, forcedCount };
}

test("forced tokens are those that the tokenizer would make of the whole answer", () => {
  const values = ["12", '"a b"', "true", '""'];
  let tokens = 0;
  let forced = 0;
  for (const [index, key] of keys.entries()) {
    const state = states[index % states.length]!;
    const word = `{"${key}": ${values[index % values.length]}, "state": "${state}", "tags": []}`;
    const { written, canonical, forcedCount } = writeCanonically(word);
    expect(written, word).toEqual(canonical);
    tokens += canonical.length;
    forced += forcedCount;
  }
  expect(forced / tokens).toBeGreaterThan(0.35);
});
