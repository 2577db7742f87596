import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createConstraintCheck, createSchemaCheck } from "./constraint-check.ts";
import { schemaText } from "./constraint-machine.ts";
import { repairJson } from "./repair/index.ts";
import { isStandardSchema, jsonSchemaOf, type StandardSchema } from "./standard-schema.ts";

/** A library that is none of the known ones, with the interface alone. */
function foreign(jsonSchema?: () => object): StandardSchema {
  const standard = { version: 1 as const, vendor: "lib", validate: (value: unknown) => ({ value }) };
  return { "~standard": jsonSchema === undefined ? standard : { ...standard, jsonSchema: { input: jsonSchema } } };
}

describe("a standard schema in place of a JSON Schema", () => {
  const person = z.object({ name: z.string().min(1), age: z.int().min(0).max(150), born: z.iso.date().optional() });

  test("is told by its shape", () => {
    const callable = Object.assign(() => {}, foreign());
    expect([person, foreign(), callable].map(isStandardSchema)).toEqual([true, true, true]);
    expect([null, true, "{}", {}, { "~standard": true }, []].map(isStandardSchema)).not.toContain(true);
  });

  test("a JSON Schema stays as it is", () => {
    const schema = { type: "object" };
    expect(jsonSchemaOf(schema)).toBe(schema);
    expect(jsonSchemaOf('{"type":"object"}')).toBe('{"type":"object"}');
  });

  test("says what its library takes", () => {
    const counted = z.object({ count: z.string().transform(Number), size: z.number().default(3) });
    expect(jsonSchemaOf(counted)).toEqual({
      type: "object",
      properties: { count: { type: "string" }, size: { type: "number", default: 3 } },
      required: ["count"],
    });
  });

  test("checks texts, under a constraint and alone", () => {
    for (const check of [createSchemaCheck(person), createConstraintCheck({ type: "json-schema", schema: person })]) {
      expect(check('{"name":"Ada","age":36,"born":"1815-12-10"}')).toBeNull();
      expect(check('{"name":"","age":36}')).toContain("minLength");
      expect(check('{"name":"Ada","age":36,"born":"1815-02-30"}')).not.toBeNull();
    }
  });

  test("repairs JSON", async () => {
    const { value, valid } = await repairJson("{name: 'Ada', age: '36'}", person);
    expect([value, valid]).toEqual([{ name: "Ada", age: 36 }, true]);
  });

  test("of any library that describes itself", () => {
    expect(schemaText(foreign(() => ({ $schema: "https://json-schema.org/draft/2020-12/schema", type: "null" })))).toBe(
      '{"type":"null"}',
    );
  });

  test.each([
    ["without a JSON Schema", foreign(), /schema of lib: it gives no JSON Schema .* Hand over the JSON Schema/],
    ["of an old zod", { "~standard": { version: 1, vendor: "zod" } }, /zod 4.2 or later, or hand over z.toJSONSchema/],
    ["of Valibot", { "~standard": { version: 1, vendor: "valibot" } }, /toStandardJsonSchema/],
    ["beyond JSON", z.object({ when: z.date() }), /schema of zod: Date cannot be represented.*Use types that JSON has/],
  ])("%s is refused by name", (_name, schema, message) => {
    expect(() => schemaText(schema)).toThrow(message);
    expect(() => schemaText(schema)).toThrow(expect.objectContaining({ code: "schema-unsupported" }));
  });
});
