import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";
import type { ChatData } from "../contract.ts";
import type { AssistantNode } from "../model.ts";
import { openPage, until } from "../testing/open-page.ts";
import {
  answerOf,
  chunk,
  errorResponse,
  jsonResponse,
  ScriptedServer,
  ScriptedStream,
} from "../testing/scripted-server.ts";
import { pathEntries } from "../tree/conversation-tree.ts";
import { textOf } from "../tree/node-text.ts";

const chat = "/v1/chat/completions";

function path(data: ChatData, id: string) {
  return pathEntries(data.getSnapshot().conversations.get(id)!);
}

function shown(data: ChatData, id: string): string {
  return path(data, id)
    .map(({ node }) => textOf(node))
    .join(" | ");
}

function lastAnswer(data: ChatData, id: string): AssistantNode {
  return path(data, id).at(-1)!.node as AssistantNode;
}

/** Answers one after the other. */
function answering(...texts: string[]): ScriptedServer {
  return new ScriptedServer({ [chat]: () => answerOf(texts.shift() ?? "nothing left") });
}

describe("branches", () => {
  test("regenerating and editing make siblings, and the model sees only the path", async () => {
    const server = answering("one", "two", "three");
    const data = await openPage(server);
    const id = data.createConversation();
    await data.send(id, "Question");
    await data.regenerate(id, lastAnswer(data, id).id);
    expect(shown(data, id)).toBe("Question | two");
    expect(path(data, id)[1]).toMatchObject({ index: 1, siblings: { length: 2 } });
    await data.edit(id, path(data, id)[0]!.node.id, "Other question");
    expect(shown(data, id)).toBe("Other question | three");
    expect(server.of(chat)[2]?.body?.messages).toEqual([{ role: "user", content: "Other question" }]);
    data.showNode(id, path(data, id)[0]!.siblings[0]!);
    expect(shown(data, id)).toBe("Question | two");
    data.showNode(id, path(data, id)[1]!.siblings[0]!);
    expect(shown(data, id)).toBe("Question | one");
    data.deleteBranch(id, path(data, id)[0]!.node.id);
    expect(shown(data, id)).toBe("Other question | three");
    expect(data.getSnapshot().list).toMatchObject([{ title: "Other question", messages: 2 }]);
    await data.dispose();
  });

  test("an edited answer stands as it is, and is what the model sees", async () => {
    const server = answering("one", "two");
    const data = await openPage(server);
    const id = data.createConversation();
    await data.send(id, "Question");
    expect(await data.edit(id, lastAnswer(data, id).id, "Mine")).toBe(true);
    expect(lastAnswer(data, id)).toMatchObject({ edited: true, status: "done", usage: null });
    await data.send(id, "More");
    expect(server.of(chat)[1]?.body?.messages).toEqual([
      { role: "user", content: "Question" },
      { role: "assistant", content: "Mine" },
      { role: "user", content: "More" },
    ]);
    await data.dispose();
  });

  test("what does not exist, empty texts and a second question at once are refused", async () => {
    const stream = new ScriptedStream();
    const data = await openPage(new ScriptedServer({ [chat]: () => stream.response }));
    const id = data.createConversation();
    expect(await data.send(id, " \n")).toBe(false);
    expect(await data.send("nobody", "x")).toBe(false);
    expect(await data.regenerate(id, "nobody")).toBe(false);
    expect(await data.edit(id, "nobody", "x")).toBe(false);
    const first = data.send(id, "x");
    await until(data, () => data.getSnapshot().running.has(id));
    expect(await data.send(id, "y")).toBe(false);
    expect(await data.regenerate(id, path(data, id)[0]!.node.id)).toBe(false);
    stream.send(chunk.text("ok"), chunk.finish(), "[DONE]");
    expect(await first).toBe(true);
    expect(shown(data, id)).toBe("x | ok");
    await data.dispose();
  });
});

