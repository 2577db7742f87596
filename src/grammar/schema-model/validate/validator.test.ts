import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JSON_DEPTH_LIMIT, type JsonValue, toJsonValue } from "../json-value.ts";
import { createLanguageTexts } from "../language-texts.ts";
import { parseJson } from "../parse-json.ts";
import { readSchema } from "../read-schema.ts";
import { createValidator, type Validator } from "./create-validator.ts";
import { renderSchemaError } from "./schema-error.ts";

fc.configureGlobal({ seed: 45 });

const texts = createLanguageTexts();
const validatorOf = (schema: unknown): Validator => createValidator(readSchema(toJsonValue(schema)), texts);
const errorsOf = (schema: unknown, value: unknown) => validatorOf(schema)(toJsonValue(value));

describe("what an error says", () => {
  test.each([
    [{ type: ["integer", "null"] }, 1.5, "", "/type", "type", "null or integer", "1.5"],
    [{ enum: ["a", 1] }, "b", "", "/enum", "enum", 'one of "a", 1', '"b"'],
    [{ const: { a: 1 } }, {}, "", "/const", "const", '{"a":1}', "{}"],
    [{ minimum: 1 }, 0, "", "/minimum", "minimum", "a number >= 1", "0"],
    [{ exclusiveMaximum: 1 }, 1, "", "/exclusiveMaximum", "exclusiveMaximum", "a number < 1", "1"],
    [{ multipleOf: 0.1 }, 0.35, "", "/multipleOf", "multipleOf", "a multiple of 0.1", "0.35"],
    [{ minLength: 2 }, "😀", "", "/minLength", "minLength", "a string of 2 or more characters", "1 characters"],
    [{ maxLength: 1 }, "ab", "", "/maxLength", "maxLength", "a string of at most 1 characters", "2 characters"],
    [{ pattern: "^a+$" }, "b", "", "/pattern", "pattern", "a string that matches ^a+$", '"b"'],
    [{ format: "date" }, "2020-02-30", "", "/format", "format", "a string of the format date", '"2020-02-30"'],
    [{ items: { type: "null" } }, [null, 1], "/1", "/items/type", "type", "null", "1"],
    [{ prefixItems: [true], items: false }, [1, 2], "/1", "/items", "items", "no item here", "2"],
    [{ minItems: 1 }, [], "", "/minItems", "minItems", "1 or more items", "0 items"],
    [
      { uniqueItems: true },
      [1, 2, 1.0],
      "",
      "/uniqueItems",
      "uniqueItems",
      "items that all differ",
      "items 0 and 2 are equal",
    ],
    [
      { contains: { const: 1 } },
      [2],
      "",
      "/contains",
      "contains",
      '1 or more items that match "/contains"',
      "0 of 1 items match",
    ],
    [
      { contains: true, maxContains: 1 },
      [1, 2],
      "",
      "/maxContains",
      "maxContains",
      'at most 1 items that match "/contains"',
      "2 of 2 items match",
    ],
    [{ properties: { "a/b": false } }, { "a/b": 1 }, "/a~1b", "/properties/a~1b", "properties", 'no member "a/b"', "1"],
    [
      { patternProperties: { "^x": { type: "null" } } },
      { xy: 1 },
      "/xy",
      "/patternProperties/^x/type",
      "type",
      "null",
      "1",
    ],
    [
      { additionalProperties: false },
      { a: 1 },
      "/a",
      "/additionalProperties",
      "additionalProperties",
      'no member "a"',
      "1",
    ],
    [
      { unevaluatedProperties: false },
      { a: 1 },
      "/a",
      "/unevaluatedProperties",
      "unevaluatedProperties",
      'no member "a"',
      "1",
    ],
    [{ unevaluatedItems: false }, [1], "/0", "/unevaluatedItems", "unevaluatedItems", "no item here", "1"],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      "",
      "/propertyNames",
      "propertyNames",
      "a member's name to be a string of at most 1 characters",
      '"ab"',
    ],
    [{ required: ["a"] }, {}, "", "/required", "required", 'the member "a"', "none"],
    [
      { dependentRequired: { a: ["b"] } },
      { a: 1 },
      "",
      "/dependentRequired/a",
      "dependentRequired",
      'the member "b" beside "a"',
      "none",
    ],
    [{ maxProperties: 0 }, { a: 1 }, "", "/maxProperties", "maxProperties", "at most 0 members", "1 members"],
    [{ not: {} }, 1, "", "/not", "not", "a value that the schema does not allow", "1"],
    [{ $defs: { a: { type: "null" } }, $ref: "#/$defs/a" }, 1, "", "/$defs/a/type", "type", "null", "1"],
    [JSON.parse('{"if":{"minimum":1},"then":{"maximum":3}}'), 4, "", "/then/maximum", "maximum", "a number <= 3", "4"],
    [false, 1, "", "", "false", "no value", "1"],
  ])("%j of %j", (schema, value, instancePointer, schemaPointer, keyword, expected, found) => {
    const errors = errorsOf(schema, value);
    expect(errors).toMatchObject([{ instancePointer, schemaPointer, keyword, expected, found }]);
    expect(renderSchemaError(errors[0]!)).toContain(expected);
  });

  test("all of them, with the name of a member and the causes of branches", () => {
    const schema = {
      properties: { a: { type: "string", minLength: 1 }, b: { anyOf: [{ type: "null" }, { minimum: 5 }] } },
      required: ["c"],
      additionalProperties: false,
    };
    const errors = errorsOf(schema, { a: "", b: 2, d: 1 });
    expect(errors.map(({ keyword, property }) => [keyword, property])).toEqual([
      ["required", "c"],
      ["minLength", null],
      ["anyOf", null],
      ["additionalProperties", "d"],
    ]);
    const branches = errors[2]!.causes.map((branch) => branch.map((error) => error.keyword));
    expect(branches).toEqual([["type"], ["minimum"]]);
  });

  test("oneOf says which branches hold", () => {
    expect(errorsOf({ oneOf: [{ type: "integer" }, { type: "null" }, {}] }, 1)).toMatchObject([
      { found: "one for 0, 2" },
    ]);
  });

  test("large values are not shown whole", () => {
    expect(errorsOf({ type: "null" }, "x".repeat(1000))[0]!.found.length).toBeLessThan(70);
    expect(errorsOf({ type: "null" }, [[1], [2]])[0]!.found).toBe("an array of length 2");
  });

  test("a fault in a pattern is told where it stands", () => {
    for (const [schema, pointer, keyword] of [
      [{ properties: { a: { pattern: "(" } } }, "/properties/a/pattern", "pattern"],
      [{ patternProperties: { "a{2,1}": {} } }, "/patternProperties/a{2,1}", "patternProperties"],
    ] as const) {
      expect(() => validatorOf(schema)).toThrow(expect.objectContaining({ facts: { pointer, keyword } }));
    }
  });
});

