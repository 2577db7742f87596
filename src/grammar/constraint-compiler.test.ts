import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Constraint } from "./constraint.ts";
import { createConstraintCompiler, loadVocabulary } from "./constraint-compiler.ts";
import type { Matcher, Vocabulary } from "./contract.ts";

/** A vocabulary of somebody else: one control token, then tokens that cut words where they like. */
const TOKENS = [null, '{"a', '":', " ", "1", "2", "}", '{"a":', "x", '"', "{", ":", "a"];
const vocabulary: Vocabulary = {
  size: TOKENS.length,
  bytes: TOKENS.map((text) => (text === null ? null : new TextEncoder().encode(text))),
  // The longest token first.
  encode: (text) => {
    const tokens: number[] = [];
    for (let rest = text; rest !== ""; ) {
      const fitting = TOKENS.filter((token) => token !== null && rest.startsWith(token)) as string[];
      const [longest] = fitting.toSorted((left, right) => right.length - left.length);
      tokens.push(TOKENS.indexOf(longest!));
      rest = rest.slice(longest!.length);
    }
    return tokens;
  },
};

function allowed(matcher: Matcher, size: number): number[] {
  const mask = new Uint32Array(Math.ceil(size / 32));
  matcher.allowedTokens(mask);
  return Array.from({ length: size }, (_, token) => token).filter((token) => (mask[token >> 5]! >>> (token & 31)) & 1);
}
const names = (matcher: Matcher) => allowed(matcher, vocabulary.size).map((token) => TOKENS[token]);

test("a vocabulary from anywhere is held to a schema", () => {
  const schema = { type: "object", properties: { a: { enum: [1, 21] } }, required: ["a"], maxProperties: 1 };
  const compact: Constraint = { type: "json-schema", schema, whitespace: "compact" };
  const matcher = createConstraintCompiler(vocabulary).compile(compact).createMatcher();
  expect(names(matcher)).toEqual(['{"a', '{"a":', "{"]);
  matcher.accept(TOKENS.indexOf('{"a":'));
  expect(names(matcher)).toEqual(["1", "2"]);
  expect(() => matcher.accept(TOKENS.indexOf("x"))).toThrow(/not allowed/);
  for (const text of ["2", "1", "}"]) matcher.accept(TOKENS.indexOf(text));
  expect(matcher.isFinished()).toBe(true);
});

test("what a schema asks in vain is noted on the grammar", () => {
  const schema = { type: "string", minLenght: 3 };
  const { notes } = createConstraintCompiler(vocabulary).compile({ type: "json-schema", schema });
  expect(notes).toEqual([{ pointer: "/minLenght", message: expect.stringContaining("did you mean minLength?") }]);
});

test("a constraint without a type, and a vocabulary that lacks bytes, are refused", () => {
  const compiler = createConstraintCompiler(vocabulary);
  expect(() => compiler.compile({ schema: {} } as unknown as Constraint)).toThrow(/type is undefined; expected one of/);
  expect(() => createConstraintCompiler({ ...vocabulary, size: 99 })).toThrow(/Give one entry a token/);
});

test("a model folder gives its vocabulary, and rows beyond it are no text", async () => {
  const nano = await loadVocabulary(fileURLToPath(new URL("../../models/nano", import.meta.url)), 5_000);
  expect(nano.size).toBe(5_000);
  const matcher = createConstraintCompiler(nano)
    .compile({ type: "choice", choices: ["yes"] })
    .createMatcher();
  const texts = allowed(matcher, nano.size).map((token) => new TextDecoder().decode(nano.bytes[token]!));
  expect(texts).toContain("y");
  expect(texts.filter((text) => !"yes".startsWith(text))).toEqual([]);
  await expect(loadVocabulary("nowhere")).rejects.toThrow(/tokenizer.json does not exist/);
});
