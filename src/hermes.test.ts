import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestFolder, type TestFolder } from "./backends/native/test-model.ts";
import { collectMessage, type StreamPart } from "./chat/index.ts";
import { isHermesError } from "./errors.ts";
import { type ChatRequest, Hermes, type LoadProgress } from "./hermes.ts";

let folder: TestFolder;
let hermes: Hermes;
const progress: LoadProgress[] = [];
beforeAll(async () => {
  folder = createTestFolder();
  hermes = await Hermes.load({ model: folder.path, threads: 1, onProgress: (step) => progress.push(step) });
});
afterAll(async () => {
  await hermes.dispose();
  folder.remove();
});

const question: ChatRequest = {
  messages: [{ role: "user", content: "What is 17 + 25?" }],
  maxTokens: 24,
  sampling: { seed: 3, temperature: 1, topP: 1, topK: 0 },
};
const followUp: ChatRequest = {
  ...question,
  messages: [...question.messages, { role: "assistant", content: "42" }, { role: "user", content: "And 17 + 26?" }],
};

describe("loading", () => {
  test("tells who it is and how it came about", () => {
    expect(hermes.modelId).toMatch(/^hermes-test-model-/);
    expect(hermes.contextLength).toBe(512);
    expect(hermes.loadMs).toBeGreaterThan(0);
    expect(hermes.weightBytes).toBeGreaterThan(100_000);
    expect(hermes.warnings).toEqual([]);
    expect(progress[0]!.stage).toBe("tokenizer");
    expect(progress.at(-1)).toMatchObject({ stage: "ready", loadedBytes: progress.at(-1)!.totalBytes });
    const bytes = progress.map(({ loadedBytes }) => loadedBytes);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
  });

  test("a shorter context can be asked for", async () => {
    const short = await Hermes.load({ model: folder.path, threads: 1, contextLength: 64 });
    expect(short.contextLength).toBe(64);
    await expect(short.chat(followUp)).rejects.toSatisfy((error) => isHermesError(error, "context-exceeded"));
    await short.dispose();
  });

  test.each([
    { threads: 0 },
    { threads: 1.5 },
    { threads: 100_000 },
    { compute: "quick" as "fast" },
    { contextLength: 513 },
  ])("the option %j is refused by name", async (option) => {
    const [argument] = Object.keys(option);
    await expect(Hermes.load({ model: folder.path, ...option })).rejects.toMatchObject({
      code: "usage",
      facts: { argument },
    });
  });

  const faults: { name: string; break: (path: string) => void; code: string; names: RegExp }[] = [
    { name: "no folder", break: (path) => rmSync(path, { recursive: true }), code: "file-missing", names: /no such/ },
    {
      name: "no tokenizer",
      break: (path) => rmSync(join(path, "tokenizer.json")),
      code: "file-missing",
      names: /tokenizer\.json/,
    },
    {
      name: "no weights",
      break: (path) => rmSync(join(path, "model.safetensors")),
      code: "file-missing",
      names: /model\.safetensors/,
    },
    {
      name: "another architecture",
      break: (path) => writeFileSync(join(path, "config.json"), '{"model_type": "mamba"}'),
      code: "unsupported",
      names: /mamba/,
    },
  ];
  test.each(faults)("$name", async ({ break: breakFolder, code, names }) => {
    const broken = createTestFolder();
    breakFolder(broken.path);
    await expect(Hermes.load(broken.path)).rejects.toSatisfy(
      (error) => isHermesError(error) && error.code === code && names.test(error.message),
    );
    broken.remove();
  });
});

describe("answering", () => {
  test("chat is the fold of stream", async () => {
    const parts: StreamPart[] = [];
    for await (const part of hermes.stream(question)) parts.push(part);
    const folded = await collectMessage(parts);
    const answer = await hermes.chat(question);
    expect(answer).toMatchObject({ reasoning: folded.reasoning, content: folded.content });
    expect(answer.raw).toBe(folded.finish!.raw);
    expect(answer.finishReason).toBe(folded.finish!.reason);
    expect(answer.raw.length).toBeGreaterThan(0);
    expect(parts.filter(({ type }) => type === "finish")).toEqual([parts.at(-1)]);
  });

  test("a seed gives the same answer again, another seed another", async () => {
    const first = await hermes.chat(question);
    expect((await hermes.chat(question)).raw).toBe(first.raw);
    expect((await hermes.chat({ ...question, sampling: { ...question.sampling, seed: 4 } })).raw).not.toBe(first.raw);
  });

  test("a warm cache gives the cold answer and says what it reused", async () => {
    const greedy = { ...followUp, sampling: { temperature: 0 } };
    const cold = await Hermes.load({ model: folder.path, threads: 1 });
    const expected = await cold.chat(greedy);
    expect(expected.usage.cachedTokens).toBe(0);
    await cold.dispose();
    await hermes.chat({ ...question, sampling: { temperature: 0 } });
    const warm = await hermes.chat(greedy);
    expect(warm.raw).toBe(expected.raw);
    expect(warm.usage.cachedTokens).toBeGreaterThan(50);
  });

  test("counts and times add up", async () => {
    const { usage, timings, finishReason } = await hermes.chat(question);
    expect(usage.completionTokens).toBe(finishReason === "length" ? 24 : usage.completionTokens);
    expect(usage.completionTokens).toBeLessThanOrEqual(24);
    expect(timings.promptMs).toBeGreaterThan(0);
    expect(timings.decodeMs).toBeGreaterThan(0);
  });

  test("the budget holds whatever the model babbles", async () => {
    const messages = [...question.messages, { role: "assistant", content: "<think>\n" } as const];
    const answer = await hermes.chat({ ...question, messages, continueFinalMessage: true, thinkingBudget: 6 });
    expect(answer.usage.reasoningTokens).toBeLessThanOrEqual(6);
    expect(answer.raw).toContain("</think>");
    expect(answer.reasoning).not.toBeNull();
  });

  test("the prompt can be looked at", () => {
    const { text } = hermes.renderPrompt({ ...question, thinking: true });
    expect(text).toMatch(/^<\|begin_of_text\|><\|start_header_id\|>system.*deep thinking AI/s);
    expect(text).toMatch(/17 \+ 25\?<\|eot_id\|><\|start_header_id\|>assistant<\|end_header_id\|>\n\n$/);
  });
});

describe("ending", () => {
  test("a signal cancels, the finish part says so and the next answer is right", async () => {
    const before = await hermes.chat(question);
    const abort = new AbortController();
    const parts: StreamPart[] = [];
    for await (const part of hermes.stream({ ...question, maxTokens: 300 }, { signal: abort.signal })) {
      if (parts.push(part) === 2) abort.abort();
    }
    const finish = parts.at(-1)!;
    expect(finish).toMatchObject({ type: "finish", reason: "cancelled" });
    expect(finish.type === "finish" && finish.usage.completionTokens).toBeLessThan(100);
    expect((await hermes.chat(question)).raw).toBe(before.raw);
  });

  test("concurrent questions get the answers they get alone", async () => {
    const alone = [await hermes.chat(question), await hermes.chat(followUp)];
    const together = await Promise.all([hermes.chat(question), hermes.chat(followUp)]);
    expect(together.map(({ raw }) => raw)).toEqual(alone.map(({ raw }) => raw));
  });

  test("disposing twice is harmless, asking afterwards is an error", async () => {
    const short = await Hermes.load({ model: folder.path, threads: 1 });
    await short.dispose();
    await short.dispose();
    await expect(short.chat(question)).rejects.toSatisfy((error) => isHermesError(error, "disposed"));
  });
});
