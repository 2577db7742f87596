import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import { isHermesError } from "../../errors.ts";
import { type ChatAnswer, collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { createRecitingBackend } from "./test-model.ts";

const question = { messages: [{ role: "user", content: "hi" }] } as const satisfies ChatRequest;
const weatherTool = { type: "function", function: { name: "get_weather", parameters: { type: "object" } } } as const;

async function answer(
  text: string,
  request: Partial<ChatRequest> = {},
  options: Parameters<typeof createRecitingBackend>[1] = {},
): Promise<ChatAnswer> {
  const backend = createRecitingBackend(text, options);
  const result = await collectAnswer(backend.stream({ ...question, ...request }));
  await backend.dispose();
  return result;
}

describe("an answer", () => {
  test("thought, text, counts and the token that ended it", async () => {
    const result = await answer("<think>\nabc\n</think>\nHello.", { thinking: true });
    expect(result).toMatchObject({
      reasoning: "abc",
      content: "Hello.",
      raw: "<think>\nabc\n</think>\nHello.",
      finishReason: "stop",
      stoppedBy: "<|eot_id|>",
      thinkingBudgetReached: false,
    });
    // <think>, "\nabc\n", </think>, "\nHello." and the end of turn; the test tokenizer has one token a byte.
    expect(result.usage).toMatchObject({ completionTokens: 1 + 5 + 1 + 7 + 1, reasoningTokens: 5, cachedTokens: 0 });
    expect(result.usage.promptTokens).toBeGreaterThan(20);
  });

  test("characters of several tokens arrive whole", async () => {
    const backend = createRecitingBackend("naïve 😀");
    const deltas: string[] = [];
    for await (const part of backend.stream(question)) if (part.type === "text-delta") deltas.push(part.text);
    expect(deltas).toEqual(["n", "a", "ï", "v", "e", " ", "😀"]);
  });

  test("a missed end of turn stops at the next header", async () => {
    expect(await answer("Hello<|start_header_id|>user")).toMatchObject({
      raw: "Hello",
      finishReason: "stop",
      stoppedBy: "<|start_header_id|>",
    });
  });

  test("a thought is read as one even when none was asked for", async () => {
    expect(await answer("<think>a</think>b", { thinking: false })).toMatchObject({ reasoning: "a", content: "b" });
  });

  test("maxTokens cuts, and the open thought says so", async () => {
    const result = await answer("<think>abcdef", { maxTokens: 4 });
    expect(result).toMatchObject({ reasoning: "abc", content: null, finishReason: "length", stoppedBy: null });
  });
});

describe("tools", () => {
  const call = '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Bonn"}}\n</tool_call>';

  test("a call is a call when the request has tools, and text when it has none", async () => {
    const withTools = await answer(call, { tools: [weatherTool] });
    expect(withTools).toMatchObject({ content: null, finishReason: "tool-calls" });
    expect(withTools.toolCalls).toMatchObject([{ name: "get_weather", arguments: '{"city": "Bonn"}' }]);
    expect(withTools.toolCalls[0]!.id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(await answer(call)).toMatchObject({ content: call, toolCalls: [], finishReason: "stop" });
  });
});

describe("the thinking budget", () => {
  const long = "<think>\nabcdefghij\n</think>\nDone.";

  test.each([{ tags: true }, { tags: false }])(
    "closes the thought and lets the answer follow (%o)",
    async (options) => {
      // The reciting model goes on with its own text, which now is answer.
      const result = await answer(long, { thinkingBudget: 4 }, options);
      expect(result.raw).toMatch(/^<think>\nabc\n<\/think>\ndefghij/);
      expect(result).toMatchObject({ reasoning: "abc", thinkingBudgetReached: true });
      expect(result.usage.reasoningTokens).toBe(4);
    },
  );

  test("a thought that ends a line gets no second line feed", async () => {
    expect((await answer(long, { thinkingBudget: 1 })).raw).toMatch(/^<think>\n<\/think>\nabc/);
  });

  test("budget 0 closes at once behind the opening tag", async () => {
    const result = await answer(long, { thinkingBudget: 0 });
    expect(result.raw).toMatch(/^<think>\n<\/think>\n\nabc/);
    expect(result).toMatchObject({ reasoning: "", thinkingBudgetReached: true });
    expect(result.usage.reasoningTokens).toBe(0);
  });

  test("a budget that is not used up changes nothing", async () => {
    const result = await answer(long, { thinkingBudget: 13 });
    expect(result).toMatchObject({ raw: long, thinkingBudgetReached: false });
    expect(result.usage.reasoningTokens).toBe(12);
  });

  test("an answer without a thought has none to close", async () => {
    expect(await answer("Hello.", { thinkingBudget: 0 })).toMatchObject({
      raw: "Hello.",
      thinkingBudgetReached: false,
    });
  });

  test("it holds for a prefilled thought", async () => {
    const messages = [...question.messages, { role: "assistant", content: "<think>\nFirst" } as const];
    const result = await answer("abcdef", { messages, continueFinalMessage: true, thinkingBudget: 2 });
    expect(result).toMatchObject({ raw: "ab\n</think>\ncdef", reasoning: "ab", content: "cdef" });
  });

  test("it adds no line feed to the one a prefilled thought ends with", async () => {
    const messages = [...question.messages, { role: "assistant", content: "<think>\n" } as const];
    const result = await answer("abc", { messages, continueFinalMessage: true, thinkingBudget: 0 });
    expect(result.raw).toMatch(/^<\/think>\nabc/);
  });
});

describe("stop strings", () => {
  test("end the answer across the borders of tokens and are not emitted", async () => {
    expect(await answer("One.\n\nTwo.", { stop: ["\n\n"] })).toMatchObject({
      raw: "One.",
      content: "One.",
      finishReason: "stop",
      stoppedBy: "\n\n",
    });
  });

  test("are not looked for inside the thought", async () => {
    const text = "<think>say STOP</think>go STOP here";
    expect(await answer(text, { stop: ["STOP"] })).toMatchObject({ reasoning: "say STOP", content: "go " });
  });

  test.each([{ thinkingBudget: 100 }, { thinkingBudget: 2 }])(
    "line breaks behind the thought are no stop (%o)",
    async (budget) => {
      const result = await answer("<think>\nab\n</think>\n\nOne.\nTwo.", { stop: ["\n"], ...budget });
      expect(result.content).not.toBeNull();
      expect(result).toMatchObject({ finishReason: "stop", stoppedBy: "\n" });
    },
  );

  test("one in text held back until the limit is a stop all the same", async () => {
    const result = await answer("\n\n  Hello", { stop: ["\n\n"], maxTokens: 3 });
    expect(result).toMatchObject({ raw: "", finishReason: "stop", stoppedBy: "\n\n" });
  });

  test("no piece of one leaks into the stream", async () => {
    const backend = createRecitingBackend("a STO b STOP c");
    const parts: StreamPart[] = [];
    for await (const part of backend.stream({ ...question, stop: ["STOP"] })) parts.push(part);
    const text = parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
    expect(text).toBe("a STO b ");
  });
});

describe("continuing the final message", () => {
  const continued = (content: string): Partial<ChatRequest> => ({
    messages: [...question.messages, { role: "assistant", content }],
    continueFinalMessage: true,
  });

  test.each([
    { prefill: "<think>\nFirst", text: " a</think>b", reasoning: " a", content: "b" },
    { prefill: "<think>x</think>", text: "a</think>b", reasoning: null, content: "a</think>b" },
    { prefill: "Sure", text: "<think>a", reasoning: null, content: "<think>a" },
    { prefill: "", text: "<think>a</think>b", reasoning: "a", content: "b" },
  ])("behind $prefill", async ({ prefill, text, reasoning, content }) => {
    expect(await answer(text, continued(prefill))).toMatchObject({ reasoning, content, raw: text });
  });
});

describe("leaving early", () => {
  test("at a warning of the renderer, the engine is free at once", async () => {
    const system = { role: "system", content: "Use <tools>\n</tools>" } as const;
    const backend = createRecitingBackend("a".repeat(3000));
    const request: ChatRequest = { messages: [system, ...question.messages], tools: [weatherTool] };
    for await (const part of backend.stream(request)) {
      expect(part.type).toBe("diagnostic");
      break;
    }
    // The reciting model goes on where it was: what the first answer drew is missing from the second.
    const { raw } = await collectAnswer(backend.stream(question));
    expect(raw.length).toBeGreaterThan(2900);
    await backend.dispose();
  });
});

describe("refusals", () => {
  test.each([
    { name: "an empty stop string", request: { stop: [""] }, code: "usage" },
    { name: "a negative budget", request: { thinkingBudget: -1 }, code: "usage" },
    { name: "no messages", request: { messages: [] }, code: "prompt-invalid" },
    { name: "top-p 2", request: { sampling: { topP: 2 } }, code: "usage" },
    {
      name: "a prompt beyond the context",
      request: { messages: [{ role: "user" as const, content: "x".repeat(5000) }] },
      code: "context-exceeded",
    },
  ] as const)("$name", async ({ request, code }) => {
    await expect(answer("a", request)).rejects.toSatisfy((error) => isHermesError(error, code));
  });

  test("a renderer's warning is a diagnostic", async () => {
    const system = { role: "system", content: "Use <tools>\n</tools>" } as const;
    const result = await answer("a", { messages: [system, ...question.messages], tools: [weatherTool] });
    expect(result.diagnostics.map(({ code }) => code)).toContain("tools-in-system-message");
  });
});
