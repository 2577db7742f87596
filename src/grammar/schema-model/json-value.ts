import { HermesError } from "../../errors.ts";
import { Decimal } from "./decimal.ts";

/** A JSON value without loss: numbers are decimals, objects keep their order and may have any key. */
export type JsonValue = null | boolean | string | Decimal | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** How deep values may be nested. Every reader and walker of values may recurse this far. */
export const JSON_DEPTH_LIMIT = 512;

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

export function isJsonArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

/**
 * Of what JSON.parse gives. Numbers are taken by their shortest spelling; read text with parseJson where every digit counts.
 * Throws "schema-invalid" for what is no JSON (undefined, NaN, functions) and "grammar-limit" for nesting beyond the limit.
 */
export function toJsonValue(plain: unknown): JsonValue {
  return convert(plain, null, 0);
}

/** `step` is the key or index it stands under, for messages. */
function convert(plain: unknown, step: string | number | null, depth: number): JsonValue {
  if (depth > JSON_DEPTH_LIMIT) throw tooDeep();
  if (plain === null || typeof plain === "boolean" || typeof plain === "string") return plain;
  if (typeof plain === "number" && Number.isFinite(plain)) return Decimal.fromNumber(plain);
  if (Array.isArray(plain)) return plain.map((item, index) => convert(item, index, depth + 1));
  if (typeof plain !== "object") throw notJson(plain, step);
  const members = new Map<string, JsonValue>();
  for (const [key, member] of Object.entries(plain)) {
    // An object with an undefined member is written without it.
    if (member !== undefined) members.set(key, convert(member, key, depth + 1));
  }
  return members;
}

/** As JSON.parse would give it: numbers become the nearest doubles, so this may lose digits. */
export function toPlainValue(value: JsonValue): unknown {
  if (value instanceof Decimal) return value.toNumber();
  if (isJsonArray(value)) return value.map(toPlainValue);
  if (!isJsonObject(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, member] of value) {
    // Plain assignment to "__proto__" would set the prototype.
    Object.defineProperty(plain, key, {
      value: toPlainValue(member),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return plain;
}

/** One line of JSON; numbers keep their value, not their spelling. */
export function renderJson(value: JsonValue): string {
  if (value instanceof Decimal) return value.toString();
  if (isJsonArray(value)) return `[${value.map(renderJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Array.from(value, ([key, member]) => `${JSON.stringify(key)}:${renderJson(member)}`).join(",")}}`;
}

/** The same text for equal values, and only for those: numbers by value, members in any order. */
export function equalityKey(value: JsonValue): string {
  if (value instanceof Decimal) return value.key;
  if (isJsonArray(value)) return `[${value.map(equalityKey).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Array.from(value, ([key, member]) => `${JSON.stringify(key)}:${equalityKey(member)}`);
  return `{${members.sort().join(",")}}`;
}

export function tooDeep(): HermesError<"grammar-limit"> {
  const facts = { what: "depth of a JSON value", limit: JSON_DEPTH_LIMIT };
  return new HermesError("grammar-limit", `a JSON value is nested more than ${JSON_DEPTH_LIMIT} levels deep`, facts);
}

function notJson(plain: unknown, step: string | number | null): HermesError<"schema-invalid"> {
  const where = step === null ? "" : ` under ${JSON.stringify(step)}`;
  const message = `not a JSON value${where}: ${String(plain)} (${typeof plain}); expected what JSON.parse gives`;
  return new HermesError("schema-invalid", message, { pointer: "", keyword: null });
}
