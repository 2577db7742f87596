/** What is spelled must still meet its schema when it is read as a double. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileSchema } from "./compile-schema.ts";
import { accepts } from "./testing/walk.ts";

fc.configureGlobal({ seed: 45 });

const machineOf = (schema: unknown) => compileSchema(readSchema(toJsonValue(schema))).machine;
const number = { type: "number" };
const long = "9".repeat(308);

test.each<[schema: object, text: string, isAccepted: boolean]>([
  [number, "1.7976931348623157e308", true],
  [number, "1.7976931348623159e308", false],
  [number, "1.8e308", false],
  [number, "2e308", false],
  [number, "-17e307", false],
  [number, "17e306", true],
  [number, "1e309", false],
  [number, "0.5e308", true],
  [number, "5e-324", true],
  [number, "1e-325", false],
  [number, long, true],
  [number, `${long}1`, false],
  [{ type: "integer" }, long, true],
  [{ type: "integer" }, `${long}0`, false],
  [{ exclusiveMinimum: 0, type: "number" }, "5e-324", true],
  [{ exclusiveMinimum: 0, type: "number" }, "2e-324", false],
  [{ exclusiveMinimum: 0, type: "number" }, "7.0172E-815", false],
  [{ exclusiveMinimum: 0, type: "number" }, "1.7e-323", true],
  [{ exclusiveMaximum: 99, type: "number" }, "98.99999999999999", true],
  [{ exclusiveMaximum: 99, type: "number" }, "98.99999999999999999", false],
  [{ exclusiveMinimum: -99, type: "number" }, "-98.99999999999999999", false],
  [{ exclusiveMinimum: 0.1, type: "number" }, "0.10000000000000000001", false],
  [{ exclusiveMinimum: 0.1, type: "number" }, "0.10000000000000002", true],
  [{ not: { minimum: 99 }, type: "number" }, "98.99999999999999999", false],
  [{ not: { exclusiveMaximum: 99 }, type: "number" }, "98.99999999999999999", false],
  [{ not: { exclusiveMaximum: 99 }, type: "number" }, "99", true],
  [{ maximum: 99, type: "number" }, "99", true],
  [{ exclusiveMaximum: 2 ** 60, type: "integer" }, String(2n ** 60n - 1n), true],
])("%j: %s is %s", (schema, text, isAccepted) => {
  expect(accepts(machineOf(schema), text)).toBe(isAccepted);
});

test("a schema that asks for more than a double has no value", () => {
  expect(() => machineOf({ type: "number", minimum: 1e308, exclusiveMinimum: Number.MAX_VALUE })).toThrow(
    expect.objectContaining({ code: "schema-unsupported" }),
  );
});

describe("every double", () => {
  const free = machineOf(number);
  const positive = machineOf({ ...number, exclusiveMinimum: 0 });
  const settled = machineOf({ ...number, minimum: -5 });
  const double = fc.double({ noDefaultInfinity: true, noNaN: true });

  test("can be spelled", () => {
    fc.assert(
      fc.property(double, (value) => {
        expect(accepts(free, JSON.stringify(value))).toBe(true);
        expect(accepts(positive, JSON.stringify(value))).toBe(value > 0);
        expect(accepts(settled, JSON.stringify(value))).toBe(value >= -5);
      }),
      { numRuns: 2000 },
    );
  });

  test("and every other spelling that is accepted reads as one that meets the schema", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 });
    const power = fc.integer({ min: -330, max: 330 });
    fc.assert(
      fc.property(digits, digits, power, (whole, fraction, exponent) => {
        const text = `${BigInt(whole)}.${fraction}e${exponent}`;
        const read = Number(text);
        if (accepts(free, text)) expect(read).toBeLessThan(Number.POSITIVE_INFINITY);
        if (accepts(positive, text)) expect(read).toBeGreaterThan(0);
      }),
      { numRuns: 5000 },
    );
  });
});
