import { describe, expect, test } from "vitest";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileMachine, createVocabulary } from "../tokens/index.ts";
import { allowedByReference, feed, tokensOf } from "../tokens/testing/reference-mask.ts";
import { createWordVocabulary, loadNanoTokenizer } from "../tokens/testing/vocabularies.ts";
import { compileSchema } from "./compile-schema.ts";
import { realisticSchemas } from "./testing/realistic-schemas.ts";

const nano = createVocabulary(await loadNanoTokenizer());

/** Tokens that end several strings, or numbers beside strings; what was forgotten too early would show in them. */
const words = createWordVocabulary([
  ...'{}[],:"\\0123456789.-eabxy \n'.split(""),
  ...[
    '{"',
    '":',
    '","',
    '":1,"',
    'a":',
    'ab"',
    '"a"',
    '"a","',
    '"a","b"',
    '"b","b"',
    'a","a"',
    '":"","',
    '"a":1,"',
    '"a":1,"a":',
  ],
  ...[
    '"x":1,"x":',
    'b":1,"b":',
    '"],["',
    '"]]',
    '\\u0061"',
    "\\u00",
    "é",
    "éa",
    '"ab":1}',
    '{"a":1}',
    '{"x":1},{"x":1}',
    "1,1",
    "12",
    "123",
  ],
  ...["0.1", "25", "e1", "e-", "true", "null", '""', '"a"]', ',"a"', ', "', ': "'],
]);

/** Schemas whose machines remember what was written, each with a text to go along. */
const remembering: readonly { readonly schema: unknown; readonly text: string }[] = [
  { schema: { type: "object" }, text: '{"ab":1,"x":{"a":1,"b":2},"y\\u00e9":[],"":1}' },
  { schema: { properties: { ab: { type: "integer" } }, type: "object" }, text: '{"ab":12,"aby":1,"a":"x","b":1}' },
  { schema: { patternProperties: { "^a": { type: "integer" } } }, text: '{"ab":1,"b":"x","a":2}' },
  {
    schema: { propertyNames: { pattern: "^[ab]+$", maxLength: 3 }, minProperties: 2 },
    text: '{"ab":1,"b":"x","aab":2}',
  },
  { schema: { uniqueItems: true, items: { type: "string" } }, text: '["a","ab","","xé"]' },
  { schema: { uniqueItems: true, items: { type: "string", minLength: 1, maxLength: 3 } }, text: '["a","ab","x"]' },
  { schema: { uniqueItems: true }, text: '["a",1,12,{"a":1},{"a":1,"b":1},["a"],[],true,"b"]' },
  { schema: { uniqueItems: true, items: { type: "object" } }, text: '[{"a":1},{"x":1},{"a":"b","x":1}]' },
  { schema: { uniqueItems: true, items: { type: "array", uniqueItems: true } }, text: '[["a"],["a","b"],[]]' },
  {
    schema: { unevaluatedProperties: { type: "integer" }, anyOf: [{ properties: { a: true } }, true] },
    text: '{"a":"b","x":1}',
  },
  {
    schema: { uniqueItems: true, items: { type: "string", minLength: 1, maxLength: 400 } },
    text: '["a","ab","x","abx"]',
  },
  { schema: { type: "string", maxLength: 6, not: { enum: ["a", "ab", "abxyab"] } }, text: '"abxya"' },
  { schema: { type: "string", minLength: 2, maxLength: 300, not: { enum: ["ab"] } }, text: '"abx"' },
];

describe.each([
  { name: "nano", vocabulary: nano, every: 5 },
  { name: "words with many quotes", vocabulary: words, every: 1 },
])("masks of schemas equal the reference over $name", ({ vocabulary, every }) => {
  const cases = [
    ...remembering.map(({ schema, text }) => ({ name: text, schema, texts: [text] })),
    ...realisticSchemas.map(({ name, schema, valid }) => ({
      name,
      schema,
      texts: valid.map((value, index) => JSON.stringify(value, null, index % 2)),
    })),
  ];

  test.each(cases)("$name", ({ schema, texts }) => {
    for (const [index, text] of texts.entries()) {
      const model = readSchema(toJsonValue(schema));
      const options = { anyOrder: index % 2 === 1 };
      const { machine } = compileSchema(model, options);
      // Fresh ones, so that neither can lean on states that the other has made.
      const reference = compileSchema(model, options).machine;
      const matcher = compileMachine(machine, vocabulary).createMatcher();
      const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
      const bytes = new TextEncoder().encode(text);
      for (let length = 0; length <= bytes.length; length++) {
        if (length % every === 0 || length === bytes.length) {
          matcher.allowedTokens(mask);
          const state = feed(reference, reference.start, bytes.subarray(0, length));
          expect(tokensOf(mask), text.slice(0, length)).toEqual(allowedByReference(reference, state, vocabulary));
        }
        if (length < bytes.length) matcher.acceptBytes(bytes.subarray(length, length + 1));
      }
      expect(matcher.isComplete()).toBe(true);
    }
  });
});