describe("exactness", () => {
  test.each([
    ['{"multipleOf":0.1}', "0.3", true],
    ['{"multipleOf":0.01}', "4.35", true],
    ['{"multipleOf":0.01}', "4.355", false],
    ['{"maximum":9007199254740992}', "9007199254740993", false],
    ['{"const":9007199254740993}', "9007199254740992", false],
    ['{"enum":[1e2]}', "100.0", true],
    ['{"type":"integer"}', "1e2", true],
    ['{"type":"integer"}', "1.00000000000000000001", false],
    ['{"maximum":1e308}', "1e309", false],
    ['{"uniqueItems":true}', "[0.1, 0.10]", false],
    ['{"uniqueItems":true}', '[{"a":1,"b":2},{"b":2,"a":1}]', false],
    ['{"const":{"a":[1,{"b":null}]}}', '{"a":[1.0,{"b":null}]}', true],
    ['{"properties":{"__proto__":{"type":"null"}}}', '{"__proto__":1}', false],
    ['{"required":["toString"]}', "{}", false],
    ['{"maxLength":1}', '"\\ud83d\\ude00"', true],
    ['{"maxLength":1}', '"\\ud83d\\ud83d"', false],
  ])("%s of %s: %s", (schema, value, isValid) => {
    const validate = createValidator(readSchema(parseJson(schema)), texts);
    expect(validate(parseJson(value)).length === 0).toBe(isValid);
  });
});

