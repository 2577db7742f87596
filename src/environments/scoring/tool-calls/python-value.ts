import { type RawJson, RawNumber, renderJson } from "../../../chat/index.ts";

/** A JSON value with the type that Python's json module gives it: `5` is an int, `5.0` and `5e0` are floats, true is no number. */
export type PythonValue =
  | { readonly type: "str"; readonly text: string }
  | { readonly type: "int" | "float"; readonly text: string; readonly number: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "NoneType" }
  | { readonly type: "list"; readonly items: readonly PythonValue[] }
  | { readonly type: "dict"; readonly members: PythonDict };

export type PythonDict = ReadonlyMap<string, PythonValue>;
export type PythonType = PythonValue["type"];

/** Of a value that keeps the spelling of its numbers (parseRawJson). */
export function toPython(value: RawJson): PythonValue {
  if (value === null) return { type: "NoneType" };
  if (typeof value === "string") return { type: "str", text: value };
  if (typeof value === "boolean") return { type: "bool", value };
  if (typeof value === "number") return numberOf(renderJson(value, "number"), value);
  if (value instanceof RawNumber) return numberOf(value.text, Number(value.text));
  if (Array.isArray(value)) return { type: "list", items: (value as readonly RawJson[]).map(toPython) };
  const entries = value instanceof Map ? value : Object.entries(value as Record<string, RawJson>);
  return { type: "dict", members: new Map(Array.from(entries, ([key, member]) => [key, toPython(member)])) };
}

/** Equal in depth: numbers by value, members in any order. Unlike Python, true is not 1. */
export function pythonEqual(left: PythonValue, right: PythonValue): boolean {
  if (left.type === "int" && right.type === "int") return left.text === right.text;
  if (isNumber(left) && isNumber(right)) return left.number === right.number;
  if (left.type === "str") return right.type === "str" && left.text === right.text;
  if (left.type === "bool") return right.type === "bool" && left.value === right.value;
  if (left.type === "list") return right.type === "list" && listsEqual(left.items, right.items);
  if (left.type === "dict") return right.type === "dict" && dictsEqual(left.members, right.members);
  return left.type === right.type;
}

function listsEqual(left: readonly PythonValue[], right: readonly PythonValue[]): boolean {
  return left.length === right.length && left.every((item, i) => pythonEqual(item, right[i]!));
}

function dictsEqual(left: PythonDict, right: PythonDict): boolean {
  if (left.size !== right.size) return false;
  return [...left].every(([key, member]) => right.has(key) && pythonEqual(member, right.get(key)!));
}

function isNumber(value: PythonValue): value is PythonValue & { readonly type: "int" | "float" } {
  return value.type === "int" || value.type === "float";
}

function numberOf(text: string, number: number): PythonValue {
  const whole = /^-?\d+$/.test(text);
  return { type: whole ? "int" : "float", text: text === "-0" ? "0" : text, number };
}
