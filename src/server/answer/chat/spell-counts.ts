import type { FinishReason, StreamPart, Timings, Usage } from "../../../chat/index.ts";
import type { WireFinishReason, WireProgress, WireTimings, WireUsage } from "./wire.ts";

/** The counts of several answers to one prompt: the prompt counts once. */
export function spellUsage(usages: readonly Usage[]): WireUsage {
  const sum = (count: (usage: Usage) => number) => usages.reduce((total, usage) => total + count(usage), 0);
  const prompt = usages[0]?.promptTokens ?? 0;
  const completion = sum((usage) => usage.completionTokens);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usages[0]?.cachedTokens ?? 0 },
    completion_tokens_details: {
      reasoning_tokens: sum((usage) => usage.reasoningTokens),
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

export function spellTimings(usage: Usage, { promptMs, decodeMs }: Timings): WireTimings {
  const computed = usage.promptTokens - usage.cachedTokens;
  const predicted = usage.completionTokens;
  return {
    cache_n: usage.cachedTokens,
    prompt_n: computed,
    prompt_ms: promptMs,
    prompt_per_token_ms: ratio(promptMs, computed),
    prompt_per_second: ratio(computed * 1000, promptMs),
    predicted_n: predicted,
    predicted_ms: decodeMs,
    predicted_per_token_ms: ratio(decodeMs, predicted),
    predicted_per_second: ratio(predicted * 1000, decodeMs),
  };
}

export function spellProgress(part: Extract<StreamPart, { type: "prompt-progress" }>): WireProgress {
  const { totalTokens: total, cachedTokens: cache, processedTokens: processed, elapsedMs } = part;
  return { total, cache, processed, time_ms: Math.round(elapsedMs) };
}

/** JSON has no infinity: nothing by nothing is 0. */
function ratio(value: number, by: number): number {
  return by > 0 ? value / by : 0;
}

/** OpenAI has no word for an answer that was cancelled; its reader is gone, or the server has told why. */
export function spellReason(reason: FinishReason): WireFinishReason {
  return reason === "tool-calls" ? "tool_calls" : reason === "cancelled" ? "stop" : reason;
}
