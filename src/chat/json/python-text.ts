import { renderNumber } from "./python-number.ts";
import { RawNumber } from "./raw-json.ts";

/** Characters that Python's repr writes as escapes (str.isprintable is false); the space is printable. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** Whether Jinja takes a value for true: Python's rule, with undefined for a name that was never given. */
export function isPythonTrue(value: unknown): boolean {
  if (value instanceof RawNumber) return Number(value.text) !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return typeof value === "number" ? value !== 0 : Boolean(value);
}

/** What `{{ value }}` prints: Python's `str(value)`, nothing for an undefined one. */
export function printPython(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : pythonRepr(value);
}

function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return renderNumber(value);
  if (value instanceof RawNumber) return value.text;
  if (typeof value === "string") return stringRepr(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  return `{${entries.map(([key, member]) => `${stringRepr(String(key))}: ${pythonRepr(member)}`).join(", ")}}`;
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replace(UNPRINTABLE, escapeCharacter);
  return quote + escaped + quote;
}

function escapeCharacter(character: string): string {
  const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  if (named[character] !== undefined) return named[character];
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
