import type { RawJson, Tool } from "../../../chat/index.ts";
import { badRequest } from "../../api-error.ts";

type Member = Readonly<Record<string, RawJson>>;

/**
 * The tools of a checked body in the form that the model was trained on, name first; their schemas keep their spelling. Throws
 * ApiError 400 for two of one name.
 */
export function readTools(tools: readonly Member[]): Tool[] {
  const names = new Set<unknown>();
  return tools.map(({ function: definition }, index) => {
    // `strict` is a word for the server; null says nothing.
    const { name, description, parameters } = definition as Member;
    if (names.has(name)) {
      const message = `Two tools are called ${JSON.stringify(name)}; every tool needs a name of its own.`;
      throw badRequest(message, `tools[${index}].function.name`, "invalid_value");
    }
    names.add(name);
    return {
      type: "function",
      function: {
        name: name as string,
        ...(typeof description === "string" ? { description } : {}),
        ...(parameters === undefined || parameters === null ? {} : { parameters }),
      },
    };
  });
}
