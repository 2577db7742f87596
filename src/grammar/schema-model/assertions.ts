import { Decimal } from "./decimal.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { ALL_TYPES, type DependentRequired, NUMBER_TYPES, type NumberBound, TYPES } from "./model.ts";

/** A schema object, of whose keywords only those of its dialect are seen; their forms have been checked. */
export interface KeywordValues {
  get(keyword: string): JsonValue | undefined;
}

export function typesOf(schema: KeywordValues): number {
  const type = schema.get("type");
  if (type === undefined) return ALL_TYPES;
  const names = isJsonArray(type) ? type : [type];
  return names.reduce<number>((bits, name) => bits | (TYPE_BITS[String(name)] ?? 0), 0);
}

export function countOf(schema: KeywordValues, keyword: string, otherwise: number): number {
  const count = schema.get(keyword);
  return count instanceof Decimal ? count.toNumber() : otherwise;
}

export function textOf(schema: KeywordValues, keyword: string): string | null {
  const text = schema.get(keyword);
  return typeof text === "string" ? text : null;
}

export function decimalOf(schema: KeywordValues, keyword: string): Decimal | null {
  const number = schema.get(keyword);
  return number instanceof Decimal ? number : null;
}

export function lowerBound(schema: KeywordValues): NumberBound | null {
  return tighter(schema, "minimum", "exclusiveMinimum", 1);
}

export function upperBound(schema: KeywordValues): NumberBound | null {
  return tighter(schema, "maximum", "exclusiveMaximum", -1);
}

/** The bound that implies the other; `direction` is 1 where the larger value is the tighter. */
function tighter(
  schema: KeywordValues,
  keyword: NumberBound["keyword"],
  exclusiveKeyword: NumberBound["keyword"],
  direction: 1 | -1,
): NumberBound | null {
  const value = decimalOf(schema, keyword);
  // Draft 4 has a flag beside the bound.
  const exclusive = schema.get(exclusiveKeyword) === true;
  const inclusiveBound = value === null ? null : { value, exclusive, keyword };
  const other = decimalOf(schema, exclusiveKeyword);
  if (other === null) return inclusiveBound;
  const isTighter = value === null || direction * other.compare(value) >= 0;
  return isTighter ? { value: other, exclusive: true, keyword: exclusiveKeyword } : inclusiveBound;
}

export function dependentRequiredOf(schema: KeywordValues): readonly DependentRequired[] {
  return (["dependentRequired", "dependencies"] as const).flatMap((keyword) =>
    Array.from(membersOf(schema, keyword)).flatMap(([property, names]) =>
      isJsonArray(names) ? [{ property, required: distinctNames(names), keyword }] : [],
    ),
  );
}

export function membersOf(schema: KeywordValues, keyword: string): JsonObject {
  const members = schema.get(keyword);
  return isJsonObject(members) ? members : EMPTY;
}

export function distinctNames(names: JsonValue | undefined): readonly string[] {
  return isJsonArray(names) ? [...new Set(names.filter((name) => typeof name === "string"))] : [];
}

const EMPTY: JsonObject = new Map();

const TYPE_BITS: Readonly<Record<string, number>> = {
  null: TYPES.NULL,
  boolean: TYPES.BOOLEAN,
  integer: TYPES.INTEGER,
  number: NUMBER_TYPES,
  string: TYPES.STRING,
  array: TYPES.ARRAY,
  object: TYPES.OBJECT,
};
