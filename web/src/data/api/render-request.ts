import type { AnswerStep, ConversationSettings, MessageNode } from "../model.ts";
import { parseJson } from "./api-failure.ts";

/** A message as the server reads it. */
export type WireMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | {
      readonly role: "assistant";
      readonly content: string;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly WireCall[];
    }
  | { readonly role: "tool"; readonly tool_call_id: string; readonly content: string };

interface WireCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

/** The body for /v1/chat/completions, and for /v1/agent/chat but for the fields of `streamFields`. */
export function renderRequest(
  path: readonly MessageNode[],
  settings: ConversationSettings,
  model: string | null,
): Record<string, unknown> {
  const { thinking, thinkingBudget, keepThoughts, sampling } = settings;
  const given = {
    model,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    min_p: sampling.minP,
    repetition_penalty: sampling.repetitionPenalty,
    max_tokens: sampling.maxTokens,
    seed: sampling.seed,
    // -1 is no limit, whatever the server's default.
    thinking_token_budget: thinking ? (thinkingBudget ?? -1) : null,
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    messages: renderMessages(path, settings),
    thinking,
    chat_template_kwargs: { keep_cots: keepThoughts },
    reasoning_control: thinking,
    return_progress: true,
  };
}

/** What only /v1/chat/completions needs to be told. */
export const streamFields = { stream: true, stream_options: { include_usage: true } } as const;

export function renderMessages(path: readonly MessageNode[], settings: ConversationSettings): WireMessage[] {
  const system: WireMessage[] = settings.system === "" ? [] : [{ role: "system", content: settings.system }];
  const rest = path.flatMap((node): WireMessage[] => {
    if (node.role === "user") return [{ role: "user", content: node.content }];
    return node.steps.flatMap((step) => renderStep(step, settings.keepThoughts));
  });
  return [...system, ...rest];
}

/** Nothing for a step without text and calls: an answer that failed before it began. */
function renderStep({ content, reasoning, calls: all }: AnswerStep, keepThoughts: boolean): WireMessage[] {
  // One that was cut in the middle is no call.
  const calls = all.filter((call) => parseJson(call.arguments) !== undefined);
  if (content === "" && calls.length === 0) return [];
  const toolCalls = calls.map(({ id, name, arguments: text }) => {
    return { id, type: "function", function: { name, arguments: text } } as const;
  });
  const answer: WireMessage = {
    role: "assistant",
    content,
    ...(keepThoughts && reasoning !== null && { reasoning_content: reasoning.text }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  const results = calls.map(({ id, result }): WireMessage => {
    // A call needs a result before the conversation can go on.
    return { role: "tool", tool_call_id: id, content: result?.content ?? "The call was cancelled." };
  });
  return [answer, ...results];
}