describe("hostile schemas and values", () => {
  const deepValue = (depth: number): unknown => (depth === 0 ? "end" : { x: deepValue(depth - 1) });

  test("references that meet again and again are followed once", () => {
    const level = (at: number) => [{ $ref: `#/$defs/d${at}` }, { $ref: `#/$defs/d${at}` }];
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `d${at}`,
        at === 0 ? { type: "null" } : { allOf: level(at - 1), anyOf: level(at - 1) },
      ]),
    );
    const errors = errorsOf({ $defs, $ref: "#/$defs/d59" }, 1);
    expect(errors).toHaveLength(60);
    expect(JSON.stringify(errors).length).toBeLessThan(1_000_000);
  });

  test("branches that go down together are followed once", () => {
    const branch = { type: "object", properties: { x: { $ref: "#" } }, required: ["x"] };
    const validate = validatorOf({ anyOf: [branch, branch, { type: "integer" }] });
    expect(validate(toJsonValue(deepValue(200)))).toHaveLength(1);
  });

  test("the deepest value goes through a recursive schema; what is deeper in schemas is one error, not a crash", () => {
    const validate = validatorOf({ type: ["object", "string"], properties: { x: { $ref: "#" } } });
    expect(validate(toJsonValue(deepValue(JSON_DEPTH_LIMIT)))).toEqual([]);
    const wrapped = { oneOf: [{ anyOf: [{ allOf: [{ if: { properties: { x: { $ref: "#" } } } }] }] }] };
    for (const schema of [wrapped, { not: { not: wrapped } }, { allOf: [wrapped] }]) {
      const errors = validatorOf(schema)(toJsonValue(deepValue(JSON_DEPTH_LIMIT)));
      expect(errors.map((error) => error.keyword)).toEqual(["depth"]);
    }
  });

  test("a value with endless faults has a bounded number of errors", () => {
    const errors = errorsOf(
      { items: { type: "null" } },
      Array.from({ length: 5_000 }, (_, at) => at),
    );
    expect(errors).toHaveLength(1_000);
  });
});

describe("laws", () => {
  const scalar = fc.constantFrom<JsonValue>(
    null,
    true,
    "",
    "a",
    "ab",
    ...["0", "1", "1.5", "2"].map((text) => parseJson(text)),
  );
  const values = fc.letrec<{ any: JsonValue }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("any"), { maxLength: 3 }),
      fc
        .dictionary(fc.constantFrom("a", "b", "c"), tie("any"), { maxKeys: 3, noNullPrototype: true })
        .map((object) => new Map(Object.entries(object))),
    ),
  })).any;

  test("`not` turns every verdict, `allOf` of a schema with its `not` allows nothing", () => {
    const schemas = fc.constantFrom<object>(
      { type: "integer" },
      { required: ["a"] },
      { items: { type: "string" }, minItems: 1 },
      { properties: { a: { minimum: 1 } }, additionalProperties: false },
      { contains: { const: 1 } },
      { propertyNames: { enum: ["a", "b"] } },
      { uniqueItems: true, maxProperties: 1 },
    );
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        const isValid = validatorOf(schema)(value).length === 0;
        expect(validatorOf({ not: schema })(value).length === 0).toBe(!isValid);
        expect(validatorOf({ allOf: [schema, { not: schema }] })(value)).not.toEqual([]);
        expect(validatorOf({ oneOf: [schema, { not: schema }] })(value)).toEqual([]);
        expect(validatorOf({ if: schema, else: false })(value).length === 0).toBe(isValid);
      }),
    );
  });

  test("a value is what its own constant allows", () => {
    fc.assert(
      fc.property(values, values, (value, other) => {
        const validate = createValidator(readSchema(new Map([["const", value]])), texts);
        expect(validate(value)).toEqual([]);
        const isEqual = validate(other).length === 0;
        expect(createValidator(readSchema(new Map([["uniqueItems", true]])), texts)([value, other]).length > 0).toBe(
          isEqual,
        );
      }),
    );
  });
});
