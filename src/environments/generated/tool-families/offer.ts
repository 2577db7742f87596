import type { Json, Tool } from "../../../chat/index.ts";
import type { Random } from "../../contract.ts";
import { capitalised, fill } from "../fill.ts";
import { jsonText } from "../json-text.ts";
import type { Value } from "../values.ts";
import type { ToolFamily } from "./family.ts";

/** A tool as offered once: one name, one description, one name for each argument. */
export interface OfferedTool {
  readonly family: ToolFamily;
  readonly tool: Tool;
  readonly name: string;
  /** By position of the family's parameters. */
  readonly argumentNames: readonly string[];
}

/** A request in words and the call that serves it. */
export interface Wish {
  readonly text: string;
  readonly call: { readonly name: string; readonly arguments: { readonly [name: string]: Json } };
  readonly goal: string;
  /** Spoken values by parameter key. */
  readonly values: Readonly<Record<string, string>>;
  readonly family: ToolFamily;
}

/** Share of tools whose arguments are described, and of tools with an optional argument that no request names. */
const DESCRIBED_SHARE = 0.12;
const OPTIONAL_SHARE = 0.12;

const OPTIONAL_ARGUMENTS: readonly (readonly [name: string, schema: { readonly [key: string]: Json }])[] = [
  ["unit", { type: "string", enum: ["metric", "imperial"] }],
  ["lang", { type: "string" }],
  ["verbose", { type: "boolean" }],
  ["page", { type: "integer" }],
  ["priority", { type: "string", enum: ["low", "high"] }],
];

/** Draws spelling and argument names for a family. Names of arguments in one tool differ. */
export function offerTool(random: Random, family: ToolFamily): OfferedTool {
  const name = spelled(random, random.pick(family.names));
  const argumentNames: string[] = [];
  for (const { names } of family.parameters) {
    const free = names.filter((candidate) => !argumentNames.includes(candidate));
    argumentNames.push(random.pick(free.length > 0 ? free : names));
  }
  const properties = family.parameters.map(({ kind }, i) => [argumentNames[i]!, kind.schema] as const);
  const optional = random.chance(OPTIONAL_SHARE) ? [random.pick(OPTIONAL_ARGUMENTS)] : [];
  const described = random.chance(DESCRIBED_SHARE);
  const schemas = [...properties, ...optional].map(([argument, schema]) => [
    argument,
    described ? { ...schema, description: `The ${argument.replaceAll("_", " ")}.` } : schema,
  ]);
  const parameters: Json = { type: "object", properties: Object.fromEntries(schemas), required: argumentNames };
  const description = random.pick(family.descriptions);
  return { family, name, argumentNames, tool: { type: "function", function: { name, description, parameters } } };
}

/** A request that `offered` serves, and its call. */
export function makeWish(random: Random, offered: OfferedTool): Wish {
  const { family, name, argumentNames } = offered;
  const drawn: Value[] = family.parameters.map(({ kind }) => kind.draw(random));
  const values = Object.fromEntries(family.parameters.map(({ key }, i) => [key, drawn[i]!.text]));
  const args = Object.fromEntries(argumentNames.map((argument, i) => [argument, drawn[i]!.json]));
  const text = capitalised(fill(random.pick(family.requests), values));
  return { text, call: { name, arguments: args }, goal: family.goal, values, family };
}

/** `<tool_call>` blocks, one a line group, in the form Hermes writes. */
export function callText(calls: readonly Wish["call"][]): string {
  return calls
    .map(({ name, arguments: args }) => `<tool_call>\n${jsonText({ name, arguments: args })}\n</tool_call>`)
    .join("\n");
}

/** snake_case, camelCase, or snake_case with a suffix. */
function spelled(random: Random, name: string): string {
  const words = name.split(" ");
  const draw = random.next();
  if (draw < 0.3) return words.map((word, i) => (i === 0 ? word : capitalised(word))).join("");
  const snake = words.join("_");
  return draw < 0.85 ? snake : `${snake}_${random.pick(["v2", "api", "tool", `x${random.integer(2, 99)}`])}`;
}
