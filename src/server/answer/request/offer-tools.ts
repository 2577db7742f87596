import type { Tool } from "../../../chat/index.ts";
import type { ChatRequest } from "../../../hermes.ts";
import { badRequest } from "../../api-error.ts";

interface NamedTool {
  readonly type: "function";
  readonly function: { readonly name: string };
}

interface AllowedTools {
  readonly type: "allowed_tools";
  readonly allowed_tools: { readonly mode: "auto" | "required"; readonly tools: readonly NamedTool[] };
}

type WireChoice = "auto" | "none" | "required" | NamedTool | AllowedTools;

/** Which of the tools the model is told of, and whether it must call one. Throws ApiError 400 for a choice of what is not there. */
export function offerTools(
  tools: readonly Tool[],
  { tool_choice = "auto", parallel_tool_calls }: Readonly<Record<string, unknown>>,
): Pick<ChatRequest, "tools" | "toolChoice" | "parallelToolCalls"> {
  const choice = tool_choice as WireChoice;
  // Told of no tools, the model calls none.
  if (choice === "none") return {};
  const offered = offeredOf(tools, choice);
  if (offered.length === 0) {
    if (choice === "auto") return {};
    throw badRequest("tool_choice wants a call, but there are no tools. Send tools.", "tool_choice", "invalid_value");
  }
  return {
    tools: offered,
    toolChoice: toolChoiceOf(choice),
    ...(parallel_tool_calls === false ? { parallelToolCalls: false } : {}),
  };
}

function offeredOf(tools: readonly Tool[], choice: Exclude<WireChoice, "none">): readonly Tool[] {
  if (typeof choice === "string") return tools;
  const wanted = choice.type === "function" ? [choice] : choice.allowed_tools.tools;
  const names = new Set(wanted.map(({ function: { name } }) => name));
  const known = new Set(tools.map(({ function: { name } }) => name));
  const stranger = [...names].find((name) => !known.has(name));
  if (stranger !== undefined) {
    const message = `tool_choice names ${JSON.stringify(stranger)}, which is none of the tools.`;
    throw badRequest(message, "tool_choice", "invalid_value");
  }
  return choice.type === "function" ? tools : tools.filter(({ function: { name } }) => names.has(name));
}

function toolChoiceOf(choice: Exclude<WireChoice, "none">): NonNullable<ChatRequest["toolChoice"]> {
  if (typeof choice === "string") return choice;
  return choice.type === "function" ? { name: choice.function.name } : choice.allowed_tools.mode;
}
