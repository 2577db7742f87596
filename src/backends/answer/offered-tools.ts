import type { Tool } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { ChatRequest } from "../contract.ts";

type ToolFields = Pick<ChatRequest, "tools" | "toolChoice" | "parallelToolCalls">;

/** The tools that a request shows the model. Throws HermesError "usage" for a tool choice that is none, or names none of them. */
export function offeredTools({ toolChoice = "auto", parallelToolCalls, ...request }: ToolFields): readonly Tool[] {
  const tools = request.tools ?? [];
  if (!Array.isArray(tools)) {
    const message = 'tools is not a list; give a list of { type: "function", function: { name, … } }';
    throw new HermesError("prompt-invalid", message, { field: "tools" });
  }
  if (parallelToolCalls !== undefined && typeof parallelToolCalls !== "boolean") {
    throw usage("parallelToolCalls", "is neither true nor false");
  }
  if (toolChoice === "none") return [];
  if (toolChoice === "auto") return tools;
  const isNamed = typeof toolChoice === "object" && toolChoice !== null && typeof toolChoice.name === "string";
  if (toolChoice !== "required" && !isNamed) {
    throw usage("toolChoice", `is ${JSON.stringify(toolChoice)}; expected "auto", "none", "required" or { name }`);
  }
  if (tools.length === 0) throw usage("toolChoice", "wants a call, but there are no tools. Give tools");
  if (toolChoice === "required" || tools.some((tool) => tool?.function?.name === toolChoice.name)) return tools;
  throw usage("toolChoice", `names ${JSON.stringify(toolChoice.name)}, which is none of the tools`);
}

function usage(argument: keyof ChatRequest, what: string): HermesError<"usage"> {
  return new HermesError("usage", `${argument} ${what}.`, { argument });
}
