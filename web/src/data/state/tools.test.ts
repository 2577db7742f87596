import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import type { ChatData } from "../contract.ts";
import type { AssistantNode } from "../model.ts";
import { openPage, until } from "../testing/open-page.ts";
import { answerOf, jsonResponse, ScriptedServer, ScriptedStream } from "../testing/scripted-server.ts";
import { pathEntries } from "../tree/conversation-tree.ts";

const agent = "/v1/agent/chat";
const part = (round: number, body: object) => ({ type: "stream-part", round, part: body });
const finish = (round: number, reason: string) =>
  part(round, {
    type: "finish",
    reason,
    usage: { promptTokens: 10, completionTokens: 6, reasoningTokens: 2, cachedTokens: 3 },
    timings: { promptMs: 1, decodeMs: 30 },
  });

function lastAnswer(data: ChatData, id: string): AssistantNode {
  return pathEntries(data.getSnapshot().conversations.get(id)!).at(-1)!.node as AssistantNode;
}

async function ask() {
  const stream = new ScriptedStream();
  const server = new ScriptedServer({
    "/v1/agent/tools": () =>
      jsonResponse({
        object: "list",
        data: [{ name: "calculator", description: "Computes.", source: "built-in", allowed: false }],
        max_rounds: 8,
      }),
    [agent]: ({ signal }) => stream.follow(signal).response,
    "/v1/agent/approvals/y-1": () => jsonResponse({ success: true }),
  });
  const data = await openPage(server);
  const id = data.createConversation({ tools: true, thinking: true });
  const sent = data.send(id, "What is 6 times 7?");
  stream.send(
    { type: "stream-start", id: "agent-1", model: "nano", created: 1 },
    { type: "round-start", round: 1 },
    part(1, { type: "reasoning-delta", text: "I must compute." }),
    part(1, { type: "reasoning-end", closed: true }),
    part(1, { type: "tool-call", id: "call_1", name: "calculator", arguments: '{"expression":"6*7"}', notes: [] }),
    finish(1, "tool-calls"),
    {
      type: "approval-request",
      approvalId: "y-1",
      callId: "call_1",
      name: "calculator",
      source: "built-in",
      arguments: "{}",
    },
  );
  await until(data, () => data.getSnapshot().running.get(id)?.phase === "approval");
  return { data, id, stream, server, sent };
}

describe("a tool loop", () => {
  test("asks, runs and goes on; steps, results and sums are kept", async () => {
    const { data, id, stream, server, sent } = await ask();
    expect(data.getSnapshot().tools).toMatchObject({ status: "ready", maxRounds: 8, tools: [{ name: "calculator" }] });
    expect(lastAnswer(data, id).steps[0]).toMatchObject({
      reasoning: { text: "I must compute.", tokens: 2, closed: true },
      calls: [{ id: "call_1", state: "waiting-for-user", approvalId: "y-1", source: "built-in", result: null }],
    });
    expect(await data.approve(id, "y-1", true)).toBe(null);
    expect(server.of("/v1/agent/approvals/y-1")[0]?.body).toEqual({ approved: true });
    stream.send(
      { type: "approval-answer", approvalId: "y-1", answer: "approved" },
      { type: "tool-start", callId: "call_1", name: "calculator", source: "built-in" },
    );
    await until(data, () => lastAnswer(data, id).steps[0]?.calls[0]?.state === "running");
    stream.send(
      { type: "tool-result", callId: "call_1", name: "calculator", outcome: "done", content: "42", elapsedMs: 1 },
      { type: "round-start", round: 2 },
      part(2, { type: "text-delta", text: "It is 42." }),
      finish(2, "stop"),
      { type: "agent-finish", reason: "answered", rounds: 2, messages: [] },
      "[DONE]",
    );
    await sent;
    expect(lastAnswer(data, id)).toMatchObject({
      status: "done",
      finishReason: "stop",
      usage: { promptTokens: 20, completionTokens: 12, reasoningTokens: 4, cachedTokens: 6 },
      timings: { tokensPerSecond: 200 },
      steps: [{ calls: [{ state: "finished", result: { outcome: "done", content: "42" } }] }, { content: "It is 42." }],
    });
    server.on(agent, () => new ScriptedStream().response);
    data.changeSettings(id, { tools: false });
    server.on("/v1/chat/completions", () => answerOf("Yes."));
    await data.send(id, "Sure?");
    expect(server.of("/v1/chat/completions")[0]?.body?.messages).toMatchObject([
      { role: "user" },
      {
        role: "assistant",
        content: "",
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "calculator", arguments: '{"expression":"6*7"}' } },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "42" },
      { role: "assistant", content: "It is 42." },
      { role: "user" },
    ]);
    await data.dispose();
  });

  test("stopped while it waits, its call is cancelled", async () => {
    const { data, id, sent } = await ask();
    data.stop(id);
    await sent;
    expect(lastAnswer(data, id)).toMatchObject({
      status: "stopped",
      steps: [{ calls: [{ state: "finished", approvalId: null, result: { outcome: "cancelled" } }] }],
    });
    await data.dispose();
  });

  test("a question that is over is told in words", async () => {
    const { data, id, sent } = await ask();
    expect(await data.approve(id, "other", false)).toMatch(/no route/);
    data.stop(id);
    await sent;
    await data.dispose();
  });
});
