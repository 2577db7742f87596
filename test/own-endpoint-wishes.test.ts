/** What a caller may wish beside an answer, from our own server through our own remote backend. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StreamPart } from "../src/chat/index.ts";
import { type ChatRequest, Hermes, ThoughtControl } from "../src/hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../src/server/index.ts";

let local: Hermes;
let server: RunningServer;
const remote: Partial<Record<"chat" | "completions", Hermes>> = {};
const modes = ["chat", "completions"] as const;

beforeAll(async () => {
  server = await startServer(resolveServerOptions({ port: 0 }), async () => {
    local = await Hermes.load();
    return local;
  });
  await server.loaded;
  const model = `${server.url}v1`;
  for (const mode of modes) remote[mode] = await Hermes.load({ model, remote: { mode } });
});
afterAll(async () => {
  for (const mode of modes) await remote[mode]?.dispose();
  await server?.stop();
});

const greedy = { temperature: 0 };

async function collect(stream: AsyncIterable<StreamPart>): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

/** A thought that the model can end by nothing it writes, nor the answer inside it. */
function endless(): ChatRequest {
  const bias = ["</think>", "<|eot_id|>"].map((text) => {
    const [token] = local.tokens!.encode(text, { parseSpecial: true, addSpecial: false });
    return [token!, -100] as const;
  });
  return {
    messages: [
      { role: "user", content: "Why?" },
      { role: "assistant", content: "<think>\nLet me see" },
    ],
    continueFinalMessage: true,
    thinking: true,
    maxTokens: 400,
    sampling: { seed: 4, temperature: 1, logitBias: Object.fromEntries(bias) },
  };
}

describe.each(modes)("in %s mode", (mode) => {
  test("the model's facts, by the model list", () => {
    const { contextLength, facts } = remote[mode]!;
    expect({ contextLength, ...facts }).toEqual({
      ...local.facts,
      contextLength: local.contextLength,
      engine: "endpoint",
      sampling: null,
    });
  });

  test("the progress of a prompt", async () => {
    const messages: ChatRequest["messages"] = [{ role: "user", content: "Words. ".repeat(150) }];
    const long: ChatRequest = { messages, maxTokens: 2, sampling: greedy, cacheSalt: `progress-${mode}` };
    const parts = await collect(remote[mode]!.stream(long, { promptProgress: true }));
    const progress = parts.filter((part) => part.type === "prompt-progress");
    expect(progress.length).toBeGreaterThan(1);
    expect(parts.slice(0, progress.length)).toEqual(progress);
    expect(progress.at(-1)).toMatchObject({ processedTokens: await local.countPromptTokens(long) });
  });

  test("a thought ended from outside", async () => {
    const thought = new ThoughtControl();
    const parts: StreamPart[] = [];
    for await (const part of remote[mode]!.stream(endless(), { thought })) {
      parts.push(part);
      if (part.type === "reasoning-delta") thought.end();
    }
    expect(parts.filter(({ type }) => type === "diagnostic")).toEqual([]);
    expect(parts).toContainEqual({ type: "reasoning-end", closed: true });
    expect(parts.at(-1)).toMatchObject({
      type: "finish",
      thinkingBudgetReached: false,
      thoughtEndedByCaller: true,
    });
  });
});

test("text as it stands, and token ids", async () => {
  const request = { prompt: "One, two,", maxTokens: 8, sampling: greedy };
  const finishOf = async (hermes: Hermes, prompt: string | readonly number[]) =>
    (await collect(hermes.complete({ ...request, prompt }))).at(-1);
  const tokens = local.tokens!.encode(request.prompt);
  const here = await finishOf(local, request.prompt);
  const { raw, usage } = here as Extract<StreamPart, { type: "finish" }>;
  for (const prompt of [request.prompt, tokens]) {
    expect(await finishOf(remote.completions!, prompt)).toMatchObject({
      raw,
      reason: "length",
      usage: { promptTokens: usage.promptTokens },
    });
  }
});
