import { generateText, isStepCount, jsonSchema, streamText, tool } from "ai";
import { afterAll, expect, test } from "vitest";
import { createHermes } from "./index.ts";

/** The `ai` package as its users have it, on the embedded model. */
const hermes = createHermes();
const model = hermes("nano");
const greedy = { temperature: 0, maxRetries: 0 } as const;
const sum = { model, ...greedy, prompt: "What is 17 + 25?" } as const;

afterAll(() => hermes.dispose());

const weather = tool({
  description: "Get the weather in a city.",
  inputSchema: jsonSchema<{ city: string }>({
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  }),
  execute: async () => ({ temperature: 21, condition: "sunny" }),
});
const weatherCall = { model, ...greedy, tools: { get_weather: weather }, prompt: "What is the weather in Paris?" };

test("generateText answers", async () => {
  const { text, reasoningText, finishReason, response } = await generateText(sum);
  expect(text).toMatch(/^17 \+ 25 = \d+$/);
  expect(reasoningText).toBeUndefined();
  expect(finishReason).toBe("stop");
  expect(response.modelId).toBe("nano");
});

test("the thought is a reasoning part, and its tokens are counted", async () => {
  const result = await generateText({ ...sum, providerOptions: { hermes: { thinking: true } } });
  expect(result.text).toBe("17 + 25 = 42");
  expect(result.reasoningText).toContain("7+5+0=12");
  const { outputTokens = 0, outputTokenDetails, inputTokenDetails } = result.usage;
  expect(outputTokenDetails.reasoningTokens).toBeGreaterThan(10);
  expect((outputTokenDetails.textTokens ?? 0) + (outputTokenDetails.reasoningTokens ?? 0)).toBe(outputTokens);
  expect(result.providerMetadata?.hermes).toMatchObject({ thinkingBudgetReached: false, stoppedBy: "<|eot_id|>" });
  const again = await generateText({ ...sum, providerOptions: { hermes: { thinking: true } } });
  expect(again.usage.inputTokenDetails.cacheReadTokens).toBeGreaterThan(inputTokenDetails.cacheReadTokens ?? 0);
});

test("streamed parts add up to the whole answer", async () => {
  const options = { ...sum, reasoning: "high", maxOutputTokens: 300 } as const;
  const whole = await generateText(options);
  const stream = streamText(options);
  const seen: string[] = [];
  let [text, reasoning] = ["", ""];
  for await (const part of stream.fullStream) {
    if (seen.at(-1) !== part.type) seen.push(part.type);
    if (part.type === "text-delta") text += part.text;
    if (part.type === "reasoning-delta") reasoning += part.text;
  }
  expect([text, reasoning]).toEqual([whole.text, whole.reasoningText]);
  const expected = ["reasoning-start", "reasoning-delta", "reasoning-end", "text-start", "text-delta", "text-end"];
  expect(seen.filter((type) => /^(text|reasoning)-/.test(type))).toEqual(expected);
});

test("a budget closes the thought", async () => {
  const result = await generateText({ ...sum, providerOptions: { hermes: { thinkingBudget: 4 } } });
  expect(result.usage.outputTokenDetails.reasoningTokens).toBe(4);
  expect(result.providerMetadata?.hermes).toMatchObject({ thinkingBudgetReached: true });
});

test("an effort is a share of the token limit", async () => {
  const result = await generateText({ ...sum, reasoning: "minimal", maxOutputTokens: 50 });
  expect(result.usage.outputTokenDetails.reasoningTokens).toBe(5);
});

test.each([false, true])("a tool is called, run and its result read (thinking: %s)", async (thinking) => {
  const options = { ...weatherCall, stopWhen: isStepCount(3), providerOptions: { hermes: { thinking } } };
  const { steps, text } = await generateText(options);
  expect(steps[0]?.toolCalls).toMatchObject([{ toolName: "get_weather", input: { city: "Paris" } }]);
  expect(steps[0]?.finishReason).toBe("tool-calls");
  expect(steps[0]?.reasoningText === undefined).toBe(!thinking);
  expect(text).toContain("21");
});

