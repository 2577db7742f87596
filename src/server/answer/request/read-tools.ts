import type { RawJson, Tool } from "../../../chat/index.ts";
import { badRequest } from "../../api-error.ts";

/** A tool as a checked body holds it. */
export type WireTool = Readonly<Record<string, RawJson>>;

/**
 * The tools of a checked body in the form that the model was trained on, name first; their schemas keep their spelling. Throws
 * ApiError 400 for two of one name.
 */
export function readTools(tools: readonly WireTool[]): Tool[] {
  const names = new Set<unknown>();
  return tools.map(({ function: definition }, index) => {
    const { name, description, parameters, strict } = definition as WireTool;
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
        // Null says nothing.
        ...(strict === true ? { strict } : {}),
      },
    };
  });
}
