import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { createRepairer, repairJson } from "./index.ts";

const PERSON = {
  type: "object",
  properties: {
    name: { type: "string" },
    age: { type: "integer", minimum: 0 },
    active: { type: "boolean", default: true },
    color: { enum: ["red", "light-blue"] },
    tags: { type: "array", items: { type: "string" }, uniqueItems: true },
    parent: { $ref: "#" },
  },
  required: ["name", "age"],
  additionalProperties: false,
};

const SHAPES = {
  oneOf: [
    { properties: { kind: { const: "circle" }, radius: { type: "number" } }, required: ["kind", "radius"] },
    { properties: { kind: { const: "square" }, side: { type: "number" } }, required: ["kind", "side"] },
  ],
};

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("what is unambiguous is corrected, by kind of error", () => {
  test.for([
    // type_error
    ["type: number in a string", { type: "integer" }, '"42"', "42", ["number-in-string"]],
    [
      "type: every digit counts",
      { type: "integer" },
      '"12345678901234567890"',
      "12345678901234567890",
      ["number-in-string"],
    ],
    ["type: integer spelled 3.0", { type: "integer" }, '"3.0"', "3", ["number-in-string"]],
    ["type: sign and bare point", { type: "number" }, '" +.5 "', null, []],
    ["type: boolean in a string", { type: "boolean" }, '"True"', "true", ["boolean-in-string"]],
    ["type: null in a string", { type: ["null", "integer"] }, '"None"', "null", ["null-in-string"]],
    ["type: JSON in a string", object({ a: { type: "integer" } }), '"{\\"a\\":1}"', '{"a":1}', ["json-in-string"]],
    ["type: number for a string", { type: "string" }, "42", '"42"', ["string-for-number"]],
    ["type: 1.0 may be a version", { type: "string" }, "1.0", null, []],
    ["type: boolean for a string", { type: "string" }, "true", '"true"', ["string-for-boolean"]],
    ["type: null for what may be absent", object({ a: { type: "integer" } }), '{"a":null}', "{}", ["null-for-absent"]],
    [
      "type: null for what must be there",
      object({ a: { type: "integer" } }, { required: ["a"] }),
      '{"a":null}',
      null,
      [],
    ],
    ["type: two readings", { type: ["integer", "boolean"] }, '"yes"', null, []],
    ["type: a fraction is no integer", { type: "integer" }, '"3.5"', null, []],
    ["type: a number with a comma", { type: "number" }, '"1,000"', null, []],
    // constraint_error
    ["constraint: never clamped", { type: "integer", maximum: 5 }, "9", null, []],
    ["constraint: type first", { type: "integer", maximum: 5 }, '"9"', null, ["number-in-string"]],
    [
      "constraint: letter case of a pattern",
      { type: "string", pattern: "^[A-Z]{2}$" },
      '"us"',
      '"US"',
      ["letter-case"],
    ],
    ["constraint: space around", { type: "string", maxLength: 2 }, '" us "', '"us"', ["surrounding-space"]],
    // format_error
    ["format: signs of a date", { type: "string", format: "date" }, '"2024/01/05"', '"2024-01-05"', ["date-spelling"]],
    ["format: day or month first", { type: "string", format: "date" }, '"05/01/2024"', null, []],
    [
      "format: no T",
      { type: "string", format: "date-time" },
      '"2024-01-05 10:00:00Z"',
      '"2024-01-05T10:00:00Z"',
      ["date-spelling"],
    ],
    ["format: an address is not invented", { type: "string", format: "email" }, '"jo"', null, []],
    // enum_error
    ["enum: letter case", { enum: ["red", "blue"] }, '"RED"', '"red"', ["enum-spelling"]],
    ["enum: signs between words", { enum: ["light-blue", "red"] }, '"Light Blue"', '"light-blue"', ["enum-spelling"]],
    ["enum: two fit", { enum: ["Red", "RED"] }, '"red"', null, []],
    ["enum: number in a string", { enum: [1, 2] }, '"2"', "2", ["number-in-string"]],
    ["enum: beside a type", { type: "integer", enum: [1, 2] }, '"2"', "2", ["number-in-string"]],
    ["enum: another word", { enum: ["red", "blue"] }, '"green"', null, []],
    ["const: letter case", { const: "Yes" }, '"yes"', '"Yes"', ["enum-spelling"]],
    // required_field_missing
    ["required: default", object({ a: { default: 7 } }, { required: ["a"] }), "{}", '{"a":7}', ["missing-default"]],
    [
      "required: default behind a reference",
      { $defs: { d: { default: 7 } }, ...object({ a: { $ref: "#/$defs/d" } }, { required: ["a"] }) },
      "{}",
      '{"a":7}',
      ["missing-default"],
    ],
    [
      "required: one possible value",
      object({ a: { const: "x" } }, { required: ["a"] }),
      "{}",
      '{"a":"x"}',
      ["only-possible-value"],
    ],
    [
      "required: under nearly its name",
      object({ name: {} }, { required: ["name"] }),
      '{"nmae":1}',
      '{"name":1}',
      ["renamed-member"],
    ],
    ["required: two names are near", object({ name: {} }, { required: ["name"] }), '{"nmae":1,"naem":2}', null, []],
    ["required: nothing known", object({ a: {} }, { required: ["a"] }), "{}", null, []],
    [
      "required: beside another",
      object({ a: {}, b: { default: 1 } }, { dependentRequired: { a: ["b"] } }),
      '{"a":0}',
      '{"a":0,"b":1}',
      ["missing-default"],
    ],
    // extra_field
    [
      "extra: removed",
      object({ a: {} }, { additionalProperties: false }),
      '{"a":1,"zebra":2}',
      '{"a":1}',
      ["extra-member"],
    ],
    [
      "extra: renamed in its place",
      object({ userName: {}, b: {} }, { additionalProperties: false }),
      '{"user_name":1,"b":2}',
      '{"userName":1,"b":2}',
      ["renamed-member"],
    ],
    ["extra: two names fit", object({ cats: {}, cars: {} }, { additionalProperties: false }), '{"cabs":1}', null, []],
    [
      "extra: the name is taken",
      object({ name: {} }, { additionalProperties: false }),
      '{"name":1,"nmae":2}',
      '{"name":1}',
      ["extra-member"],
    ],
    [
      "extra: unevaluated",
      { allOf: [object({ a: {} })], unevaluatedProperties: false },
      '{"a":1,"zebra":2}',
      '{"a":1}',
      ["extra-member"],
    ],
    // nested_error
    [
      "nested: in an object in an object",
      PERSON,
      '{"name":"A","age":1,"parent":{"name":"B","age":"2"}}',
      '{"name":"A","age":1,"parent":{"name":"B","age":2}}',
      ["number-in-string"],
    ],
    [
      "nested: the branch that fits",
      SHAPES,
      '{"kind":"circle","radius":"2.5"}',
      '{"kind":"circle","radius":2.5}',
      ["number-in-string"],
    ],
    ["nested: two branches fit", { anyOf: [{ type: "boolean" }, { type: "array" }] }, '"true"', null, []],
    // list_error
    [
      "list: a single value",
      { type: "array", items: { type: "integer" } },
      '"7"',
      "[7]",
      ["single-value-for-array", "number-in-string"],
    ],
    ["list: a value that fits no item", { type: "array", items: { type: "integer" } }, '"seven"', null, []],
    ["list: an array of one", { type: "integer" }, "[7]", "7", ["array-of-one"]],
    ["list: an array of two", { type: "integer" }, "[7,8]", null, []],
    [
      "list: a repeated item",
      { type: "array", uniqueItems: true },
      "[1,2,1,1]",
      "[1,2]",
      ["repeated-item", "repeated-item"],
    ],
    ["list: items too many", { prefixItems: [{}], items: false }, "[1,2,3]", "[1]", ["extra-item", "extra-item"]],
    ["list: too few items", { type: "array", minItems: 2 }, "[1]", null, []],
    // validator_error: what only the whole value breaks
    ["validator: not", { not: { type: "integer" } }, "3", null, []],
    [
      "validator: a condition",
      object(
        { a: {}, b: { default: 1 } },
        { if: { required: ["b"] }, else: { required: ["b"], properties: { b: { default: 1 } } } },
      ),
      '{"a":0}',
      '{"a":0,"b":1}',
      ["missing-default"],
    ],
  ] as const)("%s", async ([, schema, text, expected, rules]) => {
    const result = await repairJson(text, schema);
    expect(result.changes.map(({ rule }) => rule)).toEqual(rules);
    expect(result.valid ? result.json : null).toBe(expected);
    expect(result.errors.length === 0).toBe(result.valid);
  });
});

