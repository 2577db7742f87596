import OpenAI, { APIError, BadRequestError, NotFoundError } from "openai";
import type {
  Response as ClientResponse,
  ResponseCreateParamsNonStreaming,
  ResponseFunctionToolCall,
  ResponseInput,
  ResponseOutputItem,
  ResponseStreamEvent,
} from "openai/resources/responses/responses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../../hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../index.ts";

let server: RunningServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startServer(resolveServerOptions({ port: 0 }), () => Hermes.load());
  await server.loaded;
  client = new OpenAI({ baseURL: `${server.url}v1`, apiKey: "none", maxRetries: 0 });
});
afterAll(() => server.stop());

/** OpenAI's fields and ours. */
type Body = Partial<ResponseCreateParamsNonStreaming> & Readonly<Record<string, unknown>>;

const input = "What is 17 + 25?";
const greedy = { model: "nano", input, temperature: 0 };
const weather = {
  type: "function" as const,
  name: "get_weather",
  description: "Get the weather in a city.",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  strict: false,
};
const askWeather = { input: "What is the weather in Paris?", tools: [weather] };
const report = '{"temperature": 21, "condition": "sunny"}';

function ask(body: Body = {}): Promise<ClientResponse> {
  return client.responses.create({ ...greedy, ...body } as ResponseCreateParamsNonStreaming);
}

async function eventsOf(body: Body = {}): Promise<ResponseStreamEvent[]> {
  const stream = await client.responses.create({ ...greedy, ...body, stream: true } as never);
  return gather(stream as unknown as AsyncIterable<ResponseStreamEvent>);
}

async function gather(stream: AsyncIterable<ResponseStreamEvent>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** Without what differs from one answer to the next. */
function essence({ output, status, usage }: Pick<ClientResponse, "output" | "status" | "usage">): unknown {
  const items = output.map((item) => ({ ...item, id: "", ...("call_id" in item ? { call_id: "" } : {}) }));
  const { input_tokens, output_tokens, output_tokens_details } = usage!;
  return { items, status, input_tokens, output_tokens, output_tokens_details };
}

function thoughtOf(items: readonly ResponseOutputItem[]): string {
  return items
    .flatMap((item) => (item.type === "reasoning" ? (item.content ?? []) : []))
    .map(({ text }) => text)
    .join("");
}

function callsOf(items: readonly ResponseOutputItem[]): ResponseFunctionToolCall[] {
  return items.filter((item) => item.type === "function_call");
}

const questions: { name: string; body: Body; kinds: string[] }[] = [
  { name: "text", body: {}, kinds: ["message"] },
  { name: "a thought", body: { reasoning: { effort: "max" } }, kinds: ["reasoning", "message"] },
  { name: "a thought that is hidden", body: { thinking: true, include_reasoning: false }, kinds: ["message"] },
  { name: "a budget", body: { thinking_token_budget: 6 }, kinds: ["reasoning", "message"] },
  { name: "a call", body: askWeather, kinds: ["function_call"] },
  { name: "a call behind a thought", body: { ...askWeather, thinking: true }, kinds: ["reasoning", "function_call"] },
  { name: "a limit", body: { max_output_tokens: 3 }, kinds: ["message"] },
];

describe("an answer", () => {
  test.each(questions)("$name: streamed, gathered by the client, and whole are the same", async ({ body, kinds }) => {
    const whole = await ask(body);
    const events = await eventsOf(body);
    const gathered = await client.responses.stream({ ...greedy, ...body } as never).finalResponse();
    expect(whole.output.map(({ type }) => type)).toEqual(kinds);
    const last = events.at(-1)!;
    expect(last).toHaveProperty("response");
    expect(essence((last as { response: ClientResponse }).response)).toEqual(essence(whole));
    expect(gathered.output_text).toBe(whole.output_text);
    expect(gathered.status).toBe(whole.status);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
  });

  test("says of the request what the client's types promise", async () => {
    const response = await ask({ metadata: { a: "b" }, instructions: "Be brief.", user: "u" });
    expect(response).toMatchObject({
      object: "response",
      status: "completed",
      model: "nano",
      error: null,
      incomplete_details: null,
      instructions: "Be brief.",
      metadata: { a: "b" },
      user: "u",
      temperature: 0,
      top_p: 0.95,
      tool_choice: "auto",
      tools: [],
      parallel_tool_calls: true,
      previous_response_id: null,
      store: false,
      truncation: "disabled",
      text: { format: { type: "text" } },
    });
    expect(response.id).toMatch(/^resp_[0-9a-f]{32}$/);
    expect(response.output[0]!.id).toMatch(/^msg_/);
    expect(response.usage!.total_tokens).toBe(response.usage!.input_tokens + response.usage!.output_tokens);
    expect(Math.abs(response.created_at - Date.now() / 1000)).toBeLessThan(60);
  });

  test("is the same as that of the chat route", async () => {
    const messages = [{ role: "user" as const, content: input }];
    const chat = await client.chat.completions.create({
      ...greedy,
      messages,
      thinking: true,
      input: undefined,
    } as never);
    const { message } = (chat as unknown as { choices: { message: Record<string, unknown> }[] }).choices[0]!;
    const response = await ask({ thinking: true });
    expect(thoughtOf(response.output)).toBe(message.reasoning_content);
    expect(response.output_text).toBe(message.content);
  });

  test("a thought stands in an item of its own, and is counted", async () => {
    const response = await ask({ reasoning: { effort: "max" } });
    expect(response.output_text).toContain("42");
    expect(thoughtOf(response.output)).not.toBe("");
    expect(response.output[0]).toMatchObject({ type: "reasoning", summary: [], status: "completed" });
    expect(response.usage!.output_tokens_details.reasoning_tokens).toBeGreaterThan(5);
    expect(response.reasoning!.effort).toBe("max");
  });

  test("a budget closes the thought, and the answer says so", async () => {
    const response = await ask({ thinking_token_budget: 6 });
    expect(response.usage!.output_tokens_details.reasoning_tokens).toBeLessThanOrEqual(6);
    expect(response).toMatchObject({ hermes: { thinking: true, thinking_budget: 6, thinking_budget_reached: true } });
  });

  test("a limit leaves it incomplete", async () => {
    const response = await ask({ max_output_tokens: 3 });
    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete" }],
      usage: { output_tokens: 3 },
    });
    expect((await eventsOf({ max_output_tokens: 3 })).at(-1)!.type).toBe("response.incomplete");
  });

  test("log-probabilities belong to its text", async () => {
    const { output } = await ask({ top_logprobs: 2, include: ["message.output_text.logprobs"] });
    const [content] = output[0]!.type === "message" ? output[0]!.content : [];
    expect(content).toMatchObject({ type: "output_text" });
    const { text, logprobs = [] } = content as {
      text: string;
      logprobs?: { token: string; top_logprobs: unknown[] }[];
    };
    expect(logprobs.map(({ token }) => token).join("")).toContain(text);
    expect(logprobs.every(({ top_logprobs }) => top_logprobs.length === 2)).toBe(true);
  });
});

