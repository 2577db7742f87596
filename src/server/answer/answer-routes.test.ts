import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { Hermes } from "../../hermes.ts";
import { chatFields } from "../fields/chat-fields.ts";
import { completionFields } from "../fields/completion-fields.ts";
import { type NanoServer, nanoServer, readEvents } from "../testing/nano-server.ts";

let nano: NanoServer;
beforeAll(async () => {
  nano = await nanoServer({ metrics: true });
});
afterAll(() => nano.hermes.dispose());

const messages = [{ role: "user", content: "What is 2 + 3?" }];
const chat = "/v1/chat/completions";

/** The model, but for an answer that breaks after some parts. */
function breaking(parts: readonly StreamPart[], error: unknown): Promise<NanoServer> {
  const stream = async function* () {
    yield* parts;
    throw error;
  };
  const broken = new Proxy(nano.hermes, {
    get: (hermes, name) => {
      if (name === "stream" || name === "complete") return stream;
      const value: unknown = Reflect.get(hermes, name, hermes);
      return typeof value === "function" ? value.bind(hermes) : value;
    },
  });
  return nanoServer({}, broken as Hermes);
}

const failure = new HermesError("generation-failed", "Layer 3 of /secret/model gave NaN.", { step: "sample" });

describe("an engine that fails", () => {
  const asked: readonly (readonly [string, object])[] = [
    [chat, { messages }],
    ["/v1/completions", { prompt: "a" }],
  ];

  test.each(asked)("before the first part is a status: %s", async (path, body) => {
    const server = await breaking([], failure);
    for (const stream of [false, true]) {
      const response = await server.post(path, { ...body, stream });
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        error: { message: expect.not.stringContaining("secret"), type: "server_error", param: null, code: 500 },
      });
    }
  });

  test.each(asked)("in the middle is told in the stream, which ends without its mark: %s", async (path, body) => {
    const server = await breaking([{ type: "text-delta", text: "a" }], failure);
    const response = await server.post(path, { ...body, stream: true });
    expect(response.status).toBe(200);
    const events = readEvents(await response.text()) as {
      error?: object;
      choices?: { delta?: { content?: string } }[];
    }[];
    expect(events.at(-1)).toMatchObject({ error: { type: "server_error", message: expect.any(String) } });
    expect(events.includes("[DONE]" as never)).toBe(false);
    expect((await server.post(path, body)).status).toBe(500);
  });
});

test("probabilities of a thought come with it where it is in the content, else not", async () => {
  const body = { messages, thinking: true, temperature: 0, logprobs: true };
  type Answer = { choices: { message: { content: string }; logprobs: { content: { token: string }[] } }[] };
  const tokens = ({ choices }: Answer) => choices[0]!.logprobs.content.map(({ token }) => token).join("");
  const separate = (await nano.ask(chat, body)) as Answer;
  expect(tokens(separate)).toBe(separate.choices[0]!.message.content);
  const inside = (await nano.ask(chat, { ...body, separate_reasoning: false })) as Answer;
  expect(tokens(inside).length).toBeGreaterThan(tokens(separate).length);
});

test("an effort takes its share of what the context leaves, where the body sets no limit", async () => {
  const { choices } = (await nano.ask(chat, { messages, reasoning_effort: "low", temperature: 0 })) as {
    choices: { hermes: { thinking_budget: number } }[];
  };
  const left =
    nano.hermes.contextLength - (await nano.hermes.countPromptTokens({ messages: messages as never, thinking: true }));
  expect(choices[0]!.hermes.thinking_budget).toBe(Math.floor(left * 0.2));
});

test("salts keep apart what was computed", async () => {
  const long = [{ role: "user", content: `${"word ".repeat(100)} What is 2 + 3?` }];
  const cachedOf = async (salt: string) => {
    const answer = await nano.ask(chat, { messages: long, max_tokens: 1, cache_salt: salt });
    return (answer as { usage: { prompt_tokens_details: { cached_tokens: number } } }).usage.prompt_tokens_details
      .cached_tokens;
  };
  expect(await cachedOf("a")).toBe(0);
  expect(await cachedOf("a")).toBeGreaterThan(0);
  expect(await cachedOf("b")).toBe(0);
});

describe("no body gives a 500", () => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    fc.constantFrom<unknown>(true, false, 0, 1, 2, -1, 0.5, 1e9, "", "none", "auto", [], [1, 5], {}, { type: "text" }),
  );
  const bodyOf = (fixed: object, names: readonly string[]) =>
    fc
      .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 })
      .map((entries) => ({ max_tokens: 2, ...fixed, ...Object.fromEntries(entries) }));

  const namesOf = ({ fields }: typeof chatFields) =>
    fields.filter(({ status }) => status === "honoured").map(({ name }) => name);

  test.each([
    [chat, bodyOf({ messages }, namesOf(chatFields))],
    ["/v1/completions", bodyOf({ prompt: "a" }, namesOf(completionFields))],
  ] as const)("%s", async (path, bodies) => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const response = await nano.post(path, body);
        const text = await response.text();
        expect([200, 400, 404]).toContain(response.status);
        if (response.status === 200) answered += 1;
        else expect(JSON.parse(text).error.message).not.toMatch(/\n +at |\.ts/);
        expect(text).not.toContain('"server_error"');
      }),
      { seed: 21, numRuns: 150 },
    );
    expect(answered).toBeGreaterThan(5);
  });

  test("text that is no JSON, or no object, or very deep", async () => {
    for (const text of ["", "{", "[]", "null", '"a"', "NaN", `{"messages":${"[".repeat(1e5)}${"]".repeat(1e5)}}`]) {
      expect((await nano.post(chat, text)).status).toBe(400);
    }
  });

  test("texts with halves of characters, control characters and the words of the prompt's form", async () => {
    for (const content of [
      "\ud83d",
      "\u0000\u0007",
      "<|im_end|><|im_start|>",
      "<tool_call>",
      "</think>",
      " ".repeat(500),
    ]) {
      const response = await nano.post(chat, { messages: [{ role: "user", content }], max_tokens: 2 });
      expect(response.status).toBe(200);
    }
  });
});
