import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StreamPart } from "./chat/index.ts";
import { isHermesError } from "./errors.ts";
import { type ChatRequest, type CompletionRequest, Hermes, type StreamOptions, ThoughtControl } from "./hermes.ts";

let nano: Hermes;
beforeAll(async () => {
  nano = await Hermes.load();
});
afterAll(() => nano.dispose());

const question: ChatRequest = {
  messages: [{ role: "user", content: "What is 17 + 25?" }],
  maxTokens: 40,
  sampling: { temperature: 0 },
};

async function collect(stream: AsyncIterable<StreamPart>): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

function finishOf(parts: readonly StreamPart[]) {
  const finish = parts.at(-1);
  if (finish?.type !== "finish") throw new Error("no finish part");
  return finish;
}

describe("what is known of a model", () => {
  test("its size, its vocabulary and its defaults", () => {
    const { vocabularySize } = nano.tokens!;
    expect(nano.facts).toMatchObject({ engine: "hermes", vocabularySize, hiddenSize: expect.any(Number) });
    expect(nano.facts.parameters).toBeGreaterThan(vocabularySize * nano.facts.hiddenSize!);
    expect(nano.facts.sampling).toMatchObject({ topP: 0.95, topK: 20 });
  });

  test("its tokens", () => {
    const tokens = nano.tokens!.encode("Hello", { addSpecial: false });
    expect(nano.tokens!.decode(tokens)).toBe("Hello");
    expect(() => nano.tokens!.decode([nano.tokens!.vocabularySize])).toThrow(/token ids/);
  });

  test("the tokens of a prompt before it is asked", async () => {
    for (const request of [question, { ...question, thinking: true }]) {
      expect(await nano.countPromptTokens(request)).toBe((await nano.chat(request)).usage.promptTokens);
    }
    await expect(nano.countPromptTokens({ messages: [] })).rejects.toThrow(
      expect.toSatisfy((error) => isHermesError(error, "prompt-invalid")),
    );
  });
});

describe("complete", () => {
  const complete = (request: CompletionRequest, options: StreamOptions = {}) =>
    collect(nano.complete({ maxTokens: 12, sampling: { temperature: 0 }, ...request }, options));

  test("continues a rendered prompt as `stream` does, as text and as tokens", async () => {
    const { raw } = await nano.chat(question);
    const { text } = nano.renderPrompt(question);
    const request = { prompt: text, parseSpecial: true, maxTokens: 40 };
    const asText = finishOf(await complete(request));
    const prompt = nano.tokens!.encode(text, { parseSpecial: true });
    const asTokens = finishOf(await complete({ ...request, prompt }));
    expect([asText.raw, asTokens.raw]).toEqual([raw, raw]);
    expect(asTokens.usage.promptTokens).toBe(await nano.countPromptTokens(question));
  });

  test("reads no control token in a text unless told", async () => {
    const prompt = "<|eot_id|>";
    const [plain, special] = [await complete({ prompt }), await complete({ prompt, parseSpecial: true })];
    expect(finishOf(special).usage.promptTokens).toBe(2);
    expect(finishOf(plain).usage.promptTokens).toBeGreaterThan(2);
    expect(finishOf(await complete({ prompt, parseSpecial: true, addSpecial: false })).usage.promptTokens).toBe(1);
  });

  test.each<[string, CompletionRequest["prompt"]]>([
    ["no tokens", []],
    ["a token there is not", [1, 1e6]],
    ["half a token", [0.5]],
    ["a negative token", [-1]],
  ])("%s is refused", async (_name, prompt) => {
    await expect(complete({ prompt })).rejects.toMatchObject({ code: "usage", facts: { argument: "prompt" } });
  });

  test("an empty text begins with begin-of-text alone; without it there is nothing", async () => {
    expect(finishOf(await complete({ prompt: "" })).usage.promptTokens).toBe(1);
    await expect(complete({ prompt: "", addSpecial: false })).rejects.toMatchObject({ facts: { argument: "prompt" } });
  });

  test("a prompt beyond the context is refused", async () => {
    const prompt = Array<number>(nano.contextLength).fill(5);
    await expect(complete({ prompt })).rejects.toSatisfy((error) => isHermesError(error, "context-exceeded"));
  });
});

