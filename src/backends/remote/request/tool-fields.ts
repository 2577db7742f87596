import { offeredTools } from "../../answer/offered-tools.ts";
import type { ChatRequest } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { Preset } from "../presets.ts";
import { refusal } from "./refusals.ts";

/** Tools as OpenAI spells them, for chat mode. Throws HermesError "usage". */
export function toolFields(request: ChatRequest): JsonObject {
  const tools = offeredTools(request);
  if (tools.length === 0) return {};
  const { toolChoice = "auto", parallelToolCalls } = request;
  const named = typeof toolChoice === "object" ? { type: "function", function: { name: toolChoice.name } } : toolChoice;
  return {
    tools,
    ...(toolChoice === "auto" ? {} : { tool_choice: named }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

/** Whether the answer is to be calls and nothing else, so that it has no text that could meet a constraint. */
export function mustCall(request: ChatRequest): boolean {
  return offeredTools(request).length > 0 && (request.toolChoice ?? "auto") !== "auto";
}

/** In completions mode the model's text is all there is: no call can be asked for, and none kept to its schema. */
export function refuseToolRules(preset: Preset, request: ChatRequest): void {
  const tools = offeredTools(request);
  const { toolChoice = "auto" } = request;
  const way = 'Leave it out, or use mode "chat".';
  const why = `in completions mode it cannot be told. ${way}`;
  if (toolChoice !== "auto" && toolChoice !== "none") throw refusal(preset, "toolChoice", why);
  if (tools.length > 0 && request.constraint !== undefined) {
    throw refusal(preset, "constraint", `in completions mode no call could come beside it. ${way}`);
  }
  const strict = tools.find((tool) => tool.function.strict === true);
  if (strict !== undefined) throw refusal(preset, "tools", `${JSON.stringify(strict.function.name)} is strict; ${why}`);
}
