import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI, { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, question } from "./openai-nano.ts";

/** What the next request is answered with, event by event. */
let script: readonly string[] = [];
let scripted: Server;
let client: OpenAI;
beforeAll(async () => {
  scripted = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(script.map((line) => `${line}\n\n`).join(""));
  });
  await new Promise<void>((resolve) => scripted.listen(0, "127.0.0.1", resolve));
  const { port } = scripted.address() as AddressInfo;
  client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: "none", maxRetries: 0, logLevel: "off" });
});
afterAll(() => scripted.close());

const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m" };
const event = (fields: object) => `data: ${JSON.stringify({ ...head, ...fields })}`;
const delta = (fields: object, more: object = {}) =>
  event({ choices: [{ index: 0, delta: fields, finish_reason: null, ...more }] });
const role = delta({ role: "assistant", content: "" });
const stop = delta({}, { finish_reason: "stop" });
const done = "data: [DONE]";

const call = (fields: object, functionFields: object) =>
  delta({ tool_calls: [{ index: 0, ...fields, function: functionFields }] });
const callStart = call({ id: "c1", type: "function" }, { name: "f", arguments: "" });
const callsEnd = delta({}, { finish_reason: "tool_calls" });
const strictTool = {
  type: "function" as const,
  function: { name: "f", strict: true, parameters: { type: "object", properties: {} } },
};

function helper(tools?: OpenAI.ChatCompletionTool[]) {
  return client.chat.completions
    .stream({ model: "m", messages: question("Hello"), ...(tools === undefined ? {} : { tools }) })
    .finalChatCompletion();
}

/** Each row breaks one rule of the stream of chunks; the test shows that the rule is one of the client's, not only ours. */
describe("what OpenAI's client does not survive", () => {
  test.each<[string, readonly string[], RegExp, OpenAI.ChatCompletionTool[]?]>([
    ["no role", [delta({ content: "a" }), stop, done], /missing role for choice 0/],
    ["no reason for the end", [role, delta({ content: "a" }), done], /missing finish_reason for choice 0/],
    ["a chunk without choices", [role, event({ usage: null }), stop, done], /choices/],
    [
      "a choice beyond n",
      [role, event({ choices: [{ index: 128, delta: {} }] }), stop, done],
      /invalid choice index: 128/,
    ],
    ["a ping that is an event", ["event: ping", role, stop, done], /./],
    ["a call without type", [role, call({ id: "c1" }, { name: "f", arguments: "{}" }), callsEnd, done], /type/],
    [
      "a name again, empty",
      [role, callStart, call({}, { name: "", arguments: "{}" }), callsEnd, done],
      /changed tool call identity/,
      [strictTool],
    ],
    ["no arguments at all", [role, callStart, callsEnd, done], /./, [strictTool]],
    [
      "a limit reached before a strict call is whole",
      [role, callStart, delta({}, { finish_reason: "length" }), done],
      /length/,
      [strictTool],
    ],
  ])("%s", async (_name, lines, message, tools) => {
    script = lines;
    await expect(helper(tools)).rejects.toThrow(message);
  });

  test("an error in the middle of a stream is an APIError with its words", async () => {
    script = [role, 'data: {"error":{"message":"The model failed.","type":"server_error","param":null,"code":null}}'];
    const stream = await client.chat.completions.create({ model: "m", messages: question("Hello"), stream: true });
    const failure = await collect(stream).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ error: { message: "The model failed.", type: "server_error" } });
  });
});

describe("what OpenAI's client survives, as we send it", () => {
  test.each<[string, readonly string[]]>([
    ["comments", [": ping", role, ": ping", delta({ content: "a" }), stop, done]],
    ["no end mark", [role, delta({ content: "a" }), stop]],
    [
      "progress of the prompt",
      [event({ choices: [], prompt_progress: { total: 1 } }), role, delta({ content: "a" }), stop, done],
    ],
    [
      "counts at the end",
      [role, delta({ content: "a" }), stop, event({ choices: [], usage: { prompt_tokens: 1 } }), done],
    ],
    [
      "our notes on the answer",
      [role, delta({ content: "a" }), delta({}, { finish_reason: "stop", hermes: { thinking: true } }), done],
    ],
  ])("%s", async (_name, lines) => {
    script = lines;
    expect((await helper()).choices[0]!.message.content).toBe("a");
  });

  test("thoughts, of which its helper keeps the last piece only", async () => {
    script = [role, delta({ reasoning: "one" }), delta({ reasoning: " two" }), delta({ content: "a" }), stop, done];
    expect((await helper()).choices[0]!.message).toMatchObject({ content: "a", reasoning: " two" });
  });

  test("blocks that are no calls, beside the content", async () => {
    const invalid = [{ raw: "<tool_call>", reason: "truncated" }];
    script = [role, delta({ invalid_tool_calls: invalid }), stop, done];
    expect((await helper()).choices[0]!.message).toMatchObject({ invalid_tool_calls: invalid });
  });
});
