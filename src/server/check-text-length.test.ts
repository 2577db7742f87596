import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NanoServer, nanoServer } from "./testing/nano-server.ts";

let server: NanoServer;
beforeAll(async () => {
  server = await nanoServer();
});
afterAll(() => server.hermes.dispose());

const million = "e\u0301".repeat(500_000);
const asked = [{ role: "user", content: "Hi." }];
const tool = (parameters: unknown) => [{ type: "function", function: { name: "f", parameters } }];

describe("texts of far too many tokens are refused without keeping others waiting", () => {
  test.each<[string, string, object | string]>([
    ["a message", "/v1/chat/completions", { messages: [{ role: "user", content: million }] }],
    [
      "a thousand messages",
      "/v1/chat/completions",
      { messages: Array(1000).fill({ role: "user", content: "ab ".repeat(999) }) },
    ],
    ["a description", "/v1/chat/completions", { messages: asked, tools: tool({ description: million }) }],
    ["names in a schema", "/v1/chat/completions", { messages: asked, tools: tool({ [million]: 1, "1": 2 }) }],
    [
      "a number in a schema",
      "/v1/chat/completions",
      `{"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"minimum":${"9".repeat(1e6)}}}}]}`,
    ],
    [
      "arguments of a call",
      "/v1/chat/completions",
      {
        messages: [
          ...asked,
          {
            role: "assistant",
            tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: `[${"1,".repeat(5e5)}1]` } }],
          },
        ],
      },
    ],
    ["a prompt", "/v1/completions", { prompt: million }],
    ["control tokens as text", "/v1/completions", { prompt: "<|eot_id|>".repeat(20_000), parse_special: false }],
    ["several prompts", "/v1/completions", { prompt: [million, million] }],
    ["input", "/v1/responses", { input: million }],
    ["instructions", "/v1/responses", { input: "Hi.", instructions: million }],
    ["text for tokens", "/tokenize", { prompt: million }],
    ["llama.cpp's text for tokens", "/tokenize", { content: million }],
    ["messages for tokens", "/tokenize", { messages: [{ role: "user", content: million }] }],
    ["messages for a prompt", "/apply-template", { messages: [{ role: "user", content: million }] }],
    ["messages for a count", "/v1/chat/completions/input_tokens", { messages: [{ role: "user", content: million }] }],
  ])("%s at %s", async (_, path, body) => {
    const response = await server.post(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(/more than 32768 tokens/), code: "context_length_exceeded" },
    });
    expect(server.core.admission.running).toBe(0);
  });
});

test("what is a little too long for the model is left to it", async () => {
  const { count } = (await server.ask("/tokenize", { prompt: "a ".repeat(15_000) })) as { count: number };
  expect(count).toBeGreaterThan(15_000);
  const response = await server.post("/v1/completions", { prompt: "<|eot_id|>".repeat(20_000) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/and the context 4096,/) } });
});
