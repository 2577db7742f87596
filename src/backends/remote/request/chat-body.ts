import type { ChatRequest, StreamOptions } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { Preset } from "../presets.ts";
import { constraintFields } from "./constraint-fields.ts";
import { progressField } from "./progress-field.ts";
import { refusal, refuseUnknown } from "./refusals.ts";
import { samplingFields } from "./sampling-fields.ts";
import { mustCall, toolFields } from "./tool-fields.ts";
import { wireMessages } from "./wire-messages.ts";

/** The body of POST /chat/completions. Throws HermesError "usage" for what the endpoint cannot honour. */
export function chatBody(
  model: string,
  preset: Preset,
  request: ChatRequest,
  options: Pick<StreamOptions, "promptProgress" | "thought"> = {},
): JsonObject {
  refuseUnknown(preset, request);
  return {
    model,
    messages: wireMessages(request),
    ...toolFields(request),
    ...(mustCall(request) ? {} : constraintFields(preset, request)),
    stream: true,
    stream_options: { include_usage: true, ...(preset.countsAlways ? { continuous_usage_stats: true } : {}) },
    ...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
    ...preset.chatFields,
    ...samplingFields(preset, request.sampling),
    ...thinkingFields(preset, request),
    ...prefillFields(preset, request),
    ...(request.cacheSalt === undefined ? {} : { cache_salt: request.cacheSalt }),
    ...progressField(preset, options),
    ...(options.thought !== undefined && preset.thoughtControl ? { reasoning_control: true } : {}),
  };
}

function thinkingFields(preset: Preset, { thinking = false, thinkingBudget }: ChatRequest): JsonObject {
  const budget = thinkingBudget === undefined ? {} : budgetFields(preset, thinkingBudget);
  switch (preset.thinking) {
    case "template-kwargs":
      // Thoughts to be left out have been left out; told to keep the rest, the template does not touch the messages.
      return { chat_template_kwargs: { thinking, enable_thinking: thinking, keep_cots: true }, ...budget };
    case "reasoning":
      return { reasoning: { enabled: thinking, ...(budget.reasoning as object | undefined) } };
    case "effort":
      return { reasoning_effort: thinking ? "medium" : "none", ...budget };
    case "system-prompt":
      return budget;
  }
}

function budgetFields(preset: Preset, budget: number): JsonObject {
  switch (preset.thinkingBudget) {
    case null:
      throw refusal(
        preset,
        "thinkingBudget",
        'chat mode has no field for it there. Leave it out, or use mode "completions".',
      );
    case "reasoning.max_tokens":
      return { reasoning: { max_tokens: budget } };
    default:
      return { [preset.thinkingBudget]: budget };
  }
}

function prefillFields(preset: Preset, { continueFinalMessage = false }: ChatRequest): JsonObject {
  if (!continueFinalMessage) return {};
  switch (preset.prefill) {
    case "flags":
      return { continue_final_message: true, add_generation_prompt: false };
    case "by-itself":
      return {};
    case null:
      throw refusal(
        preset,
        "continueFinalMessage",
        'chat mode would open a new turn. Leave it out, or use mode "completions".',
      );
  }
}
