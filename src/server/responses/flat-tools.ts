import { type RawJson, RawNumber } from "../../chat/index.ts";

/** A tool as the body holds it, checked by the body table; its parameters keep their spelling. */
type FlatTool = Readonly<Record<string, RawJson>>;

/** What the chat route has, too. */
const SHARED: ReadonlySet<string> = new Set(["name", "description", "parameters", "strict"]);

/** The tools in the form of the chat route, their fields in their order. */
export function nestTools(tools: readonly FlatTool[]): Readonly<Record<string, RawJson>>[] {
  return tools.map((tool) => ({
    type: "function",
    function: Object.fromEntries(Object.entries(tool).filter(([key]) => SHARED.has(key))),
  }));
}

interface FlatName {
  readonly type: "function";
  readonly name: string;
}

/** A checked tool choice in the form of the chat route. */
export function nestChoice(choice: unknown): unknown {
  if (typeof choice === "string") return choice;
  const given = choice as FlatName | { type: "allowed_tools"; mode: string; tools: readonly FlatName[] };
  if (given.type === "function") return nestName(given);
  const { type, mode, tools } = given;
  return { type, allowed_tools: { mode, tools: tools.map(nestName) } };
}

function nestName({ type, name }: FlatName): object {
  return { type, function: { name } };
}

/** The tools as the answer repeats them. */
export function echoTools(tools: readonly FlatTool[]): unknown[] {
  return tools.map(({ name, description = null, parameters = null, strict = false }) => ({
    type: "function",
    name,
    description,
    parameters: plainValue(parameters),
    strict: strict === true,
  }));
}

/** As JSON.parse would have it. */
export function plainValue(value: RawJson): unknown {
  if (value instanceof RawNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plainValue(inner)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}
