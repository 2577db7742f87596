import { describe, expect, test } from "vitest";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileSchema } from "./compile-schema.ts";
import { accepts } from "./testing/walk.ts";

const machineOf = (schema: object) =>
  compileSchema(readSchema(toJsonValue({ type: "array", uniqueItems: true, ...schema }))).machine;

describe("items that must differ", () => {
  test.each<[items: unknown, most: number]>([
    [{ enum: ["a", "b"] }, 2],
    [{ enum: ["a", 1, null, true] }, 4],
    [{ type: "boolean" }, 2],
    [{ type: ["boolean", "null"] }, 3],
    [{ type: "integer", minimum: 1, maximum: 3 }, 3],
    [{ type: "integer", exclusiveMinimum: 0.5, exclusiveMaximum: 3.5 }, 3],
    [{ anyOf: [{ const: "a" }, { enum: [1, 2] }] }, 3],
    [{ enum: ["a", "b", "c"], not: { const: "c" } }, 3],
  ])("are no more of %j than %d", (items, most) => {
    expect(() => machineOf({ items, minItems: most })).not.toThrow();
    expect(() => machineOf({ items, minItems: most + 1 })).toThrow(
      expect.objectContaining({ code: "schema-unsupported" }),
    );
  });

  test("may be any number of others", () => {
    expect(accepts(machineOf({ items: { type: "integer" }, minItems: 3 }), "[1,2,3]")).toBe(true);
    const beyond = { type: "integer", minimum: 1e18, exclusiveMaximum: 1e18 + 128 };
    expect(accepts(machineOf({ items: beyond, minItems: 2 }), "[1000000000000000000,1000000000000000001]")).toBe(true);
    const mixed = { prefixItems: [{ const: "a" }, { const: "b" }], items: { enum: ["b", "c"] }, minItems: 3 };
    expect(accepts(machineOf(mixed), '["a","b","c"]')).toBe(true);
  });

  test("are all written where all are needed", () => {
    const machine = machineOf({ items: { enum: ["a", "b", 3] }, minItems: 3 });
    expect(accepts(machine, '["b",3,"a"]')).toBe(true);
    expect(accepts(machine, '["b","a"]')).toBe(false);
  });
});
