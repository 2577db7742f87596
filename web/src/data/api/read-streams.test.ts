import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunk, renderEvent } from "../testing/scripted-server.ts";
import type { AnswerEvent } from "./answer-event.ts";
import { readAgentStream } from "./read-agent-stream.ts";
import { readChatStream } from "./read-chat-stream.ts";
import { readEvents } from "./read-events.ts";

type Reader = (events: AsyncIterable<string>) => AsyncIterable<AnswerEvent>;

function bodyOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

async function read(reader: Reader, pieces: readonly Uint8Array[]): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of reader(readEvents(bodyOf(pieces)))) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const events = (...data: (object | string)[]) => data.map(renderEvent).join("");

const chatStream = [
  ": ping\n\n",
  events(
    chunk.role(),
    { id: "chatcmpl-1", choices: [], prompt_progress: { total: 36, cache: 0, processed: 12, time_ms: 5 } },
    chunk.thought("Grüße, "),
    chunk.thought("世界"),
  ),
  ": ping\r\n\r\n",
  events(
    chunk.text("Hé"),
    chunk.delta({ tool_calls: [{ index: 0, id: "call_a", type: "function", function: { name: "f", arguments: "" } }] }),
    chunk.delta({ tool_calls: [{ index: 0, function: { arguments: "{}" } }] }),
    chunk.delta({ invalid_tool_calls: [{ raw: "<tool_call>", reason: "not-json" }] }),
    chunk.finish("tool_calls"),
    chunk.usage(7, 3),
    "[DONE]",
  ),
].join("");

const chatEvents: readonly AnswerEvent[] = [
  { type: "start", id: "chatcmpl-1", model: "nano" },
  { type: "prompt-progress", processed: 12, total: 36 },
  { type: "reasoning-delta", text: "Grüße, " },
  { type: "reasoning-delta", text: "世界" },
  { type: "reasoning-end", closed: true },
  { type: "text-delta", text: "Hé" },
  { type: "call-delta", index: 0, id: "call_a", name: "f", arguments: "" },
  { type: "call-delta", index: 0, id: null, name: null, arguments: "{}" },
  { type: "call-invalid", raw: "<tool_call>", reason: "not-json" },
  { type: "step-finish", reason: "tool-calls" },
  {
    type: "usage",
    decodeMs: 500,
    usage: { promptTokens: 12, completionTokens: 7, reasoningTokens: 3, cachedTokens: 4 },
  },
  { type: "finish", reason: "tool-calls" },
];

const part = (body: object) => ({ type: "stream-part", round: 1, part: body });
const finish = (reason: string) =>
  part({
    type: "finish",
    reason,
    usage: { promptTokens: 9, completionTokens: 4, reasoningTokens: 1, cachedTokens: 0 },
    timings: { promptMs: 3, decodeMs: 40 },
    thinkingBudgetReached: false,
    stoppedBy: null,
    raw: "",
  });
const usage: AnswerEvent = {
  type: "usage",
  decodeMs: 40,
  usage: { promptTokens: 9, completionTokens: 4, reasoningTokens: 1, cachedTokens: 0 },
};

const agentStream = events(
  { type: "stream-start", id: "agent-1", model: "nano", created: 1 },
  { type: "round-start", round: 1 },
  part({ type: "prompt-progress", totalTokens: 9, cachedTokens: 0, processedTokens: 9, elapsedMs: 2 }),
  part({ type: "reasoning-delta", text: "Two calls." }),
  part({ type: "reasoning-end", closed: true }),
  part({ type: "tool-call", id: "c1", name: "clock", arguments: "{}", notes: [] }),
  part({ type: "tool-call", id: "c2", name: "clock", arguments: "{}", notes: [] }),
  part({ type: "diagnostic", code: "x", message: "y" }),
  finish("tool-calls"),
  { type: "approval-request", approvalId: "y1", callId: "c1", name: "clock", source: "built-in", arguments: "{}" },
  { type: "approval-answer", approvalId: "y1", answer: "approved" },
  { type: "tool-start", callId: "c1", name: "clock", source: "built-in" },
  { type: "tool-result", callId: "c1", name: "clock", outcome: "done", content: "14:05", elapsedMs: 0.4 },
  { type: "tool-result", callId: "c2", name: "clock", outcome: "cancelled", content: "No.", elapsedMs: 0 },
  { type: "calls-unreadable", round: 1, content: "Write them again." },
  { type: "round-start", round: 2 },
  part({ type: "text-delta", text: "It is five past two." }),
  finish("stop"),
  { type: "agent-finish", reason: "answered", rounds: 2, messages: [] },
  "[DONE]",
);

