import OpenAI, {
  APIConnectionTimeoutError,
  type APIError,
  APIUserAbortError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
} from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveServerOptions, startServer } from "../../src/server/index.ts";
import { type ChatBody, collect, eventually, joinChunks, type OpenAiNano, question, serveNano } from "./openai-nano.ts";

let nano: OpenAiNano;
/** Without these tokens nothing ends: neither a thought nor an answer. */
let endless: ChatBody;
let endlessThought: ChatBody;
beforeAll(async () => {
  nano = await serveNano({ defaults: { pingMs: 15 }, limits: { messages: 4, tools: 2, answerTokens: 4000 } });
  const idOf = (text: string) => nano.hermes.tokens!.encode(text, { parseSpecial: true, addSpecial: false })[0]!;
  endless = { logit_bias: { [idOf("<|eot_id|>")]: -100 }, temperature: 1 };
  endlessThought = { logit_bias: { [idOf("<|eot_id|>")]: -100, [idOf("</think>")]: -100 }, thinking: true };
});
afterAll(() => nano.server.stop());

const running = () => nano.hermes.stats()!.running;

describe("an error before the stream has a status, and the client's class for it", () => {
  test.each<[string, ChatBody, string]>([
    ["an unknown field", { temprature: 1 }, "temprature"],
    ["a value out of range", { top_p: 2 }, "top_p"],
    ["a field of nested form", { messages: [{ role: "user", content: 5 }] as never }, "messages[0].content"],
    [
      "an image",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "a" } }] }] },
      "messages",
    ],
    ["contradicting fields", { thinking: true, reasoning_effort: "none" }, "reasoning_effort"],
    ["a form of answer that there is not", { response_format: { type: "yaml" } as never }, "response_format"],
    ["a schema that is none", { guided_json: { type: "strin" } }, "guided_json/type"],
    ["more messages than the server takes", { messages: Array(5).fill(question("a")[0]) }, "messages"],
    ["a longer answer than the server gives", { max_tokens: 4001 }, "max_tokens"],
  ])("%s", async (_name, body, param) => {
    for (const stream of [false, true]) {
      const error = await nano.ask({ ...body, stream } as ChatBody).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(BadRequestError);
      const { status, param: told, type } = error as APIError;
      expect({ status, type }).toEqual({ status: 400, type: "invalid_request_error" });
      expect(told).toContain(param);
    }
  });

  test("a prompt longer than the context", async () => {
    for (const stream of [false, true]) {
      const asked = nano.ask({ messages: question("word ".repeat(5000)), stream } as ChatBody);
      await expect(asked).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
    }
  });

  test("another model", async () => {
    await expect(nano.ask({ model: "gpt-5" })).rejects.toBeInstanceOf(NotFoundError);
  });

  test("a model that is still loading", async () => {
    const loading = Promise.withResolvers<never>();
    const server = await startServer(resolveServerOptions({ port: 0, shutdownMs: 0 }), () => loading.promise);
    const client = new OpenAI({ baseURL: `${server.url}v1`, apiKey: "none", maxRetries: 0 });
    const asked = client.chat.completions.create({ model: "nano", messages: question("Hello") });
    await expect(asked).rejects.toMatchObject({
      status: 503,
      error: { type: "unavailable_error", message: "Loading model" },
    });
    await expect(asked).rejects.toBeInstanceOf(InternalServerError);
    loading.reject(new Error("given up"));
    await server.loaded.catch(() => {});
    await server.stop();
  });
});

describe("a client that goes away", () => {
  test("in the middle of a stream frees its sequence", async () => {
    const stream = await nano.client.chat.completions.create({
      model: "nano",
      messages: question("Tell me a story."),
      ...endless,
      stream: true,
    });
    let chunks = 0;
    for await (const _chunk of stream) {
      expect(running()).toBe(1);
      if (++chunks === 5) break;
    }
    await eventually(() => running() === 0);
  });

  test("by its own signal, with several choices", async () => {
    const controller = new AbortController();
    const chunks = nano.chunks({ ...endless, n: 3 }, controller.signal);
    await eventually(() => running() === 3);
    controller.abort();
    await chunks.catch((error: unknown) => expect(error).toBeInstanceOf(APIUserAbortError));
    await eventually(() => running() === 0);
  });

  test("before a whole answer is there", async () => {
    const impatient = new OpenAI({ baseURL: `${nano.server.url}v1`, apiKey: "none", maxRetries: 0, timeout: 60 });
    const asked = impatient.chat.completions.create({ model: "nano", messages: question("Hello"), ...endless });
    await expect(asked).rejects.toBeInstanceOf(APIConnectionTimeoutError);
    await eventually(() => running() === 0);
  });
});