test("each change says where, what was there and what is", async () => {
  const { changes } = await repairJson('{"nmae":"A","age":"3","color":"RED"}', PERSON);
  expect(changes).toEqual([
    { stage: "schema", rule: "enum-spelling", pointer: "/color", before: "RED", after: "red" },
    { stage: "schema", rule: "number-in-string", pointer: "/age", before: "3", after: 3 },
    { stage: "schema", rule: "renamed-member", pointer: "/nmae", before: "nmae", after: "name" },
  ]);
});

test("throws for what is no schema, whatever the text", async () => {
  await expect(repairJson("{}", { type: "objekt" })).rejects.toThrow(HermesError);
});

describe("laws", () => {
  const repair = createRepairer(PERSON);
  const person = fc.record(
    {
      name: fc.string(),
      age: fc.nat(),
      active: fc.boolean(),
      color: fc.constantFrom("red", "light-blue"),
      tags: fc.uniqueArray(fc.string()),
    },
    { requiredKeys: ["name", "age"] },
  );
  const anything = fc.record(
    {
      name: fc.jsonValue({ maxDepth: 1 }),
      Age: fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.nat().map(String)),
      age: fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.nat().map(String)),
      active: fc.constantFrom<unknown>("true", "False", null, 1, true),
      color: fc.constantFrom<unknown>("RED", "light blue", "green", null),
      tags: fc.oneof(fc.array(fc.constantFrom<unknown>("a", "b", 1, null)), fc.string()),
      other: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  );

  test("a valid value is given back as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(person, fc.constantFrom(0, 2), async (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(await repair(text)).toMatchObject({ json: text, valid: true, complete: true, changes: [], edits: [] });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("what came out is not changed again", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        const once = await repair(JSON.stringify(value));
        const again = await repair(once.json ?? "");
        expect(again).toMatchObject({ json: once.json, valid: once.valid, changes: [] });
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  test("a value without errors has no errors to tell, and the other way round", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        const { valid, errors, value: reached } = await repair(JSON.stringify(value));
        expect(valid).toBe(errors.length === 0);
        expect((await repair(JSON.stringify(reached))).valid).toBe(valid);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test("no text makes it throw, and what it gives is JSON", async () => {
    const piece = fc.constantFrom(
      ..."{ } [ ] , : \" ' \\ a 1 - . e null True \n ``` <think> </think> é 😀 \\u12 // /* */".split(" "),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const { json, valid, value } = await repair(given);
        if (json === null) expect(valid).toBe(false);
        else expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(value));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test.each([
    ["arrays of themselves", { type: "array", items: { $ref: "#" } }],
    ["and by turns", { type: "array", items: { type: "array", items: { $ref: "#" } } }],
    ["in branches", { anyOf: [{ type: "array", minItems: 1, items: { $ref: "#" } }, { const: 1 }] }],
  ])("a value that no depth of %s mends is left, and that is told", async (_name, schema) => {
    const result = await repairJson('["x"]', schema);
    expect(result).toMatchObject({ value: ["x"], valid: false, changes: [] });
    expect(result.errors).not.toEqual([]);
  });

  test.for([
    ["brackets without end", "[".repeat(50_000)],
    ["objects without end", '{"a":'.repeat(20_000)],
    ["quotes", '"'.repeat(50_000)],
    ["a long text", "a".repeat(1 << 20)],
    ["many values", "{} ".repeat(20_000)],
    ["thousands of faults", `{"tags":[${Array.from({ length: 3_000 }, (_, index) => index).join()}]}`],
  ] as const)("%s takes no more than a few seconds", { timeout: 20_000 }, async ([, text]) => {
    const start = performance.now();
    await repair(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("names without end, near each other, are given up in a few seconds, and that is told", async () => {
    const names = (letter: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${letter}y${index}`, {}]));
    const schema = { type: "object", properties: names("o", 300), additionalProperties: false };
    const start = performance.now();
    const { stages } = await repairJson(JSON.stringify(names("e", 3_000)), schema);
    expect(performance.now() - start).toBeLessThan(8_000);
    expect(stages.at(-1)?.notes).toContainEqual(expect.stringContaining("was given up"));
  });
});
