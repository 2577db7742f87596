import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toJsonValue } from "./json-value.ts";
import { createLanguageTexts } from "./language-texts.ts";
import { parseJson } from "./parse-json.ts";
import { readSchema } from "./read-schema.ts";
import { randomSchemas, randomValues } from "./test-random-schemas.ts";
import { createValidator } from "./validate/create-validator.ts";

const texts = createLanguageTexts();
// Reading the metaschema would take most of the time.
const options = { strict: false, validateFormats: false, validateSchema: false, logger: false } as const;
const drafts = [
  ["7", () => new Ajv(options)],
  ["2019-09", () => new Ajv2019(options)],
  ["2020-12", () => new Ajv2020(options)],
] as const;

/** Where ajv 8 departs from the standard: schema, value, and what the standard says of it. */
const divergences = [
  ["doubles in multipleOf", '{"multipleOf":0.1}', "0.3", true],
  ["doubles in multipleOf", '{"multipleOf":0.01}', "4.35", true],
  ["digits beyond a double", '{"const":9007199254740993}', "9007199254740992", false],
  ["digits beyond a double", '{"maximum":0.1}', "0.10000000000000000001", false],
  ["digits beyond a double", '{"type":"integer"}', "1.00000000000000000001", false],
  ["names of the prototype", '{"properties":{"__proto__":{"type":"null"}}}', '{"__proto__":1}', false],
  ["names of the prototype", '{"required":["toString"]}', "{}", false],
  [
    "contains of an empty array, behind other keywords",
    '{"prefixItems":[{"type":"null"}],"contains":true}',
    "[]",
    false,
  ],
  [
    "a branch that fails counts for unevaluatedItems",
    '{"anyOf":[{"prefixItems":[false]},true],"unevaluatedItems":false}',
    "[1]",
    false,
  ],
  [
    "a branch that fails counts for unevaluatedItems",
    '{"oneOf":[{"items":false},true],"unevaluatedItems":false}',
    "[1]",
    false,
  ],
] as const;

describe("ajv", () => {
  test.each(divergences)("departs from the standard in: %s, %s of %s", (_name, schema, value, verdict) => {
    expect(createValidator(readSchema(parseJson(schema)), texts)(parseJson(value)).length === 0).toBe(verdict);
    expect(new Ajv2020(options).compile(JSON.parse(schema))(JSON.parse(value))).toBe(!verdict);
  });

  test.each(drafts)("agrees on random schemas and values of draft %s, but for the list", (defaultDraft, createAjv) => {
    let valid = 0;
    let invalid = 0;
    let explained = 0;
    const cases = fc.tuple(randomSchemas(defaultDraft), fc.array(randomValues, { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(cases, ([schema, values]) => {
        const theirs = createAjv().compile(schema);
        const validate = createValidator(readSchema(toJsonValue(schema), { defaultDraft }), texts);
        for (const value of values) {
          const isValid = validate(toJsonValue(value)).length === 0;
          if (isValid) valid++;
          else invalid++;
          if (isValid === verdictOf(theirs, value)) continue;
          explained++;
          expect(isExplained(schema, value), `${JSON.stringify([schema, value])}: ${isValid}`).toBe(true);
        }
      }),
      { numRuns: 300, seed: 20_260_101 },
    );
    // The values are of use only if they are of both kinds.
    expect(Math.min(valid, invalid)).toBeGreaterThan(400);
    expect(explained).toBeLessThan((valid + invalid) / 200);
  });
});

/** The code that ajv generates for `unevaluatedProperties` now and then assigns to a member of undefined. */
function verdictOf(validate: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return validate(value);
  } catch {
    return "crashed";
  }
}

/** Whether one of the divergences that random schemas can show may be behind a verdict of ajv. */
function isExplained(schema: object, value: unknown): boolean {
  const text = JSON.stringify(schema);
  if (text.includes('"contains"') && JSON.stringify(value).includes("[]")) return true;
  return text.includes('"unevaluated');
}
