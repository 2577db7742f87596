import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ByteMachine } from "../contract.ts";
import {
  createValidator,
  parseJson,
  readSchema,
  toJsonValue,
  toPlainValue,
  type Validator,
} from "../schema-model/index.ts";
import { createLanguageTexts } from "../schema-model/language-texts.ts";
import { compileSchema } from "./compile-schema.ts";
import { randomSchema, randomValue } from "./testing/random-schemas.ts";
import { randomText } from "./testing/random-walk.ts";
import { spellingsOf } from "./testing/spellings.ts";
import { accepts } from "./testing/walk.ts";

const texts = createLanguageTexts();
const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });

interface Case {
  readonly machine: ByteMachine | "unsatisfiable";
  readonly validate: Validator;
}

/** null for what is no schema. */
function prepare(schema: unknown, anyOrder: boolean): Case | null {
  const document = toJsonValue(schema);
  try {
    const model = readSchema(document);
    const validate = createValidator(model, texts);
    try {
      return { machine: compileSchema(model, { anyOrder, escapes: "any" }).machine, validate };
    } catch (error) {
      if (isHermesError(error, "schema-unsupported")) return { machine: "unsatisfiable", validate };
      throw error;
    }
  } catch (error) {
    if (isHermesError(error, "schema-invalid")) return null;
    throw error;
  }
}

describe("random schemas", () => {
  test("accept just the values that the validator accepts, in every spelling", () => {
    const verdicts = { valid: 0, invalid: 0 };
    const values = fc.array(randomValue, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(randomSchema, values, (schema, plain) => {
        const prepared = prepare(schema, true);
        if (prepared === null) return;
        const { machine, validate } = prepared;
        for (const value of plain.map(toJsonValue)) {
          const isValid = validate(value).length === 0;
          verdicts[isValid ? "valid" : "invalid"]++;
          const accepted = spellingsOf(value).map((text) => machine !== "unsatisfiable" && accepts(machine, text));
          expect(accepted).toEqual([isValid, isValid, isValid]);
        }
      }),
      { numRuns: 250, seed: 6 },
    );
    // The values are of use only if they are of both kinds.
    expect(Math.min(verdicts.valid, verdicts.invalid)).toBeGreaterThan(500);
  });

  test.each([true, false])("let no invalid value be written, and lead into no dead end (any order: %s)", (anyOrder) => {
    let complete = 0;
    const chance = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 40 });
    fc.assert(
      fc.property(randomSchema, chance, fc.nat(40), (schema, numbers, freely) => {
        const prepared = prepare(schema, anyOrder);
        if (prepared === null || prepared.machine === "unsatisfiable") return;
        let drawn = 0;
        const { text, ending } = randomText(prepared.machine, () => numbers[drawn++ % numbers.length]!, freely);
        expect(ending, text).not.toBe("dead end");
        if (ending !== "complete") return;
        complete++;
        const value = parseJson(text);
        expect(prepared.validate(value), text).toEqual([]);
        if (isPlain(text)) expect(ajv.validate(schema as object, toPlainValue(value)), text).toBe(true);
      }),
      { numRuns: 250, seed: 6 },
    );
    expect(complete).toBeGreaterThan(150);
  });
});

/** Where ajv can be asked: it computes with doubles, so only texts without long numbers and fractions. */
function isPlain(text: string): boolean {
  return !/[0-9][.eE0-9]/.test(text) && !/__proto__|constructor/.test(text);
}
