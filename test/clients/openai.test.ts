import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChatBody, joinChunks, type OpenAiNano, question, serveNano, type Thought } from "./openai-nano.ts";

let nano: OpenAiNano;
beforeAll(async () => {
  nano = await serveNano({ aliases: ["house-model"] });
});
afterAll(() => nano.server.stop());

const sum = "17 + 25 = 42";

describe("a whole answer", () => {
  test("has text, counts and a reason for its end", async () => {
    const answer = await nano.ask({ thinking: true });
    expect(answer).toMatchObject({ object: "chat.completion", model: "nano" });
    expect(answer.id).toMatch(/^chatcmpl-[0-9a-f]{32}$/);
    expect(answer.created).toBeCloseTo(Date.now() / 1000, -2);
    expect(answer.choices[0]).toMatchObject({ index: 0, finish_reason: "stop", logprobs: null });
    expect(answer.choices[0]!.message).toMatchObject({ role: "assistant", content: sum, refusal: null });
    const { prompt_tokens, completion_tokens, total_tokens, completion_tokens_details } = answer.usage!;
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    expect(completion_tokens_details).toMatchObject({ accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 });
    expect(completion_tokens_details!.reasoning_tokens).toBeGreaterThan(0);
    expect(answer).toMatchObject({ timings: { predicted_n: completion_tokens } });
  });

  test("has its thought under both names", async () => {
    const { message } = (await nano.ask({ thinking: true })).choices[0]!;
    const { reasoning, reasoning_content } = message as typeof message & Thought;
    expect(reasoning).toBe(reasoning_content);
    expect(reasoning).toContain("7+5");
    const without = await nano.ask({});
    expect(without.choices[0]!.message).not.toHaveProperty("reasoning");
    expect(without.usage!.completion_tokens_details!.reasoning_tokens).toBe(0);
  });

  test("tells how it thought and what ended it", async () => {
    const answer = await nano.ask({ thinking_budget: 3 });
    expect(answer.choices[0]).toMatchObject({
      hermes: { thinking: true, thinking_budget: 3, thinking_budget_reached: true, diagnostics: [] },
    });
    const stopped = await nano.ask({ stop: "=", thinking: true });
    expect(stopped.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "17 + 25 " },
      hermes: { stopped_by: "=", thinking_budget: null },
    });
  });

  test("can hide its thought, or keep it in the content", async () => {
    const hidden = await nano.ask({ reasoning: { enabled: true, exclude: true } });
    expect(hidden.choices[0]!.message).not.toHaveProperty("reasoning");
    expect(hidden.choices[0]!.message.content).toBe(sum);
    expect(hidden.usage!.completion_tokens_details!.reasoning_tokens).toBeGreaterThan(0);
    const inside = await nano.ask({ thinking: true, separate_reasoning: false });
    expect(inside.choices[0]!.message.content).toMatch(/^<think>\n17 \+ 25\n[\s\S]+\n<\/think>\n17 \+ 25 = 42$/);
    expect(inside.choices[0]!.message).not.toHaveProperty("reasoning_content");
  });

  test("ends at its limit", async () => {
    const answer = await nano.ask({ max_completion_tokens: 3 });
    expect(answer.choices[0]!.finish_reason).toBe("length");
    expect(answer.usage!.completion_tokens).toBe(3);
  });

  test("goes on with a turn of the assistant", async () => {
    const begun = (content: string) => [...question("What is 3 + 4?"), { role: "assistant" as const, content }];
    const answer = await nano.ask({ messages: begun("3 + 4 ="), continue_final_message: true });
    expect(answer.choices[0]!.message.content).toBe(" 7");
    const inThought = { messages: begun("<think>\n3 +"), continue_final_message: true, thinking: true };
    const { message } = (await nano.ask(inThought)).choices[0]!;
    expect((message as Thought).reasoning).toMatch(/^ 4/);
    expect(message.content).toBe("3 + 4 = 7");
    const tagged = await nano.ask({ ...inThought, separate_reasoning: false });
    expect(tagged.choices[0]!.message.content).toMatch(/^ 4[^<]*\n<\/think>\n3 \+ 4 = 7$/);
  });

  test("comes under another name of the model as well", async () => {
    expect((await nano.ask({ model: "house-model" })).choices[0]!.message.content).not.toBe("");
  });
});

