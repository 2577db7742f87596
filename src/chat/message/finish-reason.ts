import type { FinishReason } from "../stream-part.ts";

/** Why an answer that was not cancelled ended: the limit wins over tool calls, tool calls over a plain stop. */
export function finishReasonOf(ending: { readonly limitReached: boolean; readonly toolCalls: number }): FinishReason {
  if (ending.limitReached) return "length";
  return ending.toolCalls > 0 ? "tool-calls" : "stop";
}
