import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import type { CompletionRequest, StreamOptions } from "../contract.ts";
import { question } from "../testing/conversations.ts";
import { joinParts } from "../testing/joined-parts.ts";
import { ThoughtControl } from "../thought-control.ts";
import type { RemoteBackend } from "./remote-backend.ts";
import { end, good, role, usage, word } from "./testing/hello-answer.ts";
import { events, type Script } from "./testing/scripted-endpoint.ts";
import { lastQuestion, startBackend } from "./testing/start-backend.ts";

const text = (content: string, finish: string | null = null) => ({
  choices: [{ index: 0, text: content, finish_reason: finish }],
});
const says =
  (...chunks: readonly object[]): Script =>
  () => ({ pieces: events(...chunks, "[DONE]") });
const progress = (processed: number) => ({
  choices: [],
  prompt_progress: { total: 36, cache: 4, processed, time_ms: 57.5 },
});
const told = (processedTokens: number) => ({
  type: "prompt-progress",
  totalTokens: 36,
  cachedTokens: 4,
  processedTokens,
  elapsedMs: 57.5,
});

async function collect(stream: AsyncIterable<StreamPart>): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const complete = (backend: RemoteBackend, request: CompletionRequest, options?: StreamOptions) =>
  collect(backend.complete(request, options));

describe("a text continued by an endpoint", () => {
  test("what is asked for", async () => {
    const { backend, endpoint } = await startBackend(says(text("b"), text("", "stop")), { preset: "vllm" });
    await complete(backend, { prompt: "a", maxTokens: 3, sampling: { seed: 1 }, cacheSalt: "s" });
    expect(lastQuestion(endpoint)).toMatchObject({
      prompt: "<|begin_of_text|>a",
      max_tokens: 3,
      seed: 1,
      cache_salt: "s",
      add_special_tokens: false,
    });
    await complete(backend, { prompt: [5, 6] });
    expect(lastQuestion(endpoint)).toMatchObject({ prompt: [5, 6], max_tokens: null });
  });

  test("in pieces where the server knows no way to say as many as fit", async () => {
    const { backend, endpoint } = await startBackend(
      (() => {
        const legs = [says(text("b"), text("", "length")), says(text("c"), text("", "stop"))];
        return (request) => legs.shift()!(request);
      })(),
      { preset: "sglang" },
    );
    const { parts } = joinParts(await complete(backend, { prompt: "a" }));
    expect(parts).toEqual([{ text: "bc" }]);
    expect(endpoint.questions.map(({ prompt }) => prompt)).toEqual(["a", "ab"]);
  });

  test("chat mode cannot", async () => {
    const { backend, endpoint } = await startBackend(() => good, { mode: "chat" });
    await expect(complete(backend, { prompt: "a" })).rejects.toMatchObject({ code: "unsupported" });
    expect(endpoint.questions).toEqual([]);
  });

  test("logprobs are refused by name in both modes", async () => {
    for (const mode of ["completions", "chat"] as const) {
      const { backend } = await startBackend(() => good, { preset: "vllm", mode });
      const refusal = { code: "usage", facts: { argument: "logprobs" } };
      await expect(collect(backend.stream({ ...question, logprobs: 1 }))).rejects.toMatchObject(refusal);
      if (mode === "completions") {
        await expect(complete(backend, { prompt: "a", logprobs: 0 })).rejects.toMatchObject(refusal);
      }
    }
  });

  test("the tokenizer is elsewhere", async () => {
    const { backend } = await startBackend(() => good);
    expect(backend.tokens).toBeNull();
    expect(backend.facts).toMatchObject({ engine: "endpoint", parameters: null, sampling: null });
    await expect(backend.countPromptTokens(question)).rejects.toThrow(/tokenizer is not here/);
  });
});

describe("the progress of a prompt", () => {
  const chat = says(progress(4), progress(36), role, word("Hello"), end, usage);
  const completions = says(progress(4), progress(36), text("Hello"), text("", "stop"), usage);

  test.each([
    ["chat", chat],
    ["completions", completions],
  ] as const)("is asked for and passed on in %s mode", async (mode, script) => {
    const { backend, endpoint } = await startBackend(script, { preset: "llama-cpp", mode });
    const messages = [{ role: "system", content: "Use <tools>\n</tools>" }, ...question.messages] as const;
    const tools = [{ type: "function", function: { name: "a" } }] as const;
    const parts = await collect(backend.stream({ messages, tools }, { promptProgress: true }));
    expect(lastQuestion(endpoint).return_progress).toBe(true);
    expect(parts.slice(0, 3)).toEqual([told(4), told(36), expect.objectContaining({ type: "diagnostic" })]);
    expect(parts.filter(({ type }) => type === "prompt-progress")).toHaveLength(2);
  });

  test("is not asked for unless wanted, nor of an endpoint that is not known to tell", async () => {
    for (const [preset, promptProgress] of [
      ["llama-cpp", false],
      ["vllm", true],
    ] as const) {
      const { backend, endpoint } = await startBackend(says(text("a"), text("", "stop")), { preset });
      await collect(backend.stream(question, { promptProgress }));
      expect(lastQuestion(endpoint)).not.toHaveProperty("return_progress");
    }
  });
});

describe("a thought ended from outside over two requests", () => {
  test("what a server counts only at its end is estimated", async () => {
    const thought = new ThoughtControl();
    const counted = (prompt: number, completion: number) => ({
      choices: [],
      usage: { prompt_tokens: prompt, completion_tokens: completion },
    });
    const legs: Script[] = [
      () => ({ pieces: events(text("<think>"), text("a"), text("b")), ending: "hang" }),
      says(text("So."), text("", "stop"), counted(105, 2)),
    ];
    const dialect = { countsAlways: false };
    const { backend, endpoint } = await startBackend((request) => legs.shift()!(request), { preset: "vllm", dialect });
    const parts: StreamPart[] = [];
    for await (const part of backend.stream({ ...question, thinking: true }, { thought })) {
      parts.push(part);
      if (part.type === "reasoning-delta" && part.text === "b") setTimeout(() => thought.end(), 5);
    }
    const answer = joinParts(parts);
    expect(answer.parts).toEqual([{ thought: "ab", closed: true }, { text: "So." }]);
    expect(endpoint.questions[1]!.prompt).toMatch(/<think>ab\n<\/think>\n$/);
    expect(answer.finish).toMatchObject({ thoughtEndedByCaller: true, raw: "<think>ab\n</think>\nSo." });
    expect(answer.finish.usage).toMatchObject({ promptTokens: 102, completionTokens: 5 });
    expect(answer.diagnostics).toEqual(["usage-estimated"]);
  });
});