describe("function calls", () => {
  test.each([false, true])("go to the client and their results back, thinking %s", async (thinking) => {
    const asked = await ask({ ...askWeather, thinking });
    const [call] = callsOf(asked.output);
    expect(call).toMatchObject({ name: "get_weather", status: "completed" });
    expect(JSON.parse(call!.arguments)).toEqual({ city: "Paris" });
    const result = { type: "function_call_output" as const, call_id: call!.call_id, output: report };
    const items: ResponseInput = [
      { role: "user", content: askWeather.input },
      ...(asked.output as ResponseInput),
      result,
    ];
    const answered = await ask({ tools: [weather], thinking, input: items });
    expect(answered.output_text).toContain("21");
    expect(answered.output_text).toContain("sunny");
  });

  test("come back as the client's own helper has them", async () => {
    const gathered = await client.responses.stream({ ...greedy, ...askWeather } as never).finalResponse();
    const [call] = callsOf(gathered.output as ResponseOutputItem[]);
    const result = { type: "function_call_output" as const, call_id: call!.call_id, output: report };
    const items = [{ role: "user", content: askWeather.input }, ...gathered.output, result] as ResponseInput;
    expect((await ask({ tools: [weather], input: items })).output_text).toContain("21");
  });

  test("none where none are wanted", async () => {
    expect(callsOf((await ask({ ...askWeather, tool_choice: "none" })).output)).toEqual([]);
  });
});

test("earlier thoughts stay in the prompt where they are wanted", async () => {
  const first = await ask({ thinking: true });
  const items = [{ role: "user", content: input }, ...first.output, { role: "user", content: "And 17 + 26?" }];
  const prompt = async (context: "all_turns" | "current_turn") => {
    const body = {
      input: items as ResponseInput,
      reasoning: { effort: "max" as const, context },
      max_output_tokens: 1,
    };
    return (await ask(body)).usage!.input_tokens;
  };
  const difference = (await prompt("all_turns")) - (await prompt("current_turn"));
  expect(difference).toBeGreaterThan(first.usage!.output_tokens_details.reasoning_tokens / 2);
});