describe("while nothing is written", () => {
  test("pings keep the line open, and the client does not see them", async () => {
    const body = { ...endlessThought, max_tokens: 300, include_reasoning: false, messages: question("What is 1 + 2?") };
    const response = await fetch(`${nano.server.url}v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, stream: true, sse_ping_interval: 0.005 }),
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await response.text()).toMatch(/^: ping$/m);
    const joined = joinChunks(await nano.chunks({ ...body, sse_ping_interval: 0.005 }));
    expect(joined).toMatchObject({ content: "", finishReason: "length" });
  });

  test("there are none where the client wants none", async () => {
    const response = await fetch(`${nano.server.url}v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...endlessThought,
        max_tokens: 100,
        include_reasoning: false,
        messages: question("What is 1 + 2?"),
        stream: true,
        sse_ping_interval: -1,
      }),
    });
    expect(await response.text()).not.toContain("ping");
  });
});

describe("a thought that is ended from outside", () => {
  const control = async (id: string) => {
    const response = await fetch(`${nano.server.url}v1/chat/completions/control`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, action: "reasoning_end" }),
    });
    return (await response.json()) as { success: boolean; message?: string };
  };

  test("gives way to the answer", async () => {
    const stream = await nano.client.chat.completions.create({
      model: "nano",
      messages: question("What is 3 + 4?"),
      temperature: 0,
      max_tokens: 3000,
      ...{ ...endlessThought, reasoning_control: true },
      stream: true,
    });
    const chunks = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (chunks.length === 10) expect(await control(chunk.id)).toEqual({ success: true });
      if (joinChunks(chunks.slice(-1)).content !== "") break;
    }
    expect(joinChunks(chunks).reasoning).not.toBe("");
    expect(await control("chatcmpl-unknown")).toMatchObject({ success: false, message: expect.any(String) });
    await eventually(() => running() === 0);
    expect(await control(chunks[0]!.id)).toMatchObject({ success: false });
    expect(nano.server.context.running.size).toBe(0);
  });

  test("only where the request allowed it", async () => {
    const stream = await nano.client.chat.completions.create({
      model: "nano",
      messages: question("What is 3 + 4?"),
      ...endlessThought,
      max_tokens: 60,
      stream: true,
    });
    const answers: unknown[] = [];
    for await (const { id } of stream) if (answers.length === 0) answers.push(await control(id));
    expect(answers).toMatchObject([{ success: false }]);
  });
});

test("many at once, each its own answer", async () => {
  const sums = Array.from({ length: 12 }, (_, index) => [index, index + 3] as const);
  const ask = ([a, b]: readonly [number, number]): ChatBody => ({
    messages: question(`What is ${a} + ${b}?`),
    thinking: true,
  });
  const alone = [];
  for (const sum of sums) alone.push((await nano.ask(ask(sum))).choices[0]!.message.content);
  const together = await Promise.all(sums.map(async (sum) => joinChunks(await nano.chunks(ask(sum))).content));
  expect(together).toEqual(alone);
  await eventually(() => running() === 0);
});

test("a reader who stops reading for a while misses nothing", async () => {
  const body = { ...endless, temperature: 0, max_tokens: 600 };
  const whole = (await nano.ask(body)).choices[0]!.message.content;
  const stream = await nano.client.chat.completions.create({
    model: "nano",
    messages: question("What is 17 + 25?"),
    ...body,
    stream: true,
  });
  let content = "";
  let chunks = 0;
  for await (const chunk of stream) {
    if (++chunks === 3) await eventually(() => running() === 0);
    content += joinChunks([chunk]).content;
  }
  expect(content).toBe(whole);
  expect(await collect(nano.client.models.list())).toHaveLength(1);
});
