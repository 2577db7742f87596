import type { RawJson } from "../../chat/index.ts";
import { badRequest } from "../api-error.ts";
import { LOGPROBS } from "./fields/answer-fields.ts";
import { nestChoice, nestTools } from "./flat-tools.ts";
import { readInput } from "./input/read-input.ts";

type Body = Readonly<Record<string, unknown>>;

/** Fields that this route has alone, or under another name; all others mean here what they mean on the chat route. */
const OWN: ReadonlySet<string> = new Set([
  "input",
  "instructions",
  "max_output_tokens",
  "include",
  "top_logprobs",
  "text",
  "stream_options",
  "reasoning",
  "tools",
  "tool_choice",
  "max_tool_calls",
]);

/** The body that asks the chat route for the same answer. Throws ApiError 400 for items that cannot be read. */
export function toChatBody(body: Body): Record<string, unknown> {
  const shared = Object.entries(body).filter(([name]) => !OWN.has(name));
  const { input, instructions, max_output_tokens, tools } = body;
  return {
    ...Object.fromEntries(shared),
    messages: readInput(input as string | readonly unknown[], instructions as string | undefined),
    ...(max_output_tokens === undefined ? {} : { max_completion_tokens: max_output_tokens }),
    ...(tools === undefined ? {} : { tools: nestTools(tools as readonly Readonly<Record<string, RawJson>>[]) }),
    ...choiceField(body),
    ...formatField(body),
    ...logprobFields(body),
    ...reasoningFields(body),
  };
}

function choiceField({ tool_choice: choice }: Body): Body {
  return choice === undefined ? {} : { tool_choice: nestChoice(choice) };
}

/** The chat route has the schema and its name one level deeper. */
function formatField({ text }: Body): Body {
  const format = (text as { format?: Readonly<Record<string, unknown>> | null } | undefined)?.format ?? null;
  if (format === null) return {};
  const { type, ...named } = format;
  return { response_format: type === "json_schema" ? { type, json_schema: named } : format };
}

function logprobFields({ include = [], top_logprobs: top = 0 }: Body): Body {
  const wanted = (include as readonly string[]).includes(LOGPROBS) || (top as number) > 0;
  return wanted ? { logprobs: true, top_logprobs: top } : {};
}

/** OpenAI's words for what becomes of earlier thoughts, in ours. */
const CONTEXTS: Readonly<Record<string, boolean>> = { all_turns: true, current_turn: false };

function reasoningFields({ reasoning, keep_cots: given }: Body): Body {
  if (reasoning === undefined) return {};
  const { context, mode: _mode, summary: _, generate_summary: __, ...thinking } = reasoning as Body;
  const keeps = CONTEXTS[String(context)];
  if (given !== undefined && keeps !== undefined && given !== keeps) {
    throw badRequest("keep_cots contradicts reasoning.context; send only one of them.", "keep_cots", "invalid_value");
  }
  return { reasoning: thinking, ...(keeps === undefined ? {} : { keep_cots: keeps }) };
}
