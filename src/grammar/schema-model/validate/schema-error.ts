import { isJsonArray, isJsonObject, type JsonValue, renderJson } from "../json-value.ts";
import type { NodeId } from "../model.ts";

/** One thing that is wrong with a value. */
export interface SchemaError {
  /** JSON pointer to the part of the value that is wrong. */
  readonly instancePointer: string;
  /** Where the keyword stands: a JSON pointer into the schema, `uri#pointer` for another document than the root. */
  readonly schemaPointer: string;
  readonly keyword: string;
  /** The node that the keyword belongs to. */
  readonly node: NodeId;
  readonly expected: string;
  readonly found: string;
  /** The member that is missing, or not allowed; null for errors that are about no member. */
  readonly property: string | null;
  /** Why each branch of `anyOf` or `oneOf` failed, by branch; empty for other keywords, and where there would be too many. */
  readonly causes: readonly (readonly SchemaError[])[];
}

/** One line for people: where, what was expected, what is there. */
export function renderSchemaError({ instancePointer, schemaPointer, expected, found }: SchemaError): string {
  return `"${instancePointer}": expected ${expected}, found ${found} (schema: "${schemaPointer}")`;
}

/** A value in few characters; never walks through a large one. */
export function describeValue(value: JsonValue): string {
  const parts = isJsonArray(value) ? value : isJsonObject(value) ? [...value.values()] : [];
  const isLarge = parts.length > SHOWN_PARTS || parts.some((part) => isJsonArray(part) || isJsonObject(part));
  if (isLarge) return isJsonArray(value) ? `an array of length ${parts.length}` : `an object of size ${parts.length}`;
  if (typeof value === "string") return shorten(value, JSON.stringify);
  return shorten(renderJson(value), String);
}

function shorten(text: string, spell: (text: string) => string): string {
  return text.length > SHOWN_CHARACTERS ? `${spell(text.slice(0, SHOWN_CHARACTERS))}…` : spell(text);
}

const SHOWN_PARTS = 8;
const SHOWN_CHARACTERS = 60;
