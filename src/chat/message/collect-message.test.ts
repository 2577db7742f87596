import { expect, test } from "vitest";
import type { StreamPart } from "../stream-part.ts";
import { collectMessage, MessageCollector } from "./collect-message.ts";

const parts: readonly StreamPart[] = [
  { type: "reasoning-delta", text: "R1" },
  { type: "reasoning-delta", text: "R2" },
  { type: "reasoning-end", closed: true },
  { type: "text-delta", text: "A" },
  { type: "tool-call", id: "call_1", name: "f", arguments: "{}", notes: [] },
  { type: "tool-call-invalid", raw: "<tool_call>", reason: "truncated" },
  { type: "text-delta", text: "\nB" },
  { type: "diagnostic", code: "tool-response-in-answer", message: "m" },
  {
    type: "finish",
    reason: "tool-calls",
    usage: { promptTokens: 1, completionTokens: 2, reasoningTokens: 1, cachedTokens: 0 },
    timings: { promptMs: 1, decodeMs: 2 },
    thinkingBudgetReached: false,
    stoppedBy: null,
    raw: "",
  },
];

const message = {
  reasoning: "R1R2",
  content: "A\nB",
  toolCalls: [parts[4]],
  invalidToolCalls: [{ raw: "<tool_call>", reason: "truncated" }],
  diagnostics: [parts[7]],
  finish: parts[8],
};

test("folds a stream, asynchronous or not", async () => {
  async function* stream() {
    yield* parts;
  }
  expect(await collectMessage(stream())).toEqual(message);
  expect(await collectMessage(parts)).toEqual(message);
});

test("a stream that broke off has no finish; what came is there", () => {
  const collector = new MessageCollector();
  expect(collector.message).toMatchObject({ reasoning: null, content: null, toolCalls: [], finish: null });
  for (const part of parts.slice(0, 1)) collector.add(part);
  expect(collector.message).toMatchObject({ reasoning: "R1", content: null, finish: null });
});

test("an empty thought is no missing one", async () => {
  expect(await collectMessage([{ type: "reasoning-end", closed: true }])).toMatchObject({ reasoning: "" });
});
