/** For tests only: small schemas and values that meet each other often. */
import fc from "fast-check";

/** With the usual prototype: some validators tell such objects from others. */
function objectOf(
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
  sizes: { minKeys?: number; maxKeys?: number },
): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(key, value, { ...sizes, noNullPrototype: true });
}

const NAMES = ["a", "b", "ab", "c"];
const name = fc.constantFrom(...NAMES);
const count = fc.integer({ min: 0, max: 3 });
const TEXTS = ["", "a", "ab", "b", "1", "é😀"];
const NUMBERS = [0, 1, 2, 3, -1, 0.5, 10, 12, 1.25];
const scalar = fc.constantFrom<unknown>(null, true, false, ...TEXTS, ...NUMBERS);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    objectOf(name, tie("value"), { maxKeys: 3 }),
  ),
}));

export const randomValue: fc.Arbitrary<unknown> = value;

const types = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");

type Keywords = Record<string, fc.Arbitrary<unknown>>;

function some(keywords: Keywords): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(keywords);
  return fc
    .subarray(entries, { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)) as fc.Arbitrary<Record<string, unknown>>);
}

const strings = some({
  minLength: count,
  maxLength: count,
  pattern: fc.constantFrom("^a", "b$", "^[ab]*$", "[0-9]", "^(a|1)?$"),
});
const numbers = some({
  minimum: fc.constantFrom(...NUMBERS),
  maximum: fc.constantFrom(...NUMBERS),
  exclusiveMinimum: fc.constantFrom(...NUMBERS),
  exclusiveMaximum: fc.constantFrom(...NUMBERS),
  multipleOf: fc.constantFrom(1, 2, 0.5, 0.1, 3),
});

function arrays(schema: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return some({
    items: schema,
    prefixItems: fc.array(schema, { minLength: 1, maxLength: 2 }),
    contains: schema,
    minContains: count,
    maxContains: count,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.constant(true),
    unevaluatedItems: schema,
  });
}

function objects(schema: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return some({
    properties: objectOf(name, schema, { minKeys: 1, maxKeys: 3 }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: schema,
    patternProperties: objectOf(fc.constantFrom("^a", "b$"), schema, { minKeys: 1, maxKeys: 2 }),
    propertyNames: fc.constantFrom<unknown>({ maxLength: 1 }, { pattern: "^a" }, { enum: ["a", "b"] }),
    minProperties: count,
    maxProperties: count,
    dependentRequired: objectOf(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }),
    dependentSchemas: objectOf(name, schema, { maxKeys: 1 }),
    unevaluatedProperties: schema,
  });
}

function combined(schema: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const several = fc.array(schema, { minLength: 1, maxLength: 3 });
  const conditions = ["not", "if", "then", "else"].map((keyword) => [keyword, schema] as const);
  return some({ allOf: several, anyOf: several, oneOf: several, ...Object.fromEntries(conditions) });
}

const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const inner = tie("schema");
  const typed = fc.oneof(strings, numbers, arrays(inner), objects(inner));
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: "medium" },
      fc.constantFrom<unknown>(true, {}, { type: "string" }, { type: "integer" }, { $ref: "#" }, false),
      fc.record({ const: randomValue }),
      fc.record({ enum: fc.array(randomValue, { minLength: 1, maxLength: 4 }) }),
      typed,
      fc.record({ type: types }).chain((type) => typed.map((rest) => ({ ...type, ...rest }))),
      combined(inner),
      typed.chain((first) => combined(inner).map((second) => ({ ...first, ...second }))),
      fc.tuple(arrays(inner), objects(inner)).map(([first, second]) => ({ ...first, ...second })),
    ),
  };
});

export const randomSchema: fc.Arbitrary<unknown> = schema;