const refusals: { name: string; body: Body; status: number; facts: object }[] = [
  {
    name: "an earlier response",
    body: { previous_response_id: "resp_1" },
    status: 400,
    facts: { param: "previous_response_id" },
  },
  { name: "storing", body: { store: true }, status: 400, facts: { param: "store", code: "unsupported_parameter" } },
  { name: "another model", body: { model: "gpt-5" }, status: 404, facts: { param: "model", code: "model_not_found" } },
  {
    name: "a built-in tool",
    body: { tools: [{ type: "web_search" }] },
    status: 400,
    facts: { param: "tools[0].type" },
  },
  {
    name: "a picture",
    body: { input: [{ role: "user", content: [{ type: "input_image" }] }] as never },
    status: 400,
    facts: {},
  },
  {
    name: "two opinions",
    body: { thinking: false, thinking_budget: 9 },
    status: 400,
    facts: { code: "invalid_prompt" },
  },
  { name: "two tools of one name", body: { tools: [weather, weather] }, status: 400, facts: {} },
  {
    name: "too long a prompt",
    body: { input: "17 + 25 ".repeat(4000) },
    status: 400,
    facts: { param: "input", code: "context_length_exceeded" },
  },
  {
    name: "too many items",
    body: { input: Array.from({ length: 1025 }, () => ({ role: "user" as const, content: "a" })) },
    status: 400,
    facts: { param: "input", code: "limit_exceeded" },
  },
];

describe("what cannot be answered has a status of its own, streamed or not", () => {
  test.each(refusals)("$name", async ({ body, status, facts }) => {
    for (const stream of [false, true]) {
      const error = await ask({ ...body, stream } as never).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(status === 404 ? NotFoundError : BadRequestError);
      expect(error).toMatchObject({ status, ...facts });
    }
  });
});

describe("an answer that breaks off", () => {
  /** Answers as nano does until `parts` parts have come, and then fails. */
  function failing(hermes: Hermes, parts: number): Hermes {
    async function* stream(...question: Parameters<Hermes["stream"]>) {
      let left = parts;
      for await (const part of hermes.stream(...question)) {
        if (left-- === 0) throw new Error("at /home/secret");
        yield part;
      }
    }
    const get = (target: Hermes, name: keyof Hermes) => {
      const value = target[name];
      if (name === "stream") return stream;
      return typeof value === "function" ? value.bind(target) : value;
    };
    return new Proxy(hermes, { get: get as never });
  }

  async function withFailing<Result>(parts: number, run: (client: OpenAI) => Promise<Result>): Promise<Result> {
    const failed = await startServer(resolveServerOptions({ port: 0 }), async () =>
      failing(await Hermes.load(), parts),
    );
    await failed.loaded;
    try {
      return await run(new OpenAI({ baseURL: `${failed.url}v1`, apiKey: "none", maxRetries: 0 }));
    } finally {
      await failed.stop();
    }
  }

  test("ends its stream with response.failed, and keeps what it had", async () => {
    await withFailing(6, async (client) => {
      const stream = await client.responses.create({ ...greedy, stream: true });
      const events = await gather(stream);
      expect(events.at(-1)).toMatchObject({
        type: "response.failed",
        response: { status: "failed", error: { code: "server_error", message: "The server failed to answer." } },
      });
      const text = events
        .flatMap((event) => (event.type === "response.output_text.delta" ? [event.delta] : []))
        .join("");
      expect(text).not.toBe("");
      expect(events.at(-1)).toMatchObject({ response: { output: [{ status: "incomplete", content: [{ text }] }] } });
      const gathered = await client.responses.stream(greedy).finalResponse();
      expect(gathered.status).toBe("failed");
    });
  });

  test("has a status where nothing has come yet, and where it is not streamed", async () => {
    await withFailing(0, async (client) => {
      const streamed = await client.responses.create({ ...greedy, stream: true }).catch((error: unknown) => error);
      expect(streamed).toMatchObject({ status: 500 });
      const whole = await client.responses.create(greedy).catch((error: unknown) => error);
      expect(whole).toBeInstanceOf(APIError);
      expect(whole).toMatchObject({ status: 500, message: expect.not.stringContaining("secret") });
    });
  });
});

test("a client that goes away frees its place in the engine", async () => {
  const hermes = server.context.hermes();
  const ends = hermes.tokens!.encode("<|eot_id|><|end_of_text|>", { parseSpecial: true, addSpecial: false });
  const endless = { logit_bias: Object.fromEntries(ends.map((token) => [token, -100])) };
  const before = hermes.stats()!.generatedTokens;
  const stream = await client.responses.create({ ...greedy, ...endless, stream: true } as never);
  for await (const event of stream as unknown as AsyncIterable<ResponseStreamEvent>) {
    if (event.type === "response.output_text.delta") break;
  }
  await expect.poll(() => hermes.stats()!.running).toBe(0);
  expect(hermes.stats()!.generatedTokens - before).toBeLessThan(hermes.contextLength / 2);
});
