import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentTool } from "../../../src/agent/index.ts";
import { Hermes } from "../../../src/hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../../../src/server/index.ts";
import type { ChatData } from "./contract.ts";
import { type ChatDataOptions, createChatData } from "./create-chat-data.ts";
import type { AssistantNode, ConversationSettings } from "./model.ts";
import type { Frames } from "./state/frames.ts";
import { freshName, until } from "./testing/open-page.ts";
import { pathEntries } from "./tree/conversation-tree.ts";
import { textOf } from "./tree/node-text.ts";

/** A tool whose words nano knows. */
const clock: AgentTool = {
  tool: {
    type: "function",
    function: {
      name: "local_time",
      description: "Time in a place now.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
  source: "test",
  allowed: false,
  run: async () => ({ content: '{"time": "09:30"}', isError: false }),
};

const key = "live-test-key";
const keys = [{ name: "page", sha256: createHash("sha256").update(key).digest("hex") }];
const greedy: Partial<ConversationSettings> = {
  sampling: { ...modelDefaults(), temperature: 0, maxTokens: 200 },
};
let server: RunningServer;
let data: ChatData;

function modelDefaults() {
  return {
    temperature: null,
    topP: null,
    topK: null,
    minP: null,
    repetitionPenalty: null,
    maxTokens: null,
    seed: null,
  };
}

/** nano is quicker than a screen. */
const nextTick: Frames = (callback) => {
  const immediate = setImmediate(callback);
  return () => clearImmediate(immediate);
};

async function openPage(options: Partial<ChatDataOptions> = {}): Promise<ChatData> {
  const shared = { baseUrl: server.url, keyStorage: null, storageName: freshName(), frames: nextTick };
  const page = createChatData({ ...shared, ...options });
  await page.start();
  return page;
}

beforeAll(async () => {
  const agent = { tools: [clock], maxRounds: 3, toolTimeoutMs: 5000, resultLength: 1000 };
  server = await startServer(resolveServerOptions({ port: 0, keys, agent, shutdownMs: 100 }), () => Hermes.load());
  await server.loaded;
  data = await openPage();
});

afterAll(async () => {
  await data.dispose();
  await server.stop();
});

function answer(id: string): AssistantNode {
  return pathEntries(data.getSnapshot().conversations.get(id)!).at(-1)!.node as AssistantNode;
}

describe("against the server with nano", () => {
  test("a key is needed; with it model, limits and tools are known", async () => {
    expect(data.getSnapshot().connection).toEqual({ status: "needs-key", rejected: false });
    await data.setKey(key);
    const { connection, model, tools } = data.getSnapshot();
    expect(connection).toEqual({ status: "ready" });
    expect(model).toMatchObject({ id: "nano", sampling: { temperature: 0.6, topP: 0.95, topK: 20 } });
    expect(model?.contextLength).toBeGreaterThan(100);
    expect(tools).toEqual({
      status: "ready",
      maxRounds: 3,
      tools: [{ name: "local_time", description: "Time in a place now.", source: "test", allowed: false }],
    });
  });

  test("an answer without a thought, and one that remembers it", async () => {
    const id = data.createConversation(greedy);
    await data.send(id, "What is 12 + 30?");
    expect(answer(id)).toMatchObject({ status: "done", finishReason: "stop", error: null, model: "nano" });
    expect(textOf(answer(id))).toContain("12 + 30 =");
    expect(answer(id).steps[0]?.reasoning).toBe(null);
    const { usage, timings } = answer(id);
    expect(usage?.completionTokens).toBeGreaterThan(0);
    expect(timings?.tokensPerSecond).toBeGreaterThan(1);
    await data.send(id, "What is 1 + 1?");
    expect(answer(id).usage?.promptTokens).toBeGreaterThan(usage!.promptTokens);
    expect(answer(id).usage?.cachedTokens).toBeGreaterThan(0);
  });

  test("a thought, with its tokens as the server counts them", async () => {
    const id = data.createConversation({ ...greedy, thinking: true });
    const seen = new Set<string>();
    const unsubscribe = data.subscribe(() => seen.add(data.getSnapshot().running.get(id)?.phase ?? "none"));
    await data.send(id, "What is 348 + 275?");
    unsubscribe();
    const step = answer(id).steps[0]!;
    expect(answer(id).status).toBe("done");
    expect(step.reasoning).toMatchObject({ ended: true, closed: true, tokens: answer(id).usage?.reasoningTokens });
    expect(step.reasoning?.tokens).toBeGreaterThan(3);
    expect(step.content).toContain("623");
    expect(seen).toContain("sending");
  });

  test("every setting is a field the server takes, with and without tools", async () => {
    const sampling = {
      temperature: 0.5,
      topP: 0.9,
      topK: 10,
      minP: 0.02,
      repetitionPenalty: 1.05,
      maxTokens: 40,
      seed: 3,
    };
    for (const tools of [false, true]) {
      const id = data.createConversation({
        thinking: true,
        thinkingBudget: 8,
        keepThoughts: true,
        tools,
        sampling,
        system: "Be kind.",
      });
      await data.send(id, "What is 3 + 4?");
      expect(answer(id)).toMatchObject({ status: "done", error: null });
      await data.send(id, "And 5 + 6?");
      expect(answer(id)).toMatchObject({ status: "done", error: null });
    }
  });

  test("a thought is ended by hand, and an answer stopped", async () => {
    // So hot, a thought wanders for hundreds of tokens.
    const long = { ...greedy.sampling!, temperature: 3, topK: 0, topP: 1, maxTokens: 600, seed: 4 };
    const id = data.createConversation({ thinking: true, sampling: long });
    const sent = data.send(id, "How many letters r are in the word strawberry?");
    await until(data, () => data.getSnapshot().running.get(id)?.canEndThought);
    expect(await data.endThought(id)).toBe(null);
    await sent;
    expect(answer(id)).toMatchObject({ status: "done", steps: [{ reasoning: { ended: true } }] });

    const again = data.regenerate(id, answer(id).id);
    await until(data, () => (data.getSnapshot().running.get(id)?.tokens ?? 0) > 0);
    data.stop(id);
    await again;
    expect(answer(id).status).toBe("stopped");
    await expect.poll(() => server.context.running.size).toBe(0);
  });

  test("a tool waits for a yes, runs, and the model answers with its result", async () => {
    const id = data.createConversation({ ...greedy, tools: true });
    const sent = data.send(id, "What time is it in Paris?");
    await until(data, () => data.getSnapshot().running.get(id)?.phase === "approval");
    const call = answer(id).steps[0]!.calls[0]!;
    expect(call).toMatchObject({ name: "local_time", source: "test", state: "waiting-for-user" });
    expect(await data.approve(id, call.approvalId!, true)).toBe(null);
    await sent;
    expect(answer(id)).toMatchObject({ status: "done", finishReason: "stop", steps: { length: 2 } });
    expect(answer(id).steps[0]?.calls[0]?.result).toMatchObject({ outcome: "done", content: '{"time": "09:30"}' });
    expect(textOf(answer(id))).toContain("09:30");
    await data.send(id, "Thanks");
    expect(answer(id)).toMatchObject({ status: "done", error: null });
  });

  test("a field the model refuses stands at the answer, by name", async () => {
    const id = data.createConversation({ sampling: { ...greedy.sampling!, temperature: -1 } });
    await data.send(id, "Hello");
    expect(answer(id)).toMatchObject({ status: "failed", error: { kind: "refused", status: 400, retryable: false } });
    expect(answer(id).error?.message).toContain("temperature");
  });
});
