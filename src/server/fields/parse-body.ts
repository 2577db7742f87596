import { parseRawJson } from "../../chat/index.ts";
import { badRequest } from "../api-error.ts";
import { checkSize } from "./check-size.ts";
import { issueError } from "./describe-issue.ts";
import type { BodyTable, Field } from "./field.ts";
import { nearestName } from "./nearest-name.ts";

export interface ParseBodyOptions {
  /** Let unknown fields pass, with a warning each. */
  readonly passUnknown: boolean;
  /** The text that the value was parsed from; fields that keep their spelling are read from it. */
  readonly text?: string;
}

export interface ParsedBody {
  /** Has no prototype, so that no name finds what was not sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Printable ASCII, fit for a header. */
  readonly warnings: readonly string[];
}

/** More warnings than this help nobody. */
const MOST_WARNINGS = 8;

/**
 * Checks a body field by field. Null counts as not given, but for fields that keep it. Throws ApiError 400, naming the field, for
 * unknown, refused, missing and ill-formed ones.
 */
export function parseBody(table: BodyTable, value: unknown, options: ParseBodyOptions): ParsedBody {
  const given = requireObject(value);
  const warnings = checkNames(table, given, options.passUnknown);
  const body: Record<string, unknown> = Object.create(null);
  let spelled: unknown;
  for (const field of table.fields) {
    const sent = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    if (sent === undefined || (sent === null && !field.keepsNull)) {
      if (field.required) {
        throw badRequest(`${field.name} is missing. ${field.note}`, field.name, "missing_required_parameter");
      }
      continue;
    }
    const read = readField(field, sent);
    if (field.status === "refused") continue;
    if (field.keepsSpelling && options.text !== undefined) {
      spelled ??= parseRawJson(options.text, "The body");
      body[field.name] = memberOf(spelled, field.name);
    } else body[field.name] = read;
  }
  return { body, warnings };
}

function readField(field: Field, sent: unknown): unknown {
  if (!field.ofTokens) checkSize(field.name, sent);
  const result = field.schema.safeParse(sent);
  if (result.success) return result.data;
  if (field.status !== "refused") throw issueError(field.name, result.error);
  throw badRequest(`${field.name} is not supported. ${field.note}`, field.name, "unsupported_parameter");
}

function requireObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const got = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  throw badRequest(`The body is ${got}; expected a JSON object.`, null, "invalid_type");
}

/** The warnings for names that the table lacks. */
function checkNames(table: BodyTable, given: object, passUnknown: boolean): string[] {
  const known = table.fields.map(({ name }) => name);
  const names = new Set(known);
  const unknown = Object.keys(given).filter((name) => !names.has(name));
  const first = unknown[0];
  if (first === undefined) return [];
  if (passUnknown) return unknown.slice(0, MOST_WARNINGS).map((name) => `unknown field ${printName(name)} ignored`);
  const nearest = nearestName(first, known);
  const hint = nearest === null ? "" : ` Did you mean ${JSON.stringify(nearest)}?`;
  const message = `Unknown field ${printName(first)}.${hint} docs/support.md lists the fields there are.`;
  throw badRequest(message, shorten(first), "unknown_parameter");
}

function printName(name: string): string {
  const text = JSON.stringify(shorten(name));
  return text.replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What came from outside is repeated in part only. */
function shorten(name: string): string {
  return name.length > 64 ? `${name.slice(0, 63)}…` : name;
}

/** An object of RawJson is a Map where a plain one would reorder or swallow its keys. */
function memberOf(value: unknown, name: string): unknown {
  if (value instanceof Map) return value.get(name);
  return (value as Readonly<Record<string, unknown>>)[name];
}