describe("a stream", () => {
  const bodies: Readonly<Record<string, ChatBody>> = {
    text: {},
    thought: { thinking: true },
    "a thought in the content": { thinking: true, reasoning_format: "none" },
    "a hidden thought": { thinking: true, include_reasoning: false },
    "a budget": { reasoning: { max_tokens: 5 } },
    "a limit inside the thought": { thinking: true, max_tokens: 10 },
    probabilities: { logprobs: true, top_logprobs: 2, thinking: true },
    "a stop string": { stop: ["+"] },
  };
  test.each(Object.entries(bodies))("says the same as the whole answer: %s", async (_name, body) => {
    const { choices, usage } = await nano.ask(body);
    const { message, finish_reason, logprobs } = choices[0]!;
    const joined = joinChunks(await nano.chunks({ ...body, stream_options: { include_usage: true } }));
    expect(joined.content).toBe(message.content);
    expect(joined.reasoning).toBe((message as Thought).reasoning_content ?? "");
    expect(joined.finishReason).toBe(finish_reason);
    expect(joined.tokens).toEqual(logprobs?.content ?? []);
    expect(joined.usage).toMatchObject({
      completion_tokens: usage!.completion_tokens,
      prompt_tokens: usage!.prompt_tokens,
      completion_tokens_details: usage!.completion_tokens_details,
    });
  });

  test("has one head in all chunks, the role first, the reason and the counts last", async () => {
    const chunks = await nano.chunks({ thinking: true, stream_options: { include_usage: true } });
    expect(new Set(chunks.map(({ id, model, created, object }) => `${id} ${model} ${created} ${object}`)).size).toBe(1);
    expect(chunks[0]!.choices[0]!.delta).toEqual({ role: "assistant", content: "" });
    const roles = chunks.flatMap(({ choices }) => choices).filter(({ delta }) => "role" in delta);
    expect(roles).toHaveLength(1);
    expect(chunks.at(-2)!.choices[0]).toMatchObject({ delta: {}, finish_reason: "stop" });
    expect(chunks.at(-2)).toMatchObject({ timings: { prompt_n: expect.any(Number) }, usage: null });
    expect(chunks.at(-1)!.choices).toEqual([]);
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  test("has no counts unless asked", async () => {
    expect((await nano.chunks({})).every((chunk) => !("usage" in chunk))).toBe(true);
  });

  test("gives the thought in pieces, under both names", async () => {
    const deltas = (await nano.chunks({ thinking: true })).flatMap(({ choices }) => choices.map(({ delta }) => delta));
    const thoughts = deltas.filter((delta): delta is typeof delta & Thought => "reasoning" in delta);
    expect(thoughts.length).toBeGreaterThan(5);
    expect(thoughts.every(({ reasoning, reasoning_content }) => reasoning === reasoning_content)).toBe(true);
  });

  test("is taken by the client's helper, but for the thought, of which that keeps the last piece", async () => {
    const stream = nano.client.chat.completions.stream({
      model: "nano",
      messages: question("What is 17 + 25?"),
      temperature: 0,
      stream_options: { include_usage: true },
      ...{ thinking: true },
    });
    const answer = await stream.finalChatCompletion();
    expect(answer.choices[0]!.message).toMatchObject({ role: "assistant", content: sum });
    expect(answer.choices[0]!.finish_reason).toBe("stop");
    expect(answer.usage!.completion_tokens).toBeGreaterThan(0);
  });

  test("tells of the prompt's progress when asked, before everything else", async () => {
    const chunks = (await nano.chunks({
      messages: question("word ".repeat(600)),
      max_tokens: 1,
      return_progress: true,
    })) as readonly { prompt_progress?: Record<string, number>; choices: unknown[] }[];
    const told = chunks.flatMap(({ prompt_progress }) => (prompt_progress === undefined ? [] : [prompt_progress]));
    expect(told.length).toBeGreaterThan(1);
    expect(chunks.slice(0, told.length).every(({ choices }) => choices.length === 0)).toBe(true);
    expect(told.at(-1)!.processed).toBe(told.at(-1)!.total);
    expect(Object.keys(told[0]!)).toEqual(["total", "cache", "processed", "time_ms"]);
  });

  test("tells its timings in every chunk when asked", async () => {
    const chunks = (await nano.chunks({ timings_per_token: true })) as readonly { timings?: { predicted_n: number } }[];
    const counts = chunks.map(({ timings }) => timings!.predicted_n);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(2);
  });
});

describe("choices", () => {
  const body = { n: 3, seed: 7, temperature: 1.5, top_k: 0, top_p: 1, messages: question("Tell me a story.") };

  test("differ, by the seed of each, and count the prompt once", async () => {
    const answer = await nano.ask({ ...body, max_tokens: 12 });
    const texts = answer.choices.map(({ message }) => message.content);
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(new Set(texts).size).toBe(3);
    const single = await nano.ask({ ...body, n: 1, seed: 9, max_tokens: 12 });
    expect(texts[2]).toBe(single.choices[0]!.message.content);
    expect(answer.usage!.prompt_tokens).toBe(single.usage!.prompt_tokens);
    expect(answer.usage!.completion_tokens).toBeGreaterThan(single.usage!.completion_tokens);
  });

  test("come by index in a stream, each with its role and its end", async () => {
    const whole = await nano.ask({ ...body, max_tokens: 12 });
    const chunks = await nano.chunks({ ...body, max_tokens: 12 });
    for (const { index, message, finish_reason } of whole.choices) {
      const joined = joinChunks(chunks, index);
      expect(joined.content).toBe(message.content);
      expect(joined.finishReason).toBe(finish_reason);
      const first = chunks.flatMap(({ choices }) => choices).find((choice) => choice.index === index);
      expect(first!.delta.role).toBe("assistant");
    }
  });
});

describe("sampling", () => {
  test("one seed, one answer", async () => {
    const body = { temperature: 1.5, top_k: 0, top_p: 1, seed: 11, max_tokens: 20 };
    const [first, second] = [await nano.ask(body), await nano.ask(body)];
    expect(first.choices[0]!.message.content).toBe(second.choices[0]!.message.content);
    const other = await nano.ask({ ...body, seed: 12 });
    expect(other.choices[0]!.message.content).not.toBe(first.choices[0]!.message.content);
  });

  test("a bias keeps a token away", async () => {
    const [token] = nano.hermes.tokens!.encode("1", { addSpecial: false });
    const answer = await nano.ask({ logit_bias: { [token!]: -100 }, max_tokens: 8 });
    expect(answer.choices[0]!.message.content).not.toContain("1");
  });

  test("a greedy answer's tokens are the likeliest ones, and spell it", async () => {
    const { choices } = await nano.ask({ logprobs: true, top_logprobs: 3 });
    const tokens = choices[0]!.logprobs!.content!;
    expect(tokens.map(({ token }) => token).join("")).toBe(choices[0]!.message.content);
    for (const { token, logprob, bytes, top_logprobs } of tokens) {
      expect(top_logprobs).toHaveLength(3);
      expect(top_logprobs[0]).toMatchObject({ token, logprob });
      expect(bytes).toEqual([...new TextEncoder().encode(token)]);
      expect(logprob).toBeLessThanOrEqual(0);
    }
  });
});
