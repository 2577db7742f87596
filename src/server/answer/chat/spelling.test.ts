import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import type { ThoughtPlace } from "../request/settle-thought.ts";
import type { StreamWishes } from "../request/stream-wishes.ts";
import type { ChoicePart } from "../run/part-queue.ts";
import type { ChatSpelling } from "./chat-spelling.ts";
import type { ChatChunk, ChunkChoice, WireDelta } from "./wire.ts";
import { writeChunks } from "./write-chunks.ts";
import { writeCompletion } from "./write-completion.ts";

const spelling: ChatSpelling = {
  head: { id: "chatcmpl-1", created: 1, model: "m" },
  choices: 1,
  thought: { thinking: true, budget: 5, keepCots: false, place: "fields" },
  reasoningFields: "both",
  insideThought: false,
  logprobs: false,
};
const wishes: StreamWishes = {
  streamed: true,
  includeUsage: false,
  progress: false,
  timingsPerToken: false,
  pingMs: undefined,
};

const text = (piece: string): StreamPart => ({ type: "text-delta", text: piece });
const thought = (piece: string): StreamPart => ({ type: "reasoning-delta", text: piece });
const thoughtEnd: StreamPart = { type: "reasoning-end", closed: true };
const invalid: StreamPart = { type: "tool-call-invalid", raw: "<tool_call>{", reason: "truncated" };
const oddity: StreamPart = { type: "diagnostic", code: "odd", message: "It is odd." };
const call = (json: string, id = "c1"): StreamPart => ({
  type: "tool-call",
  id,
  name: "f",
  arguments: json,
  notes: [],
});
const finish: Extract<StreamPart, { type: "finish" }> = {
  type: "finish",
  reason: "stop",
  usage: { promptTokens: 10, completionTokens: 4, reasoningTokens: 2, cachedTokens: 6 },
  timings: { promptMs: 8, decodeMs: 2 },
  thinkingBudgetReached: true,
  stoppedBy: null,
  raw: "",
};

async function* give(parts: readonly StreamPart[], index = 0): AsyncGenerator<ChoicePart> {
  for (const part of parts) yield { index, part };
}

async function chunksOf(
  parts: readonly StreamPart[],
  changes: Partial<ChatSpelling> = {},
  more: Partial<StreamWishes> = {},
) {
  const chunks: ChatChunk[] = [];
  const written = writeChunks(give(parts), { ...spelling, ...changes }, { ...wishes, ...more }, () => 0);
  for await (const chunk of written) chunks.push(chunk);
  return chunks;
}

async function deltasOf(parts: readonly StreamPart[], changes: Partial<ChatSpelling> = {}): Promise<WireDelta[]> {
  const chunks = await chunksOf(parts, changes);
  return chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta)).slice(1);
}

const messageOf = async (parts: readonly StreamPart[], changes: Partial<ChatSpelling> = {}) =>
  (await writeCompletion(give(parts), { ...spelling, ...changes })).choices[0]!.message;

describe("thoughts", () => {
  const parts = [thought("a"), thought("b"), thoughtEnd, text("c"), finish];

  test.each<[string, Partial<ChatSpelling>, WireDelta[]]>([
    [
      "under both names",
      {},
      [
        { reasoning_content: "a", reasoning: "a" },
        { reasoning_content: "b", reasoning: "b" },
      ],
    ],
    ["under one", { reasoningFields: "reasoning_content" }, [{ reasoning_content: "a" }, { reasoning_content: "b" }]],
    ["under the other", { reasoningFields: "reasoning" }, [{ reasoning: "a" }, { reasoning: "b" }]],
    [
      "separate though the server leaves them in the content",
      { reasoningFields: "tags" },
      [
        { reasoning_content: "a", reasoning: "a" },
        { reasoning_content: "b", reasoning: "b" },
      ],
    ],
    ["nowhere", { thought: { ...spelling.thought, place: "hidden" } }, []],
    [
      "in the content",
      { thought: { ...spelling.thought, place: "tags" } },
      [{ content: "<think>\na" }, { content: "b" }, { content: "\n</think>\n" }],
    ],
    [
      "in the content, where the prompt has opened them",
      { thought: { ...spelling.thought, place: "tags" }, insideThought: true },
      [{ content: "a" }, { content: "b" }, { content: "\n</think>\n" }],
    ],
  ])("%s", async (_name, changes, deltas) => {
    expect(await deltasOf(parts, changes)).toEqual([...deltas, { content: "c" }, {}]);
  });

  test("that are empty are none to be streamed, and empty ones in a whole message", async () => {
    expect(await deltasOf([thoughtEnd, text("c"), finish])).toEqual([{ content: "c" }, {}]);
    expect(await messageOf([thoughtEnd, text("c"), finish])).toMatchObject({ reasoning: "", reasoning_content: "" });
    const tags = { thought: { ...spelling.thought, place: "tags" as const } };
    expect((await messageOf([thoughtEnd, text("c"), finish], tags)).content).toBe("<think>\n\n</think>\nc");
  });

  test("that were cut off stay open in the content", async () => {
    const cut: StreamPart[] = [thought("a"), { type: "reasoning-end", closed: false }, { ...finish, reason: "length" }];
    const tags = { thought: { ...spelling.thought, place: "tags" as const } };
    expect((await messageOf(cut, tags)).content).toBe("<think>\na");
  });
});

