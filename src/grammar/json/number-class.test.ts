import fc from "fast-check";
import { expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ByteMachine } from "../contract.ts";
import { createLanguageTexts, createValidator, parseJson, readSchema, toJsonValue } from "../schema-model/index.ts";
import { compileSchema } from "./compile-schema.ts";
import { accepts } from "./testing/walk.ts";

const bounds = fc.constantFrom(
  -1000,
  -12.75,
  -1,
  -0.5,
  0,
  0.001,
  0.1,
  0.25,
  1,
  7,
  9.99,
  12,
  99.5,
  100,
  1234,
  65535,
  1e6,
  1.5e9,
  1e-7,
  3e21,
);
const steps = fc.constantFrom(1, 2, 5, 10, 25, 1000, 0.1, 0.01, 0.25, 0.5, 1.5, 0.003);
const type = fc.constantFrom("number", "number", "integer");
const range = fc
  .tuple(bounds, bounds)
  .map(([a, b]) => ({ [a < b ? "minimum" : "exclusiveMinimum"]: Math.min(a, b), maximum: Math.max(a, b) + 1 }));
const numberSchema = fc.oneof(
  fc.record({ type, minimum: bounds }),
  fc.record({ type, exclusiveMaximum: bounds }),
  fc.record({ enum: fc.uniqueArray(bounds, { minLength: 1, maxLength: 8 }) }),
  fc.record({ type, multipleOf: steps, minimum: bounds }),
  fc.record({ type, multipleOf: steps }),
  fc.tuple(fc.record({ type }), range).map((parts) => Object.assign({}, ...parts)),
  fc.tuple(fc.record({ type, multipleOf: steps }), range).map((parts) => Object.assign({}, ...parts)),
);

const digits = (most: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: most });
const spelling = fc
  .tuple(
    fc.constantFrom("", "-"),
    digits(9),
    fc.option(digits(5)),
    fc.option(fc.tuple(fc.constantFrom("", "+", "-"), digits(3))),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent.join("")}`}`,
  );

function compileOrNull(schema: unknown): ByteMachine | null {
  try {
    return compileSchema(readSchema(toJsonValue(schema))).machine;
  } catch (error) {
    if (isHermesError(error, "schema-unsupported")) return null;
    throw error;
  }
}

const compile = (items: unknown, uniqueItems: boolean) =>
  compileOrNull({ type: "array", minItems: 1, items, uniqueItems });

const BYTES = Array.from("0123456789+-.eE]", (character) => character.charCodeAt(0));

/** In a list of different items every spelling has a place of its own, so nothing is taken together there. */
test("spellings that are taken together have the same future", () => {
  let compared = 0;
  fc.assert(
    fc.property(numberSchema, fc.array(spelling, { minLength: 1, maxLength: 12 }), (schema, spellings) => {
      const together = compile(schema, false);
      const apart = compile(schema, true);
      if (together === null || apart === null) return;
      for (const text of spellings) {
        let [a, b] = [together.next(together.start, 0x5b), apart.next(apart.start, 0x5b)];
        for (const [index, character] of Array.from(text).entries()) {
          [a, b] = [together.next(a, character.charCodeAt(0)), apart.next(b, character.charCodeAt(0))];
          expect(a >= 0, text.slice(0, index + 1)).toBe(b >= 0);
          if (a < 0) break;
          const next = (machine: ByteMachine, state: number) => BYTES.map((byte) => machine.next(state, byte) >= 0);
          expect(next(together, a), text.slice(0, index + 1)).toEqual(next(apart, b));
          compared++;
        }
      }
    }),
    { numRuns: 300, seed: 37 },
  );
  expect(compared).toBeGreaterThan(3000);
});

test("what is accepted is valid, and what is valid and has no exponent is accepted", () => {
  const texts = createLanguageTexts();
  let valid = 0;
  fc.assert(
    fc.property(numberSchema, fc.array(spelling, { minLength: 1, maxLength: 12 }), (schema, spellings) => {
      const model = readSchema(toJsonValue(schema));
      const machine = compileOrNull(schema);
      const validate = createValidator(model, texts);
      for (const text of spellings) {
        const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/.test(text);
        const isValid = isNumber && validate(parseJson(text)).length === 0;
        const isAccepted = machine !== null && accepts(machine, text);
        if (isAccepted || !text.includes("e")) expect(isAccepted, text).toBe(isValid);
        if (isValid) valid++;
      }
    }),
    { numRuns: 300, seed: 38 },
  );
  expect(valid).toBeGreaterThan(300);
});