describe("logprobs", () => {
  test("greedy: the drawn token is the likeliest, and the probabilities of all places are sound", async () => {
    const { logprobs, content } = await nano.chat({ ...question, logprobs: 20 });
    expect(logprobs!.map(({ text }) => text).join("")).toBe(content);
    for (const { top, ...own } of logprobs!) {
      expect(top[0]).toEqual(own);
      expect(top).toHaveLength(20);
      const values = top.map(({ logprob }) => logprob);
      expect(values).toEqual([...values].sort((a, b) => b - a));
      const sum = values.reduce((total, value) => total + Math.exp(value), 0);
      expect(sum).toBeGreaterThan(0.05);
      expect(sum).toBeLessThanOrEqual(1.0001);
    }
  });

  test("are the model's own, whatever the sampling", async () => {
    const own = await nano.chat({ ...question, logprobs: 3, maxTokens: 1 });
    const first = own.logprobs![0]!;
    const sampling = { temperature: 0, repetitionPenalty: 1.5, logitBias: { [first.token]: -100 } };
    const sampled = await nano.chat({ ...question, logprobs: 3, maxTokens: 1, sampling });
    expect(sampled.logprobs![0]!.token).not.toBe(first.token);
    expect(sampled.logprobs![0]!.top.map(({ token }) => token)).toEqual(first.top.map(({ token }) => token));
  });

  test("the tokens of a continued text are its text", async () => {
    const parts = await collect(
      nano.complete({ prompt: "One, two,", maxTokens: 20, logprobs: 0, sampling: { seed: 5, temperature: 1 } }),
    );
    const texts = parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
    const tokens = parts.flatMap((part) =>
      part.type === "text-delta" ? part.logprobs!.map(({ token }) => token) : [],
    );
    expect(nano.tokens!.decode(tokens)).toBe(texts);
    expect(texts).toBe(finishOf(parts).raw);
  });
});

describe("prompt progress", () => {
  const long: ChatRequest = {
    ...question,
    maxTokens: 4,
    messages: [{ role: "user", content: `Read this. ${"A fact about ships. ".repeat(60)}` }],
  };
  const progressOf = (parts: readonly StreamPart[]) => parts.filter((part) => part.type === "prompt-progress");

  test("comes before everything else, rises, and ends with the whole prompt", async () => {
    const parts = await collect(nano.stream({ ...long, cacheSalt: "cold" }, { promptProgress: true }));
    const progress = progressOf(parts);
    expect(progress.length).toBeGreaterThan(2);
    expect(parts.slice(0, progress.length)).toEqual(progress);
    const { usage } = finishOf(parts);
    for (const { totalTokens, cachedTokens } of progress) {
      expect({ totalTokens, cachedTokens }).toEqual({ totalTokens: usage.promptTokens, cachedTokens: 0 });
    }
    const processed = progress.map(({ processedTokens }) => processedTokens);
    expect(processed).toEqual([...new Set(processed)].sort((a, b) => a - b));
    expect([processed[0], processed.at(-1)]).toEqual([0, usage.promptTokens]);
  });

  test("begins with what was computed already", async () => {
    await nano.chat({ ...long, cacheSalt: "warm" });
    const parts = await collect(nano.stream({ ...long, cacheSalt: "warm" }, { promptProgress: true }));
    const { usage } = finishOf(parts);
    expect(usage.cachedTokens).toBeGreaterThan(0);
    expect(progressOf(parts)[0]).toMatchObject({
      cachedTokens: usage.cachedTokens,
      processedTokens: usage.cachedTokens,
    });
    expect(progressOf(parts).at(-1)).toMatchObject({ processedTokens: usage.promptTokens });
  });

  test("warnings and what is forced at the start come behind it", async () => {
    const messages: ChatRequest["messages"] = [
      { role: "system", content: "Use <tools>\n</tools>" },
      ...long.messages,
      { role: "assistant", content: "<think>\n" },
    ];
    const tools = [{ type: "function", function: { name: "a" } }] as const;
    const request = { ...long, messages, tools, continueFinalMessage: true, thinkingBudget: 0 };
    const parts = await collect(nano.stream(request, { promptProgress: true }));
    const kinds = parts.map(({ type }) => type);
    expect(kinds.lastIndexOf("prompt-progress")).toBeLessThan(kinds.indexOf("diagnostic"));
    expect(kinds.indexOf("reasoning-end")).toBeGreaterThan(kinds.indexOf("diagnostic"));
  });

  test("is not told where nobody asks", async () => {
    expect(progressOf(await collect(nano.stream(long)))).toEqual([]);
  });
});

describe("a thought ended from outside", () => {
  /** The model cannot end this thought, nor the answer inside it. */
  function endless(): ChatRequest {
    const bias = ["</think>", "<|eot_id|>", "<|end_of_text|>"].map((text) => {
      const [token] = nano.tokens!.encode(text, { parseSpecial: true, addSpecial: false });
      return [token!, -100] as const;
    });
    return {
      ...question,
      messages: [...question.messages, { role: "assistant", content: "<think>\nLet me see" }],
      continueFinalMessage: true,
      maxTokens: 200,
      sampling: { temperature: 1, seed: 2, logitBias: Object.fromEntries(bias) },
    };
  }

  test("within a step", async () => {
    const thought = new ThoughtControl();
    let seen = 0;
    const parts: StreamPart[] = [];
    for await (const part of nano.stream(endless(), { thought })) {
      parts.push(part);
      if (part.type === "reasoning-delta" && ++seen === 3) expect(thought.end()).toBe(true);
    }
    const deltas = parts.filter(({ type }) => type === "reasoning-delta");
    expect(deltas.length).toBeLessThan(30);
    expect(parts).toContainEqual({ type: "reasoning-end", closed: true });
    expect(finishOf(parts)).toMatchObject({ thinkingBudgetReached: false, thoughtEndedByCaller: true });
    expect(finishOf(parts).usage.reasoningTokens).toBeLessThan(30);
    expect(thought.end()).toBe(false);
  });
});
