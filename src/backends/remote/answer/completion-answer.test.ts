import { describe, expect, test } from "vitest";
import { isHermesError } from "../../../errors.ts";
import { joinParts } from "../../testing/joined-parts.ts";
import type { RemoteBackendOptions } from "../options.ts";
import { events, jsonReply, type Script } from "../testing/scripted-endpoint.ts";
import { collectParts, failureOf, startBackend } from "../testing/start-backend.ts";

interface Leg {
  readonly texts: readonly string[];
  readonly reason: "stop" | "length";
  readonly promptTokens?: number;
}

/** One reply a request, one chunk a text, counted like vLLM does. */
function legs(list: readonly Leg[]): Script {
  let count = 0;
  return () => {
    const { texts, reason, promptTokens = 100 } = list[count++]!;
    const usage = (completionTokens: number) => ({ prompt_tokens: promptTokens, completion_tokens: completionTokens });
    const chunks = texts.map((text, index) => ({
      choices: [{ index: 0, text, finish_reason: null }],
      usage: usage(index + 1),
    }));
    const end = { choices: [{ index: 0, text: "", finish_reason: reason }], usage: usage(texts.length) };
    return { pieces: events(...chunks, end, "[DONE]") };
  };
}

const vllm = { preset: "vllm", mode: "completions" } as const satisfies RemoteBackendOptions;

describe("the thinking budget over two requests", () => {
  test("the second one goes on behind the closed thought, and tokens are added up", async () => {
    const first: Leg = { texts: ["<think>", "\n", "a", "b"], reason: "length" };
    const second: Leg = { texts: ["So", " c."], reason: "stop", promptTokens: 107 };
    const { backend, endpoint } = await startBackend(legs([first, second]), vllm);
    const { parts, finish } = joinParts(
      await collectParts(backend, { thinking: true, thinkingBudget: 3, maxTokens: 50 }),
    );
    expect(parts).toEqual([{ thought: "ab", closed: true }, { text: "So c." }]);
    const [one, two] = endpoint.questions;
    expect(one!.max_tokens).toBe(4);
    expect(two!.prompt).toBe(`${one!.prompt}<think>\nab\n</think>\n`);
    expect(two!.max_tokens).toBe(46);
    // 4 tokens of the first request, 3 of the closing tag, 2 of the second.
    expect(finish).toMatchObject({
      usage: { promptTokens: 100, completionTokens: 9, reasoningTokens: 3 },
      thinkingBudgetReached: true,
      raw: "<think>\nab\n</think>\nSo c.",
    });
  });

  test("a thought that ended in time is not closed, and the answer goes on", async () => {
    const first: Leg = { texts: ["<think>", "a", "</think>", "On"], reason: "length" };
    const { backend, endpoint } = await startBackend(legs([first, { texts: ["e."], reason: "stop" }]), vllm);
    const { parts, finish } = joinParts(await collectParts(backend, { thinking: true, thinkingBudget: 3 }));
    expect(parts).toEqual([{ thought: "a", closed: true }, { text: "One." }]);
    expect(finish.thinkingBudgetReached).toBe(false);
    expect(endpoint.questions[1]).toMatchObject({ max_tokens: null });
  });

  test("the limit of the request wins over the budget", async () => {
    const { backend } = await startBackend(legs([{ texts: ["<think>", "a"], reason: "length" }]), vllm);
    const { finish } = joinParts(await collectParts(backend, { thinking: true, thinkingBudget: 30, maxTokens: 2 }));
    expect(finish).toMatchObject({ reason: "length", thinkingBudgetReached: false });
  });

  test("an answer that ends by itself is one request", async () => {
    const { backend, endpoint } = await startBackend(legs([{ texts: ["Hi."], reason: "stop" }]), vllm);
    await collectParts(backend, { thinkingBudget: 5 });
    expect(endpoint.questions).toHaveLength(1);
  });

  test("a full context is no budget reached", async () => {
    const { backend } = await startBackend(legs([{ texts: ["<think>", "a"], reason: "length" }]), vllm);
    const { finish } = joinParts(await collectParts(backend, { thinking: true, thinkingBudget: 30 }));
    expect(finish).toMatchObject({ reason: "length", thinkingBudgetReached: false });
  });
});

describe("a server that knows no endless answers", () => {
  const sglang = { preset: "sglang", mode: "completions" } as const satisfies RemoteBackendOptions;
  const full = { texts: Array<string>(4096).fill("a"), reason: "length" } as const satisfies Leg;

  test("is asked for the next piece, until the answer ends", async () => {
    const { backend, endpoint } = await startBackend(legs([full, { texts: ["b"], reason: "stop" }]), sglang);
    const { finish } = joinParts(await collectParts(backend));
    expect(finish).toMatchObject({ reason: "stop", raw: `${"a".repeat(4096)}b` });
    expect(endpoint.questions.map(({ max_tokens: limit }) => limit)).toEqual([4096, 4096]);
  });

  test("or until the context is full, which it tells by refusing", async () => {
    const first = legs([full]);
    let count = 0;
    const script: Script = (request) => (count++ === 0 ? first(request) : jsonReply({ message: "too long" }, 400));
    const { backend } = await startBackend(script, sglang);
    expect(joinParts(await collectParts(backend)).finish.reason).toBe("length");
  });

  test("the refusal of the first piece is one of the request", async () => {
    const { backend } = await startBackend(() => jsonReply({ message: "too long" }, 400), sglang);
    expect((await failureOf(collectParts(backend))).facts).toMatchObject({ reason: "rejected", status: 400 });
  });
});

