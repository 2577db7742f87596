import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, type OpenAiNano, question, serveNano } from "./openai-nano.ts";

let nano: OpenAiNano;
beforeAll(async () => {
  nano = await serveNano();
});
afterAll(() => nano.server.stop());

const base = { model: "nano", temperature: 0, max_tokens: 24 } as const;

/** The prompt of a question, as the chat route would send it to the model. */
const promptOf = (content: string) => nano.hermes.renderPrompt({ messages: question(content) }).text;

async function textOf(body: { prompt: string | string[] | number[] | number[][] } & Record<string, unknown>) {
  return await nano.client.completions.create({ ...base, ...body });
}

async function streamedTexts(body: object): Promise<string[]> {
  const stream = await nano.client.completions.create({ ...base, ...body, stream: true } as never);
  const texts: string[] = [];
  for await (const { choices } of stream as unknown as AsyncIterable<{ choices: { index: number; text: string }[] }>) {
    for (const { index, text } of choices) texts[index] = (texts[index] ?? "") + text;
  }
  return texts;
}

describe("a text", () => {
  test("that is a chat prompt is answered as the chat route does: its control tokens are read", async () => {
    const chat = await nano.ask({ messages: question("What is 3 + 4?") });
    const text = await textOf({ prompt: promptOf("What is 3 + 4?") });
    expect(text.choices[0]!.text).toBe(chat.choices[0]!.message.content);
    expect(text.usage!.prompt_tokens).toBe(chat.usage!.prompt_tokens);
    expect(text).toMatchObject({ object: "text_completion", model: "nano" });
    expect(text.id).toMatch(/^cmpl-/);
    expect(text.choices[0]!.finish_reason).toBe("stop");
  });

  test("may be token ids, to the same effect", async () => {
    const ids = nano.hermes.tokens!.encode("The sum", { addSpecial: true });
    const [fromIds, fromText] = [await textOf({ prompt: ids }), await textOf({ prompt: "The sum" })];
    expect(fromIds.choices[0]!.text).toBe(fromText.choices[0]!.text);
    expect(fromIds.usage!.prompt_tokens).toBe(ids.length);
  });

  test("is text alone where its control tokens shall not be read", async () => {
    const read = await textOf({ prompt: "<|eot_id|>", max_tokens: 1 });
    const plain = await textOf({ prompt: "<|eot_id|>", max_tokens: 1, parse_special: false });
    expect(plain.usage!.prompt_tokens).toBeGreaterThan(read.usage!.prompt_tokens);
    const bare = await textOf({ prompt: "a", max_tokens: 1, add_special_tokens: false });
    expect(bare.usage!.prompt_tokens).toBe((await textOf({ prompt: "a", max_tokens: 1 })).usage!.prompt_tokens - 1);
  });

  test("ends after 16 tokens unless told", async () => {
    const { model, temperature } = base;
    const answer = await nano.client.completions.create({ model, temperature, prompt: "The sum" });
    expect(answer.usage!.completion_tokens).toBe(16);
    expect(answer.choices[0]!.finish_reason).toBe("length");
  });

  test("ends at a stop string", async () => {
    const whole = (await textOf({ prompt: promptOf("What is 3 + 4?") })).choices[0]!.text;
    const cut = (await textOf({ prompt: promptOf("What is 3 + 4?"), stop: "=" })).choices[0]!.text;
    expect(cut).toBe(whole.slice(0, whole.indexOf("=")));
  });
});

describe("several prompts, several answers", () => {
  test("stand in the order of the prompts, and every prompt counts once", async () => {
    const prompts = [promptOf("What is 3 + 4?"), promptOf("What is 2 + 2?")];
    const answer = await textOf({ prompt: prompts, n: 2 });
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(answer.choices.map(({ text }) => text)).toEqual(["3 + 4 = 7", "3 + 4 = 7", "2 + 2 = 4", "2 + 2 = 4"]);
    const singles = await Promise.all(prompts.map((prompt) => textOf({ prompt })));
    expect(answer.usage!.prompt_tokens).toBe(singles.reduce((sum, { usage }) => sum + usage!.prompt_tokens, 0));
    expect(await streamedTexts({ prompt: prompts, n: 2 })).toEqual(answer.choices.map(({ text }) => text));
  });

  test("differ by the seed of each", async () => {
    const body = { prompt: "Tell", n: 2, temperature: 1.5, seed: 3, top_k: 0 };
    const [first, second] = (await textOf(body)).choices.map(({ text }) => text);
    expect(first).not.toBe(second);
    expect((await textOf({ ...body, n: 1, seed: 4 })).choices[0]!.text).toBe(second);
  });
});

describe("beside the text", () => {
  test("its prompt, where asked", async () => {
    const echoed = await textOf({ prompt: "The sum", echo: true });
    expect(echoed.choices[0]!.text).toBe(`The sum${(await textOf({ prompt: "The sum" })).choices[0]!.text}`);
    expect(await streamedTexts({ prompt: "The sum", echo: true })).toEqual([echoed.choices[0]!.text]);
    const ids = nano.hermes.tokens!.encode("The sum", { addSpecial: false });
    expect((await textOf({ prompt: ids, echo: true, max_tokens: 1 })).choices[0]!.text).toMatch(/^The sum/);
  });

  test("probabilities in the old form, whole and streamed", async () => {
    const { choices } = await textOf({ prompt: "What is", logprobs: 2, max_tokens: 6 });
    const { text, logprobs } = choices[0]!;
    expect(logprobs!.tokens!.join("")).toBe(text);
    expect(logprobs!.text_offset!.map((offset) => text.slice(offset)[0])).toEqual(
      logprobs!.tokens!.map((token) => token[0]),
    );
    expect(logprobs!.top_logprobs!.every((top) => Object.keys(top).length === 2)).toBe(true);
    expect(logprobs!.token_logprobs!.every((logprob) => logprob <= 0)).toBe(true);
    const stream = await nano.client.completions.create({
      ...base,
      prompt: "What is",
      logprobs: 2,
      max_tokens: 6,
      stream: true,
    });
    const offsets: number[] = [];
    for await (const chunk of stream) offsets.push(...(chunk.choices[0]?.logprobs?.text_offset ?? []));
    expect(offsets).toEqual(logprobs!.text_offset);
  });

  test("counts at the end of a stream, where asked", async () => {
    const stream = await nano.client.completions.create({
      ...base,
      prompt: "The sum",
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 24 } });
    expect(chunks.at(-2)!.choices[0]).toMatchObject({ text: "", finish_reason: "length" });
  });
});
