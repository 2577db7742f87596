import { type RawJson, RawNumber, renderJson } from "../../../chat/index.ts";
import type { PythonDict, PythonValue } from "./python-value.ts";

/** A call as the model writes it. */
export function renderCallBlock(name: string, given: PythonDict): string {
  const call = new Map<string, RawJson>([
    ["name", name],
    ["arguments", fromPython({ type: "dict", members: given })],
  ]);
  return `<tool_call>\n${renderJson(call, "call")}\n</tool_call>`;
}

/** Back to JSON with the same spelling of numbers. */
function fromPython(value: PythonValue): RawJson {
  if (value.type === "str") return value.text;
  if (value.type === "bool") return value.value;
  if (value.type === "list") return value.items.map(fromPython);
  if (value.type === "dict") return new Map(Array.from(value.members, ([key, member]) => [key, fromPython(member)]));
  return value.type === "NoneType" ? null : new RawNumber(value.text);
}
