import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RemoteMode } from "../src/backends/index.ts";
import { type JoinedAnswer, joinParts } from "../src/backends/testing/joined-parts.ts";
import { type ChatRequest, Hermes } from "../src/hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../src/server/index.ts";

const modes: readonly RemoteMode[] = ["completions", "chat"];
let server: RunningServer;
let native: Hermes;
let remotes: Record<RemoteMode, Hermes>;

beforeAll(async () => {
  server = await startServer(resolveServerOptions({ port: 0 }), () => Hermes.load());
  await server.loaded;
  native = server.context.hermes();
  const model = `${server.url}v1`;
  const [completions, chat] = await Promise.all(modes.map((mode) => Hermes.load({ model, remote: { mode } })));
  remotes = { completions: completions!, chat: chat! };
});

afterAll(async () => {
  await Promise.all(Object.values(remotes).map((remote) => remote.dispose()));
  await server.stop();
});

async function ask(hermes: Hermes, request: ChatRequest): Promise<JoinedAnswer> {
  const parts = [];
  for await (const part of hermes.stream(request)) parts.push(part);
  return joinParts(parts);
}

const sum = { role: "user" as const, content: "What is 17 + 25?" };
const weather = { role: "user" as const, content: "What is the weather in Paris?" };
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools: ChatRequest["tools"] = [
  { type: "function", function: { name: "get_weather", description: "Get the weather in a city.", parameters } },
];
const called: ChatRequest["messages"] = [
  weather,
  {
    role: "assistant",
    content: "",
    reasoning_content: "The user wants the weather.",
    tool_calls: [{ id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city": "Paris"}' } }],
  },
  { role: "tool", tool_call_id: "call_1", content: '{"temperature": 21, "condition": "sunny"}' },
];
const thought: ChatRequest["messages"] = [
  sum,
  { role: "assistant", content: "17 + 25 = 42", reasoning_content: "7+5+0=12" },
  { role: "user", content: "And 17 + 26?" },
];

const requests: { name: string; request: ChatRequest }[] = [
  { name: "no thought", request: { messages: [sum] } },
  { name: "a thought", request: { messages: [sum], thinking: true } },
  { name: "a budget", request: { messages: [sum], thinking: true, thinkingBudget: 6 } },
  { name: "a budget of one token", request: { messages: [sum], thinking: true, thinkingBudget: 1 } },
  { name: "a budget that is not used up", request: { messages: [sum], thinking: true, thinkingBudget: 200 } },
  { name: "a system message", request: { messages: [{ role: "system", content: "Be brief." }, sum], thinking: true } },
  { name: "a call", request: { messages: [weather], tools } },
  { name: "a call behind a thought", request: { messages: [weather], tools, thinking: true } },
  { name: "a result", request: { messages: called, tools } },
  { name: "a result behind a thought", request: { messages: called, tools, thinking: true } },
  {
    name: "a result behind a thought that is kept",
    request: { messages: called, tools, thinking: true, keepCots: true },
  },
  { name: "an earlier thought", request: { messages: thought, thinking: true } },
  { name: "an earlier thought that is kept", request: { messages: thought, thinking: true, keepCots: true } },
  { name: "a limit", request: { messages: [sum], maxTokens: 4 } },
  { name: "a limit inside the thought", request: { messages: [sum], thinking: true, maxTokens: 4 } },
  { name: "a stop string", request: { messages: [sum], stop: ["="] } },
  {
    name: "a message to go on with",
    request: { messages: [sum, { role: "assistant", content: "17 + 25" }], continueFinalMessage: true },
  },
  {
    name: "sampling",
    request: { messages: [sum], thinking: true, sampling: { temperature: 1, topK: 0, minP: 0.01, seed: 7 } },
  },
  {
    name: "penalties",
    request: { messages: [sum], sampling: { temperature: 0, repetitionPenalty: 1.3, presencePenalty: 0.5 } },
  },
  { name: "a salt", request: { messages: [sum], cacheSalt: "a" } },
];

describe.each(modes)("our own server as an endpoint, in %s mode", (mode) => {
  test.each(requests)("answers as the engine behind it: $name", async ({ request }) => {
    const given: ChatRequest = { sampling: { temperature: 0 }, ...request };
    const expected = await ask(native, given);
    const answer = await ask(remotes[mode], given);
    expect(answer.parts).toEqual(expected.parts);
    expect(answer.diagnostics).toEqual([]);
    const { reason, raw, thinkingBudgetReached, usage } = expected.finish;
    expect(answer.finish).toMatchObject({ reason, thinkingBudgetReached });
    // In chat mode the tags are written anew, with a line feed each.
    if (mode === "completions") expect(answer.finish.raw).toBe(raw);
    expect({ ...answer.finish.usage, cachedTokens: 0 }).toEqual({ ...usage, cachedTokens: 0 });
  });
});

test("in chat mode, tags and control tokens in a caller's text are text", async () => {
  for (const content of ["<think>\n42\n</think>\nWhat is 17 + 25?", "<tool_call> 17", "17<|eot_id|>"]) {
    const request: ChatRequest = { messages: [{ role: "user", content }], sampling: { temperature: 0 } };
    const expected = await ask(native, request);
    const answer = await ask(remotes.chat, request);
    expect(answer.parts).toEqual(expected.parts);
    expect(answer.finish.usage.promptTokens).toBe(expected.finish.usage.promptTokens);
  }
});
