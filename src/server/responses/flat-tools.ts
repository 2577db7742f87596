import { type RawJson, RawNumber } from "../../chat/index.ts";

/** A tool as the body holds it, checked by the body table; its parameters keep their spelling. */
type FlatTool = Readonly<Record<string, RawJson>>;

/** The rest of a tool is for servers. */
const FOR_THE_MODEL: ReadonlySet<string> = new Set(["name", "description", "parameters"]);

/** The tools in the form of the chat route, their fields in their order. */
export function nestTools(tools: readonly FlatTool[]): Readonly<Record<string, RawJson>>[] {
  return tools.map((tool) => ({
    type: "function",
    function: Object.fromEntries(Object.entries(tool).filter(([key]) => FOR_THE_MODEL.has(key))),
  }));
}

/** The tools as the answer repeats them. */
export function echoTools(tools: readonly FlatTool[]): unknown[] {
  return tools.map(({ name, description = null, parameters = null }) => ({
    type: "function",
    name,
    description,
    parameters: plainValue(parameters),
    strict: false,
  }));
}

/** As JSON.parse would have it. */
function plainValue(value: RawJson): unknown {
  if (value instanceof RawNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plainValue(inner)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}
