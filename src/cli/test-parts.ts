/** For tests only: the parts of an answer that thought, spoke and called a tool. */
import type { FinishReason, StreamPart } from "../chat/index.ts";

export const thought: readonly StreamPart[] = [
  { type: "reasoning-delta", text: "7 + 5" },
  { type: "reasoning-delta", text: " = 12" },
  { type: "reasoning-end", closed: true },
];

export const text: readonly StreamPart[] = [
  { type: "text-delta", text: "It is" },
  { type: "text-delta", text: " 12." },
];

export const call: StreamPart = {
  type: "tool-call",
  id: "call_1",
  name: "tide_table",
  arguments: '{"10": 1.50,\n "2": "two\\nlines"}',
  notes: [],
};

export function finish(reason: FinishReason, thinkingBudgetReached = false): StreamPart {
  return {
    type: "finish",
    reason,
    usage: { promptTokens: 30, completionTokens: 20, reasoningTokens: 8, cachedTokens: 10 },
    timings: { promptMs: 100, decodeMs: 400 },
    thinkingBudgetReached,
    stoppedBy: "<|eot_id|>",
    raw: "",
  };
}

/** A stream of these parts. */
export async function* streamOf(parts: readonly StreamPart[]): AsyncGenerator<StreamPart> {
  yield* parts;
}
