import { Decimal } from "./decimal.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "./json-value.ts";
import type { KeywordForm } from "./keywords.ts";

/** What was expected in place of `value`; null when it has the form. Schemas inside are not looked into. */
export function faultOfForm(form: KeywordForm, value: JsonValue): string | null {
  const { holds, expected } = FORMS[form];
  return holds(value) ? null : expected;
}

/** The schemas in the value of a keyword, with the steps of a JSON pointer to each. */
export function subschemasOf(form: KeywordForm, value: JsonValue): readonly Subschema[] {
  switch (form) {
    case "schema":
      return [{ steps: [], value }];
    case "schemas":
    case "schema or schemas":
      return isJsonArray(value)
        ? value.map((item, index) => ({ steps: [index], value: item }))
        : [{ steps: [], value }];
    case "schemas by name":
    case "schemas or names by name":
      if (!isJsonObject(value)) return [];
      return Array.from(value, ([name, member]) => ({ steps: [name], value: member })).filter(
        (member) => form === "schemas by name" || !isJsonArray(member.value),
      );
    default:
      return [];
  }
}

export interface Subschema {
  readonly steps: readonly (string | number)[];
  readonly value: JsonValue;
}

export const TYPE_NAMES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;

interface Form {
  readonly expected: string;
  holds(value: JsonValue): boolean;
}

const FORMS: Record<KeywordForm, Form> = {
  schema: { expected: "a schema (an object, true or false)", holds: isSchema },
  schemas: { expected: "a non-empty array of schemas", holds: isSchemas },
  "schema or schemas": {
    expected: "a schema or an array of schemas",
    holds: (value) => isSchema(value) || (isJsonArray(value) && value.every(isSchema)),
  },
  "schemas by name": { expected: "an object of schemas", holds: (value) => isObjectOf(value, isSchema) },
  "schemas or names by name": {
    expected: "an object of schemas or arrays of property names",
    holds: (value) => isObjectOf(value, (member) => isSchema(member) || isNames(member)),
  },
  names: { expected: "an array of property names", holds: isNames },
  "names by name": { expected: "an object of arrays of property names", holds: (value) => isObjectOf(value, isNames) },
  types: {
    expected: `one of ${TYPE_NAMES.join(", ")}, or a non-empty array of them`,
    holds: (value) => isTypeName(value) || (isJsonArray(value) && value.length > 0 && value.every(isTypeName)),
  },
  values: { expected: "an array", holds: isJsonArray },
  count: { expected: "a whole number, 0 or more", holds: isCount },
  number: { expected: "a number", holds: (value) => value instanceof Decimal },
  divisor: {
    expected: "a number above 0",
    holds: (value) => value instanceof Decimal && value.compare(Decimal.zero) > 0,
  },
  boolean: { expected: "true or false", holds: isBoolean },
  text: { expected: "a string", holds: (value) => typeof value === "string" },
  flags: { expected: "an object of true and false", holds: (value) => isObjectOf(value, isBoolean) },
  anything: { expected: "any value", holds: () => true },
};

function isBoolean(value: JsonValue): value is boolean {
  return typeof value === "boolean";
}

function isSchema(value: JsonValue): boolean {
  return isBoolean(value) || isJsonObject(value);
}

function isSchemas(value: JsonValue): boolean {
  return isJsonArray(value) && value.length > 0 && value.every(isSchema);
}

function isNames(value: JsonValue): boolean {
  return isJsonArray(value) && value.every((name) => typeof name === "string");
}

function isTypeName(value: JsonValue): boolean {
  return (TYPE_NAMES as readonly JsonValue[]).includes(value);
}

function isCount(value: JsonValue): boolean {
  return value instanceof Decimal && value.isInteger && !value.negative;
}

function isObjectOf(value: JsonValue, holds: (member: JsonValue) => boolean): boolean {
  return isJsonObject(value) && Array.from(value.values()).every(holds);
}
