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

/** In completions mode the model's text is all there is: no call can be asked for, and none kept to its schema. */
export function refuseToolRules(preset: Preset, request: ChatRequest): void {
  const tools = offeredTools(request);
  const { toolChoice = "auto", parallelToolCalls = true } = request;
  const why = 'in completions mode it cannot be told. Leave it out, or use mode "chat".';
  if (toolChoice !== "auto" && toolChoice !== "none") throw refusal(preset, "toolChoice", why);
  if (tools.length > 0 && !parallelToolCalls) throw refusal(preset, "parallelToolCalls", why);
  const strict = tools.find((tool) => tool.function.strict === true);
  if (strict !== undefined) throw refusal(preset, "tools", `${JSON.stringify(strict.function.name)} is strict; ${why}`);
}
