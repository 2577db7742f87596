import { expect, test } from "vitest";
import { callMachine, callsMachine } from "./answer/index.ts";
import { behindThought } from "./behind-thought.ts";
import type { ByteMachine } from "./contract.ts";
import { compileSchema } from "./json/index.ts";
import { readSchema, toJsonValue } from "./schema-model/index.ts";
import { compileMachine } from "./tokens/index.ts";
import { allowedByReference, feed, tokensOf } from "./tokens/testing/reference-mask.ts";
import { createWordVocabulary } from "./tokens/testing/vocabularies.ts";

const words = createWordVocabulary([
  ...'{}[],:"\\0123456789.-eabxy \n<>/_tolcrgumns'.split(""),
  ...[
    '{"',
    '":',
    '","',
    'a":',
    'ab"',
    '"a"',
    '"a","a"',
    '"a":1,"a":',
    '"x":1,"x":',
    '":"","',
    '\\u0061"',
    '"]}',
    '{"a":1}',
  ],
  ...['{\n  "', '"\n}', '1,\n  "a": 1,\n  "', '": ', "</tool_call>", "\n</", '"}}\n', "ab", "éa", '{"name": "', "\n\n"],
]);

const open = { type: "object", properties: { ab: { type: "integer" } } };
const unique = { type: "array", uniqueItems: true, items: { type: "string", maxLength: 300 } };
const compile = (schema: unknown, whitespace: "any" | "pretty" = "any") =>
  compileSchema(readSchema(toJsonValue(schema)), { whitespace }).machine;
const tools = () => [
  { name: "a", arguments: compile(open) },
  { name: "b", arguments: compile({ properties: { x: unique } }) },
];

/** Machines around those of schemas, made anew for each, and a text to go along. */
const cases: readonly (readonly [name: string, create: () => ByteMachine, text: string])[] = [
  ["a call", () => callMachine(tools()), '\n{"name": "a", "arguments": {"ab":1,"a":2,"x":"b"}}\n</tool_call>'],
  [
    "several calls",
    () => callsMachine(tools(), true),
    '<tool_call>\n{"name": "b", "arguments": {"x":["a","x"]}}\n</tool_call>\n<tool_call>\n{"name": "a", "arguments": {"a":1}}\n</tool_call>',
  ],
  ["behind a thought", () => behindThought(compile(open)), '\n\n{"ab":1,"a":{"a":1,"x":2},"x":3}'],
  ["laid out", () => compile(open, "pretty"), JSON.stringify({ ab: 1, a: ["a", {}], x: { a: 1, b: 2 } }, null, 2)],
  ["a laid out list", () => compile(unique, "pretty"), JSON.stringify(["a", "ab", ""], null, 2)],
];

test.each(cases)("masks equal the reference: %s", (_name, create, text) => {
  // Two machines, so that neither leans on states that the other has made.
  const reference = create();
  const matcher = compileMachine(create(), words).createMatcher();
  const mask = new Uint32Array(Math.ceil(words.size / 32));
  const bytes = new TextEncoder().encode(text);
  for (let length = 0; length <= bytes.length; length++) {
    matcher.allowedTokens(mask);
    const state = feed(reference, reference.start, bytes.subarray(0, length));
    expect(tokensOf(mask), text.slice(0, length)).toEqual(allowedByReference(reference, state, words));
    if (length < bytes.length) matcher.acceptBytes(bytes.subarray(length, length + 1));
  }
  expect(matcher.isComplete()).toBe(true);
});