test("a streamed tool call comes as input deltas and whole", async () => {
  const types: string[] = [];
  let input = "";
  for await (const part of streamText(weatherCall).fullStream) {
    types.push(part.type);
    if (part.type === "tool-input-delta") input += part.delta;
  }
  expect(JSON.parse(input)).toEqual({ city: "Paris" });
  const order = ["tool-input-start", "tool-input-delta", "tool-input-end", "tool-call", "tool-result"];
  expect(types.filter((type) => type.startsWith("tool-"))).toEqual(order);
});

test("toolChoice none offers no tools", async () => {
  const { toolCalls, usage } = await generateText({ ...weatherCall, toolChoice: "none" });
  expect(toolCalls).toEqual([]);
  const offered = await generateText(weatherCall);
  expect(usage.inputTokens).toBeLessThan(offered.usage.inputTokens ?? 0);
});

test("topK reaches the sampler", async () => {
  const hot = { ...sum, temperature: 2, topK: 1, seed: 5 };
  expect((await generateText(hot)).text).toBe((await generateText(sum)).text);
});

test("a prefilled answer is continued", async () => {
  const messages = [
    { role: "user", content: "What is 17 + 25?" },
    { role: "assistant", content: "17 + 25 =" },
  ] as const;
  const providerOptions = { hermes: { continueFinalMessage: true } };
  const { text } = await generateText({ model, ...greedy, messages: [...messages], providerOptions });
  expect(text).toMatch(/^ ?\d+$/);
});

test("raw chunks are our stream parts, prompt progress among them", async () => {
  const { fullStream } = streamText({ ...sum, includeRawChunks: true });
  const raw: { type: string }[] = [];
  for await (const part of fullStream) if (part.type === "raw") raw.push(part.rawValue as { type: string });
  expect(raw[0]).toMatchObject({ type: "prompt-progress" });
  expect(raw.at(-1)).toMatchObject({ type: "finish", reason: "stop" });
});

test("abort ends a stream with the abort part, and generateText with the reason", async () => {
  const controller = new AbortController();
  const types: string[] = [];
  const stream = streamText({ ...sum, abortSignal: controller.signal, onError: () => {} });
  for await (const part of stream.fullStream) {
    types.push(part.type);
    if (part.type === "text-delta") controller.abort();
  }
  expect(types).toContain("abort");
  expect(types).not.toContain("finish");
  await expect(generateText({ ...sum, abortSignal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test.each([
  ["an unknown option", { providerOptions: { hermes: { budget: 3 } } }, "usage", /budget.*The options are thinking/s],
  [
    "a contradiction",
    { reasoning: "none", providerOptions: { hermes: { thinking: true } } },
    "usage",
    /contradict each other/,
  ],
  ["a temperature out of range", { temperature: -1 }, "usage", /temperature is -1/],
  ["a required tool without tools", { toolChoice: "required" }, "usage", /toolChoice wants a call/],
] as const)("%s is refused by name", async (_name, options, code, message) => {
  const failed = generateText({ ...sum, ...options });
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test("a failing stream carries the error as a part", async () => {
  const errors: unknown[] = [];
  const { fullStream } = streamText({ ...sum, temperature: -1, onError: () => {} });
  for await (const part of fullStream) if (part.type === "error") errors.push(part.error);
  expect(errors).toMatchObject([{ code: "usage" }]);
});

test("headers that nobody sends on are warned of", async () => {
  const { warnings } = await generateText({ ...sum, headers: { "x-team": "a" } });
  expect(warnings).toMatchObject([{ type: "unsupported", feature: "headers (x-team)" }]);
});

test("a loaded model can be given, and other kinds of models are refused by name", async () => {
  expect(() => hermes.embeddingModel("nano")).toThrow(/no model for embeddings/);
  expect(createHermes({ baseURL: "http://127.0.0.1:9/v1" })().modelId).toBe("default");
});