describe("running answers", () => {
  test("stopping keeps what has come and frees the connection", async () => {
    const stream = new ScriptedStream();
    const data = await openPage(new ScriptedServer({ [chat]: ({ signal }) => stream.follow(signal).response }));
    const id = data.createConversation();
    const sent = data.send(id, "Talk");
    stream.send(chunk.thought("Let me"), chunk.text("Well"));
    await until(data, () => data.getSnapshot().running.get(id)?.phase === "answering");
    data.stop(id);
    expect(await sent).toBe(true);
    expect(stream.cancelled).toBe(true);
    expect(lastAnswer(data, id)).toMatchObject({
      status: "stopped",
      finishReason: "cancelled",
      steps: [{ content: "Well" }],
    });
    expect(data.getSnapshot().running.size).toBe(0);
    await data.dispose();
  });

  test("several conversations run side by side", async () => {
    const streams = [new ScriptedStream(), new ScriptedStream()];
    let next = 0;
    const data = await openPage(new ScriptedServer({ [chat]: () => streams[next++]!.response }));
    const [one, two] = [data.createConversation(), data.createConversation()];
    const sent = [data.send(one, "first"), data.send(two, "second")];
    await until(data, () => data.getSnapshot().running.size === 2);
    streams[1]!.send(chunk.text("B"), chunk.finish(), "[DONE]");
    await sent[1];
    expect([...data.getSnapshot().running.keys()]).toEqual([one]);
    streams[0]!.send(chunk.text("A"), chunk.finish(), "[DONE]");
    await sent[0];
    expect([shown(data, one), shown(data, two)]).toEqual(["first | A", "second | B"]);
    await data.dispose();
  });

  test("many pieces are shown in few frames", async () => {
    const stream = new ScriptedStream();
    const frames: (() => void)[] = [];
    const data = await openPage(new ScriptedServer({ [chat]: () => stream.response }), {
      frames: (callback) => {
        frames.push(callback);
        return () => {};
      },
    });
    const id = data.createConversation();
    const sent = data.send(id, "Count");
    stream.send(...Array.from({ length: 500 }, (_, i) => chunk.text(`${i} `)));
    await until(data, () => frames.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const listener = vi.fn();
    data.subscribe(listener);
    expect(frames).toHaveLength(1);
    frames.shift()!();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(data.getSnapshot().running.get(id)?.tokens).toBe(500);
    stream.send(chunk.finish(), "[DONE]");
    await sent;
    expect(textOf(lastAnswer(data, id))).toMatch(/^0 1 2 .* 499 $/);
    await data.dispose();
  });

  test("the prompt's progress is shown until the first piece", async () => {
    const stream = new ScriptedStream();
    const data = await openPage(new ScriptedServer({ [chat]: () => stream.response }));
    const id = data.createConversation();
    const sent = data.send(id, "Long");
    stream.send({ id: "x", choices: [], prompt_progress: { total: 100, cache: 0, processed: 64, time_ms: 3 } });
    const running = await until(data, () => {
      const state = data.getSnapshot().running.get(id);
      return state?.phase === "prompt" && state;
    });
    expect(running.promptProgress).toEqual({ processed: 64, total: 100 });
    stream.send(chunk.text("ok"), chunk.finish(), "[DONE]");
    await sent;
    await data.dispose();
  });

  test("deleting its branch, and its conversation, stops an answer", async () => {
    const streams: ScriptedStream[] = [];
    const server = new ScriptedServer({
      [chat]: ({ signal }) => {
        streams.push(new ScriptedStream().follow(signal));
        return streams.at(-1)!.response;
      },
    });
    const data = await openPage(server);
    const [one, two] = [data.createConversation(), data.createConversation()];
    const sent = [data.send(one, "a"), data.send(two, "b")];
    await until(data, () => streams.length === 2);
    data.deleteBranch(one, path(data, one)[0]!.node.id);
    await data.deleteConversation(two);
    await Promise.all(sent);
    expect(streams.map(({ cancelled }) => cancelled)).toEqual([true, true]);
    expect(path(data, one)).toEqual([]);
    expect(data.getSnapshot().conversations.has(two)).toBe(false);
    await data.dispose();
  });
});

describe("failures", () => {
  const broken = () => {
    const stream = new ScriptedStream();
    stream.send(chunk.text("Half"));
    setTimeout(() => stream.break(), 5);
    return stream.response;
  };
  const cases: readonly [name: string, respond: () => Response, error: object][] = [
    [
      "refused",
      () => errorResponse(400, "top_k must be positive"),
      { kind: "refused", message: "top_k must be positive", retryable: false },
    ],
    ["too many requests", () => errorResponse(429, "The queue is full."), { kind: "busy", retryable: true }],
    ["a fault", () => errorResponse(500, "Broken."), { kind: "server", retryable: true }],
    ["no JSON", () => new Response("<html>", { status: 502 }), { kind: "server", status: 502 }],
    ["no stream", () => jsonResponse({ hello: 1 }), { kind: "protocol" }],
    ["a broken connection", broken, { kind: "cut", retryable: true }],
    [
      "no connection",
      () => {
        throw new TypeError("fetch failed");
      },
      { kind: "unreachable", retryable: true },
    ],
  ];
  test.each(cases)("%s stands at the answer, and asking again works", async (_name, respond, error) => {
    const server = new ScriptedServer({ [chat]: respond });
    const data = await openPage(server);
    const id = data.createConversation();
    expect(await data.send(id, "Question")).toBe(true);
    expect(lastAnswer(data, id)).toMatchObject({ status: "failed", error });
    expect(textOf(lastAnswer(data, id))).toBe(respond === broken ? "Half" : "");
    server.on(chat, () => answerOf("Whole"));
    await data.regenerate(id, lastAnswer(data, id).id);
    expect(shown(data, id)).toBe("Question | Whole");
    await data.dispose();
  });

  test("an answer that never came is left out of the next prompt", async () => {
    const server = new ScriptedServer({ [chat]: () => errorResponse(500, "Broken.") });
    const data = await openPage(server);
    const id = data.createConversation();
    await data.send(id, "One");
    server.on(chat, () => answerOf("ok"));
    await data.send(id, "Two");
    expect(server.of(chat)[1]?.body?.messages).toEqual([
      { role: "user", content: "One" },
      { role: "user", content: "Two" },
    ]);
    await data.dispose();
  });
});

test("settings become the fields of the request", async () => {
  const server = answering("one", "two", "three");
  const data = await openPage(server);
  const id = data.createConversation();
  await data.send(id, "a");
  const plain = server.of(chat)[0]!.body!;
  expect(plain).toMatchObject({ model: "nano", stream: true, thinking: false, return_progress: true });
  for (const field of ["temperature", "top_k", "seed", "thinking_token_budget"])
    expect(plain).not.toHaveProperty(field);
  data.changeSettings(id, { thinking: true, sampling: { temperature: 0, topK: 5, seed: 7 } });
  data.changeSettings(id, { thinkingBudget: 50, keepThoughts: true, sampling: { minP: 0.1, repetitionPenalty: 1.1 } });
  await data.send(id, "b");
  expect(server.of(chat)[1]!.body!).toMatchObject({
    thinking: true,
    reasoning_control: true,
    thinking_token_budget: 50,
    chat_template_kwargs: { keep_cots: true },
    temperature: 0,
    top_k: 5,
    min_p: 0.1,
    repetition_penalty: 1.1,
    seed: 7,
    stream_options: { include_usage: true },
  });
  expect(lastAnswer(data, id).settings.sampling.seed).toBe(7);
  await data.dispose();
});
