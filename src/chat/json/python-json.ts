import { HermesError } from "../../errors.ts";
import { renderNumber } from "./python-number.ts";
import { MAX_JSON_DEPTH, RawNumber } from "./raw-json.ts";

/** How members and items are set apart. */
export interface JsonSpacing {
  readonly comma: string;
  readonly colon: string;
}

/** `json.dumps(value, ensure_ascii=False)`, the form of every JSON text in a prompt. */
export const PYTHON_SPACING: JsonSpacing = { comma: ", ", colon: ": " };
export const COMPACT_SPACING: JsonSpacing = { comma: ",", colon: ":" };

/**
 * A value as Python's `json.dumps(value, ensure_ascii=False)` prints it: keys in their order, nothing but quotes,
 * backslashes and U+0000 to U+001F escaped. Members that are undefined are left out, as if never given.
 * Throws `prompt-invalid` for what JSON cannot hold (functions, symbols, bigints, cycles); `field` names the place.
 */
export function renderJson(value: unknown, field: string, spacing: JsonSpacing = PYTHON_SPACING): string {
  return renderValue(value, { field, spacing }, 0);
}

interface Rendering {
  readonly field: string;
  readonly spacing: JsonSpacing;
}

function renderValue(value: unknown, rendering: Rendering, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return renderJsonString(value);
  if (typeof value === "number") return renderNumber(value);
  if (value instanceof RawNumber) return value.text;
  if (depth > MAX_JSON_DEPTH)
    throw invalid(rendering, `is nested deeper than ${MAX_JSON_DEPTH} levels or holds itself`);
  if (Array.isArray(value)) {
    return `[${value.map((item) => renderValue(item, rendering, depth + 1)).join(rendering.spacing.comma)}]`;
  }
  if (typeof value === "object") return renderMembers(value, rendering, depth);
  throw invalid(
    rendering,
    `holds a value of type ${typeof value}; JSON has null, booleans, numbers, strings, lists and objects`,
  );
}

function renderMembers(value: object, rendering: Rendering, depth: number): string {
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  const members: string[] = [];
  for (const [key, member] of entries) {
    if (member === undefined) continue;
    const text = renderValue(member, rendering, depth + 1);
    members.push(renderJsonString(String(key)) + rendering.spacing.colon + text);
  }
  return `{${members.join(rendering.spacing.comma)}}`;
}

/** A JSON string as Python writes it; lone surrogates, U+007F, U+2028 and U+2029 stay raw. */
export function renderJsonString(text: string): string {
  // JSON.stringify differs only in lone surrogates, which it escapes.
  if (text.isWellFormed()) return JSON.stringify(text);
  return `"${text
    .split(/(\p{Surrogate}+)/u)
    .map(quotePiece)
    .join("")}"`;
}

function quotePiece(piece: string, index: number): string {
  return index % 2 === 1 ? piece : JSON.stringify(piece).slice(1, -1);
}

function invalid(rendering: Rendering, what: string): HermesError {
  return new HermesError("prompt-invalid", `${rendering.field} ${what}`, { field: rendering.field });
}
