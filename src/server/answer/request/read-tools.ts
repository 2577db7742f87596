import type { RawJson, Tool } from "../../../chat/index.ts";
import { badRequest } from "../../api-error.ts";

type Member = Readonly<Record<string, RawJson>>;

/**
 * The tools of a checked body, each with its fields in their order and its schema as it was spelled. Throws ApiError 400 for two of
 * one name.
 */
export function readTools(tools: readonly Member[]): Tool[] {
  const names = new Set<string>();
  return tools.map(({ function: definition }, index) => {
    // `strict` is a word for the server, null says nothing: neither is for the model.
    const said = Object.entries(definition as Member).filter(([key, value]) => key !== "strict" && value !== null);
    const tool = { type: "function", function: Object.fromEntries(said) } as unknown as Tool;
    const { name } = tool.function;
    if (names.has(name)) {
      const message = `Two tools are called ${JSON.stringify(name)}; every tool needs a name of its own.`;
      throw badRequest(message, `tools[${index}].function.name`, "invalid_value");
    }
    names.add(name);
    return tool;
  });
}
