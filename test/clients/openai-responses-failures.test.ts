import OpenAI, { APIError, BadRequestError, NotFoundError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../../src/hermes.ts";
import { resolveServerOptions, startServer } from "../../src/server/index.ts";
import { collect } from "./openai-nano.ts";
import { type ResponsesBody, type ResponsesNano, serveResponses, sum, weather } from "./openai-responses-nano.ts";

let nano: ResponsesNano;
beforeAll(async () => {
  nano = await serveResponses();
});
afterAll(() => nano.server.stop());

const refusals: { name: string; body: object; status: number; facts: object }[] = [
  {
    name: "an earlier response",
    body: { previous_response_id: "resp_1" },
    status: 400,
    facts: { param: "previous_response_id" },
  },
  { name: "storing", body: { store: true }, status: 400, facts: { param: "store", code: "unsupported_parameter" } },
  { name: "another model", body: { model: "gpt-5" }, status: 404, facts: { param: "model", code: "model_not_found" } },
  {
    name: "a built-in tool",
    body: { tools: [{ type: "web_search" }] },
    status: 400,
    facts: { param: "tools[0].type" },
  },
  {
    name: "a picture",
    body: { input: [{ role: "user", content: [{ type: "input_image", image_url: "data:" }] }] },
    status: 400,
    facts: { param: "input[0].content[0].type" },
  },
  {
    name: "a form of answer that there is not",
    body: { text: { format: { type: "yaml" } } },
    status: 400,
    facts: { param: "text.format.type" },
  },
  {
    name: "a call that must be, of nothing",
    body: { tool_choice: "required" },
    status: 400,
    facts: { param: "tool_choice" },
  },
  {
    name: "two opinions",
    body: { thinking: false, thinking_budget: 9 },
    status: 400,
    facts: { code: "invalid_prompt" },
  },
  {
    name: "two tools of one name",
    body: { tools: [weather, weather] },
    status: 400,
    facts: { param: "tools[1].name" },
  },
  {
    name: "too long a prompt",
    body: { input: "17 + 25 ".repeat(4000) },
    status: 400,
    facts: { param: "input", code: "context_length_exceeded" },
  },
  {
    name: "too many items",
    body: { input: Array.from({ length: 1025 }, () => ({ role: "user", content: "a" })) },
    status: 400,
    facts: { param: "input", code: "limit_exceeded" },
  },
];

describe("what cannot be answered has a status of its own, streamed or not", () => {
  test.each(refusals)("$name", async ({ body, status, facts }) => {
    for (const send of [nano.ask, nano.stream]) {
      const error = await send(body as ResponsesBody).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(status === 404 ? NotFoundError : BadRequestError);
      expect(error).toMatchObject({ status, ...facts });
    }
  });
});

/** Answers as nano does until so many parts have come, and then fails. */
function failing(hermes: Hermes, parts: number): Hermes {
  async function* stream(...question: Parameters<Hermes["stream"]>) {
    let left = parts;
    for await (const part of hermes.stream(...question)) {
      if (left-- === 0) throw new Error("at /home/secret");
      yield part;
    }
  }
  const get = (target: Hermes, name: keyof Hermes) => {
    if (name === "stream") return stream;
    const value: unknown = target[name];
    return typeof value === "function" ? value.bind(target) : value;
  };
  return new Proxy(hermes, { get: (target, name) => get(target, name as keyof Hermes) });
}

async function withFailing<Result>(parts: number, run: (client: OpenAI) => Promise<Result>): Promise<Result> {
  const failed = await startServer(resolveServerOptions({ port: 0 }), async () => failing(await Hermes.load(), parts));
  await failed.loaded;
  try {
    return await run(new OpenAI({ baseURL: `${failed.url}v1`, apiKey: "none", maxRetries: 0 }));
  } finally {
    await failed.stop();
  }
}

describe("an answer that breaks off", () => {
  const asked = { model: "nano", temperature: 0, input: sum };

  test("ends its stream with response.failed, and keeps what it had", async () => {
    await withFailing(6, async (client) => {
      const events = await collect(await client.responses.create({ ...asked, stream: true }));
      expect(events.at(-1)).toMatchObject({
        type: "response.failed",
        response: { status: "failed", error: { code: "server_error", message: "The server failed to answer." } },
      });
      const deltas = events.flatMap((event) => (event.type === "response.output_text.delta" ? [event.delta] : []));
      const text = deltas.join("");
      expect(text).not.toBe("");
      expect(events.at(-1)).toMatchObject({ response: { output: [{ status: "incomplete", content: [{ text }] }] } });
      expect(await client.responses.stream(asked).finalResponse()).toMatchObject({ status: "failed" });
    });
  });

  test("has a status where nothing has come yet, and where it is not streamed", async () => {
    await withFailing(0, async (client) => {
      for (const stream of [true, false]) {
        const error = await client.responses.create({ ...asked, stream }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(APIError);
        expect(error).toMatchObject({ status: 500, message: expect.not.stringContaining("secret") });
      }
    });
  });
});