describe("calls", () => {
  test("come in one delta each, with their number, and an object where there are no arguments", async () => {
    const deltas = await deltasOf([call('{"a":1}'), call("", "c2"), { ...finish, reason: "tool-calls" }]);
    const common = { type: "function" };
    expect(deltas).toEqual([
      { tool_calls: [{ ...common, index: 0, id: "c1", function: { name: "f", arguments: '{"a":1}' } }] },
      { tool_calls: [{ ...common, index: 1, id: "c2", function: { name: "f", arguments: "{}" } }] },
      {},
    ]);
  });

  test("that are none stand beside the content", async () => {
    const wire = { raw: "<tool_call>{", reason: "truncated" };
    expect(await deltasOf([text("a"), invalid, finish])).toEqual([
      { content: "a" },
      { invalid_tool_calls: [wire] },
      {},
    ]);
    expect(await messageOf([text("a"), invalid, finish])).toMatchObject({ content: "a", invalid_tool_calls: [wire] });
  });

  test("leave the content null; an answer of nothing has an empty one", async () => {
    expect((await messageOf([call("{}"), finish])).content).toBeNull();
    expect((await messageOf([finish])).content).toBe("");
  });
});

describe("the end", () => {
  test.each([
    ["stop", "stop"],
    ["length", "length"],
    ["tool-calls", "tool_calls"],
  ] as const)("%s is spelled %s", async (reason, wire) => {
    const chunks = await chunksOf([{ ...finish, reason }]);
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe(wire);
  });

  test("has the notes, the oddities among them, and llama.cpp's timings", async () => {
    const [, last] = await chunksOf([oddity, finish]);
    expect(last!.choices[0]!.hermes).toEqual({
      thinking: true,
      thinking_budget: 5,
      thinking_budget_reached: true,
      stopped_by: null,
      diagnostics: [{ code: "odd", message: "It is odd." }],
    });
    expect(last!.timings).toEqual({
      cache_n: 6,
      prompt_n: 4,
      prompt_ms: 8,
      prompt_per_token_ms: 2,
      prompt_per_second: 500,
      predicted_n: 4,
      predicted_ms: 2,
      predicted_per_token_ms: 0.5,
      predicted_per_second: 2000,
    });
  });

  test("of an answer that took no time has numbers all the same", async () => {
    const none = { ...finish, timings: { promptMs: 0, decodeMs: 0 }, usage: { ...finish.usage, cachedTokens: 10 } };
    const { timings } = await writeCompletion(give([none]), spelling);
    expect(Object.values(timings).every(Number.isFinite)).toBe(true);
  });

  test("that never comes is an error, not half an answer", async () => {
    await expect(writeCompletion(give([text("a")]), spelling)).rejects.toThrow("The answer broke off.");
  });
});

const anyPart = fc.oneof(
  fc.string().map(text),
  fc.string().map(thought),
  fc.constantFrom(thoughtEnd, invalid, oddity, call("{}")),
);

test("whatever the parts are, the chunks joined are the whole answer", async () => {
  const places = fc.constantFrom<ThoughtPlace>("fields", "tags", "hidden");
  await fc.assert(
    fc.asyncProperty(fc.array(anyPart), places, async (parts, place) => {
      const changes = { thought: { ...spelling.thought, place } };
      const whole = await messageOf([...parts, finish], changes);
      const chunks = await chunksOf([...parts, finish], changes, { includeUsage: true });
      const choices: ChunkChoice[] = chunks.flatMap((chunk) => chunk.choices);
      const joined = (pick: (delta: WireDelta) => string | null | undefined) =>
        choices.map(({ delta }) => pick(delta) ?? "").join("");
      expect(joined(({ content }) => content)).toBe(whole.content ?? "");
      expect(joined(({ reasoning }) => reasoning)).toBe(whole.reasoning ?? "");
      const calls = choices.flatMap(({ delta }) => delta.tool_calls ?? []);
      expect(calls.map(({ id, function: called }) => [id, called])).toEqual(
        (whole.tool_calls ?? []).map(({ id, function: called }) => [id, called]),
      );
      expect(choices.filter(({ delta }) => delta.role === "assistant")).toHaveLength(1);
      expect(choices.filter(({ finish_reason }) => finish_reason !== null)).toHaveLength(1);
      expect(choices[0]!.delta.role).toBe("assistant");
      expect(choices.at(-1)!.finish_reason).toBe("stop");
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 14 } });
    }),
    { seed: 8, numRuns: 300 },
  );
});
