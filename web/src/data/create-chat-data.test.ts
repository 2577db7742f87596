import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { AssistantNode } from "./model.ts";
import { openPage, until } from "./testing/open-page.ts";
import { answerOf, chunk, ScriptedServer, ScriptedStream } from "./testing/scripted-server.ts";
import { pathEntries } from "./tree/conversation-tree.ts";
import { textOf } from "./tree/node-text.ts";

function shown(data: Awaited<ReturnType<typeof openPage>>, id: string): string[] {
  return pathEntries(data.getSnapshot().conversations.get(id)!).map(({ node }) => textOf(node));
}

test("a message is sent, answered, stored and there again in a new tab", async () => {
  const server = new ScriptedServer({ "/v1/chat/completions": () => answerOf("Hel", "lo.") });
  const first = await openPage(server, { storageName: "reload" });
  expect(first.getSnapshot().model?.contextLength).toBe(4096);
  const id = first.createConversation({ system: "Be brief." });
  expect(await first.send(id, "Say hello to me")).toBe(true);
  expect(shown(first, id)).toEqual(["Say hello to me", "Hello."]);
  const { messages } = server.of("/v1/chat/completions")[0]!.body!;
  expect(messages).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Say hello to me" },
  ]);
  await first.dispose();

  const second = await openPage(server, { storageName: "reload" });
  expect(second.getSnapshot().list).toMatchObject([{ id, title: "Say hello to me", messages: 2 }]);
  expect(await second.openConversation(id)).toBe(true);
  expect(shown(second, id)).toEqual(["Say hello to me", "Hello."]);
  const answer = pathEntries(second.getSnapshot().conversations.get(id)!)[1]!.node as AssistantNode;
  expect(answer).toMatchObject({ status: "done", finishReason: "stop", model: "nano", usage: { cachedTokens: 4 } });
  expect(answer.timings?.tokensPerSecond).toBeCloseTo(4);
  await second.dispose();
});

test("a thought is shown while it runs and can be ended", async () => {
  const stream = new ScriptedStream();
  const server = new ScriptedServer({
    "/v1/chat/completions": ({ signal }) => stream.follow(signal).response,
    "/v1/chat/completions/control": () => Response.json({ success: true }),
  });
  const data = await openPage(server);
  const id = data.createConversation({ thinking: true, thinkingBudget: 64 });
  const sent = data.send(id, "Think");
  stream.send(chunk.role(), chunk.thought("Well, "), chunk.thought("now"));
  const running = await until(data, () => {
    const state = data.getSnapshot().running.get(id);
    return state?.phase === "thinking" && state.tokens === 2 && state;
  });
  expect(running.canEndThought).toBe(true);
  const node = data.getSnapshot().conversations.get(id)!.nodes[running.node] as AssistantNode;
  expect(node.steps[0]?.reasoning).toMatchObject({ text: "Well, now", tokens: 2, ended: false });
  expect(await data.endThought(id)).toBe(null);
  expect(server.of("/v1/chat/completions/control")[0]?.body).toEqual({ id: "chatcmpl-1", action: "reasoning_end" });
  expect(data.getSnapshot().running.get(id)?.canEndThought).toBe(false);
  stream.send(chunk.text("Done."), chunk.finish(), chunk.usage(9, 6), "[DONE]");
  await sent;
  const after = data.getSnapshot().conversations.get(id)!.nodes[running.node] as AssistantNode;
  expect(after.steps[0]).toMatchObject({ content: "Done.", reasoning: { tokens: 6, ended: true, closed: true } });
  expect(data.getSnapshot().running.size).toBe(0);
  await data.dispose();
});
