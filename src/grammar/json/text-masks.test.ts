import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ByteMachine } from "../contract.ts";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileMachine } from "../tokens/index.ts";
import { allowedByReference, feed, tokensOf } from "../tokens/testing/reference-mask.ts";
import { createWordVocabulary } from "../tokens/testing/vocabularies.ts";
import { compileSchema } from "./compile-schema.ts";

const vocabulary = createWordVocabulary([
  ...'"\\{}[]abcdAZ0159 -_./:@é日😀\n'.split(""),
  ...'ab abc bc aa bb AA 01 00 a1 a-b a.b éé é日 日本 😀a -- .. a@b :// \\u0061 \\u00e9 \\n a" ab" "] 1"'.split(" "),
  ..."abcabcab abcdefgh abcdefghi abcdefghijklmnopqrstuvwxyz aaaaaaaaaaaaaaaa 0123456789 a0b1c2d3e4".split(" "),
  ..."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1 ab-cd-ef-gh".split(" "),
]);

const patterns = [
  ..."^[a-z] [0-9]$ ^[ab]*$ ^.{1,5}$ ^.{2,40}$ ^[a-z0-9]+(-[a-z0-9]+)*$ ^(ab|cd)*$ ^[a-z]{1,3}(\\.[a-z]{1,3})*$ ab a.*b".split(
    " ",
  ),
  ..."^\\p{L}{0,6}$ [^a] ^[^a]*$ ^(?:.{3})*$ ^a?b?c?$ é|日 ^[a-z]{20,60}$ ^(a|b|[0-9]{4})*$".split(" "),
];
const length = fc.integer({ min: 0, max: 45 });
const leaf = fc.record(
  {
    pattern: fc.constantFrom(...patterns),
    format: fc.constantFrom("email", "date", "ipv4", "uri"),
    minLength: fc.integer({ min: 0, max: 6 }),
    maxLength: length,
  },
  { requiredKeys: [] },
);
const often = leaf.map(({ format, ...rest }) =>
  Object.keys(rest).length > 1 ? rest : { ...rest, ...(format && { format }) },
);
const schemas = fc.oneof(
  { weight: 3, arbitrary: often },
  fc.tuple(often, often).map((allOf) => ({ allOf })),
  fc.tuple(often, often).map((anyOf) => ({ anyOf })),
  fc.tuple(often, often).map(([first, not]) => ({ ...first, not })),
  fc.tuple(often, often, often).map((schemas) => {
    const keywords = ["if", "then", "else"];
    return Object.fromEntries(keywords.map((keyword, index) => [keyword, schemas[index]]));
  }),
);
const texts = fc.array(fc.constantFrom("a", "b", "ab", "c", "1", "0", "-", ".", "é", "日", "A", "abcab", "a1"), {
  maxLength: 12,
});

const encoder = new TextEncoder();
const ajv = new Ajv2020({ strict: false, validateFormats: false });

test("every text is taken as by a validator", () => {
  let valid = 0;
  const check = (rest: object, parts: readonly string[]): void => {
    if (JSON.stringify(rest).includes("format")) return;
    const schema = { type: "string", ...rest };
    const text = parts.join("");
    const machine = tryCompile(schema);
    const state = machine === null ? -1 : feed(machine, machine.start, encoder.encode(JSON.stringify(text)));
    const accepts = state >= 0 && machine!.isAccepting(state);
    expect([schema, text, accepts]).toEqual([schema, text, ajv.compile(schema)(text)]);
    valid += Number(accepts);
  };
  fc.assert(fc.property(schemas, texts, check), { seed: 53, numRuns: 1500 });
  expect(valid).toBeGreaterThan(200);
});

test.each([
  { pattern: "^[a-z]*$", maxLength: 5000, allOf: [{ minLength: 5001 }] },
  { minLength: 10000, maxLength: 5000 },
  { pattern: "^[a-z]*$", maxLength: 3000, not: { maxLength: 3000 } },
  { pattern: "^(a|b|[0-9]{4})*$", maxLength: 1000, if: { minLength: 9, maxLength: 8 }, else: { minLength: 1001 } },
])("no text has lengths that exclude each other: %j", (rest) => {
  expect(tryCompile({ type: "string", ...rest })).toBeNull();
});

test.each([
  { pattern: "^[^\\n]*$", minLength: 60_000 },
  { pattern: "^[a-z]+$", minLength: 39_000 },
  { pattern: "[.!?]$", maxLength: 90_000 },
])("long texts are no reason to refuse a pattern: %j", (rest) => {
  expect(tryCompile({ type: "string", ...rest })).not.toBeNull();
});

test("the masks on the way through a text are those of the reference", () => {
  let compared = 0;
  const check = (rest: object, parts: readonly string[]): void => {
    const schema = { type: "string", ...rest };
    const machine = tryCompile(schema);
    if (machine === null) return;
    // A fresh one, so that neither can lean on states that the other has made.
    const reference = tryCompile(schema)!;
    const matcher = compileMachine(machine, vocabulary).createMatcher();
    const mask = new Uint32Array(vocabulary.index.maskWords);
    let text = "";
    let state = reference.start;
    for (const character of `"${parts.join("")}`) {
      const bytes = encoder.encode(character);
      state = feed(reference, state, bytes);
      if (state < 0) break;
      text += character;
      matcher.acceptBytes(bytes);
      matcher.allowedTokens(mask);
      expect([schema, text, tokensOf(mask)]).toEqual([schema, text, allowedByReference(reference, state, vocabulary)]);
      compared++;
    }
  };
  fc.assert(fc.property(schemas, texts, check), {
    seed: 52,
    numRuns: 250,
    // A machine with a longest text is no list of texts.
    examples: [[{ maxLength: 9, not: { pattern: "^[a-z]", maxLength: 9 } }, ["a"]]],
  });
  expect(compared).toBeGreaterThan(600);
});

/** Null where no text is valid. */
function tryCompile(schema: object): ByteMachine | null {
  try {
    return compileSchema(readSchema(toJsonValue(schema))).machine;
  } catch (error) {
    if (isHermesError(error, "schema-unsupported")) return null;
    throw error;
  }
}
