/** For tests only: random schemas of a draft, as plain JSON, and random values that have a chance to fit. */
import fc from "fast-check";
import { isBefore } from "./keywords.ts";
import type { Draft } from "./model.ts";

const names = ["a", "b", "c"] as const;
const name = fc.constantFrom(...names);
const count = fc.integer({ min: 0, max: 3 });
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 3);
const scalar = fc.constantFrom<unknown>(null, true, false, "", "a", "ab", "abc", "😀", -1, 0, 0.5, 1, 1.5, 2, 3);

export const randomValues: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    { arbitrary: scalar, weight: 2 },
    { arbitrary: fc.array(tie("any"), { maxLength: 3 }), weight: 2 },
    { arbitrary: fc.dictionary(name, tie("any"), { maxKeys: 3, noNullPrototype: true }), weight: 3 },
  ),
})).any;

/** Schemas with one to four keywords each, and two definitions that `$ref` may lead to, from one another too. */
export function randomSchemas(draft: Draft): fc.Arbitrary<object> {
  const isOld = isBefore(draft, "2019-09");
  const definitions = isOld ? "definitions" : "$defs";
  const { any } = fc.letrec<{ any: unknown }>((tie) => {
    const schema = tie("any");
    const schemas = fc.array(schema, { minLength: 1, maxLength: 3 });
    const byName = fc.dictionary(name, schema, { maxKeys: 3, noNullPrototype: true });
    const namesOf = fc.uniqueArray(name, { maxLength: 2 });
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
      type: fc.uniqueArray(fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object"), {
        minLength: 1,
        maxLength: 4,
      }),
      enum: fc.uniqueArray(randomValues, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) }),
      const: randomValues,
      minimum: number,
      maximum: number,
      exclusiveMinimum: number,
      exclusiveMaximum: number,
      multipleOf: fc.constantFrom(0.5, 1, 2),
      minLength: count,
      maxLength: count,
      pattern: fc.constantFrom("a", "^a", "b$", "^.$", "^[ab]*$"),
      minItems: count,
      maxItems: count,
      uniqueItems: fc.boolean(),
      contains: schema,
      properties: byName,
      patternProperties: fc.dictionary(fc.constantFrom("a", "^[bc]$", "^$"), schema, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      additionalProperties: schema,
      propertyNames: schema,
      required: namesOf,
      minProperties: count,
      maxProperties: count,
      allOf: schemas,
      anyOf: schemas,
      oneOf: schemas,
      not: schema,
      ...Object.fromEntries(["if", "then", "else"].map((keyword) => [keyword, schema])),
      ...(isBefore(draft, "2020-12") ? tuplesAsItems(schema, schemas) : tuplesApart(schema, schemas)),
      ...(isOld ? oldKeywords(schema, namesOf) : newKeywords(schema, namesOf, byName)),
    };
    const chosen = fc.uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: 4 });
    const object = chosen.chain((list) =>
      fc.record(Object.fromEntries(list.map((keyword) => [keyword, keywords[keyword]!]))),
    );
    const reference = fc
      .constantFrom("x", "y")
      .map((target) => ({ properties: { a: { $ref: `#/${definitions}/${target}` } } }));
    return { any: fc.oneof({ depthSize: "small" }, fc.boolean(), object, object, object, reference) };
  });
  return fc
    .tuple(any, any, any)
    .map(([root, x, y]) => ({ ...(typeof root === "object" ? root : { allOf: [root] }), [definitions]: { x, y } }));
}

type Any = fc.Arbitrary<unknown>;

function tuplesAsItems(schema: Any, schemas: Any): Record<string, Any> {
  return { items: fc.oneof(schema, schemas), additionalItems: schema };
}

function tuplesApart(schema: Any, schemas: Any): Record<string, Any> {
  return { prefixItems: schemas, items: schema };
}

function oldKeywords(schema: Any, namesOf: Any): Record<string, Any> {
  return { dependencies: fc.dictionary(name, fc.oneof(schema, namesOf), { maxKeys: 2, noNullPrototype: true }) };
}

function newKeywords(schema: Any, namesOf: Any, byName: Any): Record<string, Any> {
  return {
    minContains: count,
    maxContains: count,
    unevaluatedItems: schema,
    unevaluatedProperties: schema,
    dependentRequired: fc.dictionary(name, namesOf, { maxKeys: 2, noNullPrototype: true }),
    dependentSchemas: byName,
  };
}