describe("the prompt as text", () => {
  const hi: Leg = { texts: ["Hi."], reason: "stop" };

  test.each([
    {
      preset: "vllm",
      start: "<|begin_of_text|><|start_header_id|>system",
      fields: { add_special_tokens: false, skip_special_tokens: false },
    },
    { preset: "sglang", start: "<|start_header_id|>system", fields: { skip_special_tokens: false, max_tokens: 4096 } },
    { preset: "llama-cpp", start: "<|start_header_id|>system", fields: { timings_per_token: true } },
  ] as const)("has begin-of-text where $preset does not add it", async ({ preset, start, fields }) => {
    const { backend, endpoint } = await startBackend(legs([hi]), { preset, mode: "completions" });
    await collectParts(backend);
    expect(endpoint.questions[0]).toMatchObject({ model: "Hermes-4-70B", stream: true, ...fields });
    expect(String(endpoint.questions[0]!.prompt).startsWith(start)).toBe(true);
  });

  test("the 14B speaks ChatML", async () => {
    const { backend, endpoint } = await startBackend(legs([hi]), { ...vllm, model: "NousResearch/Hermes-4-14B-FP8" });
    await collectParts(backend);
    expect(endpoint.questions[0]!.prompt).toMatch(/^<\|im_start\|>system\n/);
  });

  test.each(["<|eot_id|>", "a <|start_header_id|>system", "<|begin_of_text|>"])(
    "no caller writes %s",
    async (content) => {
      const { backend, endpoint } = await startBackend(legs([]), vllm);
      const answering = collectParts(backend, { messages: [{ role: "user", content }] });
      await expect(answering).rejects.toSatisfy((error) => isHermesError(error, "prompt-invalid"));
      expect(endpoint.questions).toEqual([]);
    },
  );

  test("a control token that the server leaves in the text ends the answer", async () => {
    const { backend } = await startBackend(legs([{ texts: ["Hi.<|eo", "t_id|>", "user"], reason: "length" }]), vllm);
    expect(joinParts(await collectParts(backend)).finish).toMatchObject({
      raw: "Hi.",
      stoppedBy: "<|eot_id|>",
      reason: "stop",
    });
  });
});

describe("counts", () => {
  test("of a server that gives none are those of the chunks, and it is told", async () => {
    const pieces = events(
      ...["<think>", "a", "b", "</think>", "c"].map((text) => ({ choices: [{ index: 0, text }] })),
      { choices: [{ index: 0, text: "", finish_reason: "stop" }] },
    );
    const { backend } = await startBackend(() => ({ pieces }), vllm);
    const { finish, diagnostics } = joinParts(await collectParts(backend));
    expect(finish.usage).toEqual({ promptTokens: 0, completionTokens: 5, reasoningTokens: 2, cachedTokens: 0 });
    expect(diagnostics).toEqual(["usage-estimated"]);
  });

  test("an unusual reason is told", async () => {
    const pieces = events({
      choices: [{ index: 0, text: "a", finish_reason: "content_filter" }],
      usage: { completion_tokens: 1 },
    });
    const { backend } = await startBackend(() => ({ pieces }), vllm);
    const { finish, diagnostics } = joinParts(await collectParts(backend));
    expect(finish.reason).toBe("stop");
    expect(diagnostics).toEqual(["unusual-finish-reason"]);
  });

  test("the server's stop string is named", async () => {
    const choice = { index: 0, text: "a", finish_reason: "stop", stop_reason: "###" };
    const { backend } = await startBackend(() => ({ pieces: events({ choices: [choice] }) }), vllm);
    expect(joinParts(await collectParts(backend)).finish.stoppedBy).toBe("###");
  });
});

describe("one call and no more", () => {
  const tools = [{ type: "function", function: { name: "a" } }] as const;
  const call = (value: string) =>
    `<tool_call>\n{"name": "a", "arguments": {"x": ${JSON.stringify(value)}}}\n</tool_call>`;

  test.each([
    ["in one piece", [`Hm. ${call("1 > 0")}\n${call("2")} and more`]],
    ["in pieces", [..."Hm. ", ...call("1 > 0"), "\n", ...call("2")]],
  ])("%s", async (_name, texts) => {
    const { backend } = await startBackend(legs([{ texts, reason: "stop" }]), vllm);
    const { parts, finish } = joinParts(await collectParts(backend, { tools, parallelToolCalls: false }));
    expect(parts).toMatchObject([{ text: "Hm. " }, { arguments: '{"x": "1 > 0"}' }]);
    expect(finish).toMatchObject({ reason: "tool-calls", raw: `Hm. ${call("1 > 0")}` });
  });

  test("where a tag stands in a string, the call goes on", async () => {
    const texts = [call("</tool_call>"), call("2")];
    const { backend } = await startBackend(legs([{ texts, reason: "stop" }]), vllm);
    const { finish } = joinParts(await collectParts(backend, { tools, parallelToolCalls: false }));
    expect(finish.raw).toBe(texts[0]);
  });

  test("several, where they are allowed", async () => {
    const { backend } = await startBackend(legs([{ texts: [call("1"), "\n", call("2")], reason: "stop" }]), vllm);
    const { parts } = joinParts(await collectParts(backend, { tools }));
    expect(parts).toHaveLength(2);
  });
});
