import { type PythonDict, type PythonValue, pythonEqual } from "../tool-calls/python-value.ts";

/** Text as BFCL compares it: without space and `,./-_*^`, in lower case, single quotes as double ones. */
export function standardText(text: string): string {
  return text
    .replace(/[ ,./\-_*^]/g, "")
    .toLowerCase()
    .replaceAll("'", '"');
}

/** One of the allowed texts, by their standard form. */
export function textAllowed(text: string, allowed: readonly PythonValue[]): boolean {
  return allowed.some((option) => option.type === "str" && standardText(option.text) === standardText(text));
}

/** Equal to an allowed value as it stands. */
export function valueAllowed(value: PythonValue, allowed: readonly PythonValue[]): boolean {
  return allowed.some((option) => pythonEqual(value, option));
}

/** Equal, item by item and in order, to one allowed list; texts among the items by their standard form. */
export function listAllowed(items: readonly PythonValue[], allowed: readonly PythonValue[]): boolean {
  const value: PythonValue = { type: "list", items: items.map(standardItem) };
  return allowed.some((option) => {
    const alternative = alternativeItems(option);
    return alternative !== null && pythonEqual(value, { type: "list", items: alternative.map(standardItem) });
  });
}

/** Objects in order, each allowed by the one in its place. */
export function dictListAllowed(items: readonly PythonValue[], allowed: readonly PythonValue[]): boolean {
  return allowed.some((option) => {
    const alternative = alternativeItems(option);
    if (alternative?.length !== items.length) return false;
    return items.every((item, i) => item.type === "dict" && dictAllowed(item.members, [alternative[i]!]));
  });
}

/**
 * In an allowed object every key has its own list of allowed values. A key beyond those fails; a key may be missing where `""` is
 * among its values.
 */
export function dictAllowed(members: PythonDict, allowed: readonly PythonValue[]): boolean {
  return allowed.some((option) => option.type === "dict" && membersAllowed(members, option.members));
}

function membersAllowed(members: PythonDict, option: PythonDict): boolean {
  for (const [key, value] of members) {
    if (!option.has(key) || !memberAllowed(value, valuesOf(option.get(key)!))) return false;
  }
  return [...option].every(([key, values]) => members.has(key) || mayBeMissing(valuesOf(values)));
}

function memberAllowed(value: PythonValue, allowed: readonly PythonValue[]): boolean {
  return value.type === "str" ? textAllowed(value.text, allowed) : valueAllowed(value, allowed);
}

/** `""` among the allowed values says that the parameter may be left out. */
export function mayBeMissing(allowed: readonly PythonValue[]): boolean {
  return allowed.some(isOmission);
}

export function isOmission(value: PythonValue): boolean {
  return value.type === "str" && value.text === "";
}

/** The published answers always have a list; a bare value is read as a list of one. */
export function valuesOf(value: PythonValue): readonly PythonValue[] {
  return value.type === "list" ? value.items : [value];
}

/** The empty text among alternatives of a list counts as the empty list, as upstream has it. */
function alternativeItems(option: PythonValue): readonly PythonValue[] | null {
  if (option.type === "list") return option.items;
  return isOmission(option) ? [] : null;
}

function standardItem(item: PythonValue): PythonValue {
  return item.type === "str" ? { type: "str", text: standardText(item.text) } : item;
}
