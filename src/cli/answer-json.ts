import type { FinishReason } from "../chat/index.ts";
import type { Answer } from "./stream-answer.ts";

/** How OpenAI's interface spells the reasons. */
const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  cancelled: "cancelled",
};

/**
 * The object of `hermes run --json`. `arguments` of a call is the model's own JSON text. Times in milliseconds; a rate
 * is null where nothing was computed. `loadMs`: from the start of loading until the model was ready.
 */
export function renderAnswerJson(answer: Answer, loadMs: number): object {
  const { usage, timings, reason, thinkingBudgetReached } = answer.finish;
  return {
    reasoning: answer.reasoning,
    content: answer.content,
    tool_calls: answer.toolCalls.map((call) => ({ name: call.name, arguments: call.arguments })),
    invalid_tool_calls: answer.invalidToolCalls,
    diagnostics: answer.diagnostics.map(({ type: _, ...diagnostic }) => diagnostic),
    finish_reason: finishReasons[reason],
    thinking_budget_reached: thinkingBudgetReached,
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      reasoning_tokens: usage.reasoningTokens,
      cached_tokens: usage.cachedTokens,
    },
    timings: {
      load_ms: round(loadMs),
      prompt_ms: round(timings.promptMs),
      decode_ms: round(timings.decodeMs),
      prompt_tokens_per_second: perSecond(usage.promptTokens - usage.cachedTokens, timings.promptMs),
      decode_tokens_per_second: perSecond(usage.completionTokens, timings.decodeMs),
    },
  };
}

/** Null when no time passed. */
export function perSecond(tokens: number, milliseconds: number): number | null {
  return milliseconds > 0 ? round((tokens * 1000) / milliseconds) : null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
