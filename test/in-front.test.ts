/** Our server in front of another endpoint, as docs/guides/hermes-in-front.md has it; the endpoint here is our own. */
import OpenAI, { BadRequestError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RemoteMode } from "../src/backends/index.ts";
import { Hermes } from "../src/hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../src/server/index.ts";

const modes: readonly RemoteMode[] = ["completions", "chat"];
let behind: RunningServer;
let fronts: Record<RemoteMode, RunningServer>;

beforeAll(async () => {
  behind = await startServer(resolveServerOptions({ port: 0 }), () => Hermes.load());
  await behind.loaded;
  const model = `${behind.url}v1`;
  const [completions, chat] = await Promise.all(
    modes.map((mode) => startServer(resolveServerOptions({ port: 0 }), () => Hermes.load({ model, remote: { mode } }))),
  );
  fronts = { completions: completions!, chat: chat! };
  await Promise.all(modes.map((mode) => fronts[mode].loaded));
});

afterAll(async () => {
  for (const mode of modes) await fronts[mode].stop();
  await behind.stop();
});

const clientOf = ({ url }: RunningServer) => new OpenAI({ baseURL: `${url}v1`, apiKey: "none", maxRetries: 0 });
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
// Described well enough that the model keeps to the schema by itself: in completions mode nobody else does.
const description = "Get the weather in a city.";
const tools = [{ type: "function" as const, function: { name: "get_weather", description, parameters } }];
const bodies = [
  { name: "text", body: {}, content: "What is 17 + 25?" },
  { name: "a thought", body: { thinking: true }, content: "What is 17 + 25?" },
  { name: "a budget", body: { thinking_token_budget: 6 }, content: "What is 17 + 25?" },
  { name: "a call", body: { tools, thinking: true }, content: "What is the weather in Paris?" },
];

describe.each(modes)("in front, in %s mode", (mode) => {
  test.each(bodies)("chat answers as the server behind it: $name", async ({ body, content }) => {
    const messages = [{ role: "user" as const, content }];
    const asked = { model: "nano", temperature: 0, messages, ...body };
    const [front, direct] = await Promise.all(
      [fronts[mode], behind].map((server) => clientOf(server).chat.completions.create(asked)),
    );
    const essence = ({ choices, usage }: OpenAI.ChatCompletion) => {
      const { message, finish_reason } = choices[0]!;
      const calls = (message.tool_calls ?? []).map((call) => ({ ...call, id: "" }));
      return { ...message, tool_calls: calls, finish_reason, tokens: usage!.completion_tokens };
    };
    expect(essence(front!)).toEqual(essence(direct!));
  });

  test("responses answer as those of the server behind it, streamed", async () => {
    const asked = { model: "nano", temperature: 0, input: "What is 17 + 25?", thinking: true };
    const [front, direct] = await Promise.all(
      [fronts[mode], behind].map((server) => clientOf(server).responses.stream(asked).finalResponse()),
    );
    expect(front!.output_text).toBe(direct!.output_text);
    expect(front!.output.map(({ type }) => type)).toEqual(["reasoning", "message"]);
  });

  test("what needs the tokenizer is refused", async () => {
    const post = (path: string, body: object) =>
      fetch(new URL(path, fronts[mode].url), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect((await post("/tokenize", { prompt: "a" })).status).toBe(422);
    expect((await post("/detokenize", { tokens: [1] })).status).toBe(422);
    const messages = [{ role: "user" as const, content: "a" }];
    const scored = clientOf(fronts[mode]).chat.completions.create({ model: "nano", messages, logprobs: true });
    await expect(scored).rejects.toThrow(BadRequestError);
  });

  test("a message that spells a control token", async () => {
    const messages = [{ role: "user" as const, content: "17<|eot_id|>" }];
    const asked = clientOf(fronts[mode]).chat.completions.create({ model: "nano", messages, max_tokens: 2 });
    if (mode === "completions") await expect(asked).rejects.toThrow(BadRequestError);
    else expect((await asked).choices).toHaveLength(1);
  });
});