const agentEvents: readonly AnswerEvent[] = [
  { type: "start", id: "agent-1", model: "nano" },
  { type: "step-start" },
  { type: "prompt-progress", processed: 9, total: 9 },
  { type: "reasoning-delta", text: "Two calls." },
  { type: "reasoning-end", closed: true },
  { type: "call-delta", index: 0, id: "c1", name: "clock", arguments: "{}" },
  { type: "call-delta", index: 1, id: "c2", name: "clock", arguments: "{}" },
  { type: "step-finish", reason: "tool-calls" },
  usage,
  { type: "approval-request", approvalId: "y1", callId: "c1", source: "built-in" },
  { type: "approval-answer", approvalId: "y1" },
  { type: "tool-start", callId: "c1", source: "built-in" },
  { type: "tool-result", callId: "c1", outcome: "done", content: "14:05", elapsedMs: 0.4 },
  { type: "tool-result", callId: "c2", outcome: "cancelled", content: "No.", elapsedMs: 0 },
  { type: "step-start" },
  { type: "text-delta", text: "It is five past two." },
  { type: "step-finish", reason: "stop" },
  usage,
  { type: "finish", reason: "stop" },
];

describe.each<[string, Reader, string, readonly AnswerEvent[]]>([
  ["chat", readChatStream, chatStream, chatEvents],
  ["agent", readAgentStream, agentStream, agentEvents],
])("%s", (_name, reader, stream, expected) => {
  const whole = bytes(stream);

  test("gives the same events for every place of one cut", async () => {
    for (let at = 0; at <= whole.length; at++) {
      expect(await read(reader, [whole.slice(0, at), whole.slice(at)])).toEqual(expected);
    }
  });

  test("and for bytes one by one, and for CRLF", async () => {
    expect(
      await read(
        reader,
        [...whole].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(expected);
    expect(await read(reader, [bytes(stream.replace(/\r?\n/g, "\r\n"))])).toEqual(expected);
  });

  test("a stream that ends early is cut off", async () => {
    const short = bytes(stream.slice(0, stream.indexOf("[DONE]") - "data: ".length));
    await expect(read(reader, [short])).rejects.toMatchObject({ facts: { kind: "cut", retryable: true } });
  });

  test("an error inside tells kind and message", async () => {
    const failed = events({ error: { message: "Queue full.", type: "rate_limit_error", param: null, code: 429 } });
    await expect(read(reader, [bytes(failed)])).rejects.toMatchObject({
      facts: { kind: "busy", message: "Queue full.", status: 429, retryable: true },
    });
  });

  test("other events are an ApiFailure, never anything else", async () => {
    const soup = fc.oneof(fc.json(), fc.string(), fc.constant('{"choices":[{"delta":{"content":1}}]}'));
    await fc.assert(
      fc.asyncProperty(soup, async (data) => {
        const line = data.replaceAll(/[\r\n]/g, " ");
        await expect(read(reader, [bytes(`data: ${line}\n\n`)])).rejects.toMatchObject({ name: "ApiFailure" });
      }),
      { seed: 10, numRuns: 100 },
    );
  });
});

test("an unclosed thought is told as such", async () => {
  const cut = events(chunk.thought("Hm"), chunk.finish("length"), "[DONE]");
  expect(await read(readChatStream, [bytes(cut)])).toContainEqual({ type: "reasoning-end", closed: false });
});

test("leaving early cancels the body", async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes(events(chunk.text("x")))),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _event of readChatStream(readEvents(body))) break;
  expect(cancelled).toBe(true);
});
