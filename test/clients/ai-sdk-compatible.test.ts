import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, isStepCount, jsonSchema, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHermes, type HermesProvider } from "../../src/ai-sdk/index.ts";
import { eventually, type OpenAiNano, serveNano } from "./openai-nano.ts";

/** The AI SDK before our server: through its general provider for such servers, and through our own. */
let nano: OpenAiNano;
let general: ReturnType<typeof createOpenAICompatible>;
let own: HermesProvider;

beforeAll(async () => {
  nano = await serveNano();
  const baseURL = `${nano.server.url}v1`;
  general = createOpenAICompatible({ name: "hermes", baseURL, includeUsage: true });
  own = createHermes({ baseURL });
});
afterAll(async () => {
  await own.dispose();
  await nano.server.stop();
});

const greedy = { temperature: 0, maxRetries: 0 } as const;
const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] } as const;
const get_weather = tool({
  description: "Get the weather in a city.",
  inputSchema: jsonSchema<{ city: string }>(city),
  execute: async () => ({ temperature: 21, condition: "sunny" }),
});

describe.each([
  ["the general provider", () => general("nano")],
  ["our provider", () => own("nano")],
])("%s", (_name, model) => {
  test("a thought, its text and the usage", async () => {
    const thinking = { providerOptions: { hermes: { thinking: true } } };
    const options = { model: model(), ...greedy, prompt: "What is 17 + 25?", ...thinking };
    const whole = await generateText(options);
    expect(whole.text).toBe("17 + 25 = 42");
    expect(whole.reasoningText).toContain("7+5+0=12");
    expect(whole.usage.outputTokenDetails.reasoningTokens).toBeGreaterThan(10);
    const stream = streamText(options);
    expect([await stream.text, await stream.reasoningText]).toEqual([whole.text, whole.reasoningText]);
    expect((await stream.usage).outputTokens).toBe(whole.usage.outputTokens);
  });

  test.each(["none", "high"] as const)("a tool loop, effort %s", async (reasoning) => {
    const options = { model: model(), ...greedy, tools: { get_weather }, stopWhen: isStepCount(3), reasoning };
    const { steps, text } = await generateText({ ...options, prompt: "What is the weather in Paris?" });
    expect(steps[0]?.toolCalls).toMatchObject([{ toolName: "get_weather", input: { city: "Paris" } }]);
    expect(steps[0]?.finishReason).toBe("tool-calls");
    expect(steps[0]?.reasoningText === undefined).toBe(reasoning === "none");
    expect(text).toContain("21");
    const streamed = streamText({ ...options, prompt: "What is the weather in Paris?" });
    expect(await streamed.text).toBe(text);
  });

  test("an abort frees the sequence", async () => {
    const leaving = new AbortController();
    const prompt = "Sort these words: pear, apple, fig, kiwi, grape, melon";
    const options = { model: model(), ...greedy, prompt, reasoning: "max", abortSignal: leaving.signal } as const;
    for await (const part of streamText({ ...options, onError: () => {} }).fullStream) {
      if (part.type === "reasoning-delta") leaving.abort();
    }
    await eventually(() => nano.hermes.stats()!.running === 0);
  });
});

test("what a server refuses has its words and its status", async () => {
  const failed = generateText({ model: general("nano"), maxRetries: 0, temperature: -1, prompt: "Hi" });
  await expect(failed).rejects.toMatchObject({ statusCode: 400, message: expect.stringMatching(/temperature/) });
  const ours = generateText({ model: own("nano"), maxRetries: 0, temperature: -1, prompt: "Hi" });
  await expect(ours).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(/temperature/) });
});

test("the control route ends the thought of a stream", async () => {
  const prompt = "Sort these words: pear, apple, fig, kiwi, grape, melon";
  const providerOptions = { hermes: { thinking: true, reasoning_control: true } };
  const options = { model: general("nano"), ...greedy, prompt, providerOptions, maxOutputTokens: 2000 };
  let [id, answer] = ["", null as unknown];
  const stream = streamText({ ...options, includeRawChunks: true });
  for await (const part of stream.fullStream) {
    if (part.type === "raw") id = (part.rawValue as { id: string }).id;
    if (part.type !== "reasoning-delta" || answer !== null) continue;
    const body = JSON.stringify({ id, action: "reasoning_end" });
    const headers = { "content-type": "application/json" };
    const url = `${nano.server.url}v1/chat/completions/control`;
    answer = await (await fetch(url, { method: "POST", headers, body })).json();
  }
  expect(answer).toEqual({ success: true });
  expect((await stream.text).length).toBeGreaterThan(0);
});

test("topK is honoured by our provider, which the general one drops with a warning", async () => {
  const hot = { maxRetries: 0, temperature: 2, topK: 1, seed: 5, prompt: "What is 17 + 25?" } as const;
  const { text, warnings } = await generateText({ model: own("nano"), ...hot });
  expect(text).toBe((await generateText({ model: own("nano"), ...greedy, prompt: hot.prompt })).text);
  expect(warnings).toEqual([]);
  const dropped = await generateText({ model: general("nano"), ...hot });
  expect(dropped.warnings).toMatchObject([{ feature: "topK" }]);
});
