import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiError } from "../../api-error.ts";
import { chatFields } from "../../fields/chat-fields.ts";
import { parseBody } from "../../fields/parse-body.ts";
import { type NanoServer, nanoServer } from "../../testing/nano-server.ts";
import { planChat } from "./chat-plan.ts";

let server: NanoServer;
beforeAll(async () => {
  server = await nanoServer({ aliases: ["other-name"] });
});
afterAll(() => server.hermes.dispose());

const base = { messages: [{ role: "user", content: "What is 2 + 3?" }] };

function plan(body: object) {
  const text = JSON.stringify(body);
  const parsed = parseBody(chatFields, JSON.parse(text), { passUnknown: false, text });
  return planChat({ body: parsed.body, caller: { keyName: null, cacheSalt: undefined } }, server.core);
}

async function refusalOf(body: object): Promise<ApiError> {
  try {
    await plan(body);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

interface Example {
  /** A value that changes what the model is asked, or how its answer is sent. */
  readonly changes?: unknown;
  /** A value that is accepted and changes nothing. */
  readonly keeps?: unknown;
  /** A value that is refused. */
  readonly wrong: unknown;
  /** Fields without which it has no effect. */
  readonly beside?: object;
}

const tool = { type: "function", function: { name: "f", parameters: { type: "object" } } };
const stream = { stream: true };

/** Every honoured field of the table. */
const honoured: Readonly<Record<string, Example>> = {
  messages: { changes: [{ role: "user", content: "Hello" }], wrong: "Hello" },
  continue_final_message: {
    changes: true,
    wrong: 1,
    beside: { messages: [...base.messages, { role: "assistant", content: "The" }] },
  },
  add_generation_prompt: { keeps: true, wrong: false },
  model: { keeps: "other-name", wrong: 3 },
  n: { changes: 2, wrong: 0 },
  cache_salt: { changes: "mine", wrong: "" },
  max_completion_tokens: { changes: 5, wrong: 0 },
  max_tokens: { changes: 5, wrong: 1.5 },
  temperature: { changes: 0, wrong: -1 },
  top_p: { changes: 0.5, wrong: 0 },
  top_k: { changes: 5, wrong: -2 },
  min_p: { changes: 0.1, wrong: 2 },
  seed: { changes: 1, wrong: 0.5 },
  presence_penalty: { changes: 1, wrong: 3 },
  frequency_penalty: { changes: 1, wrong: -3 },
  repetition_penalty: { changes: 1.1, wrong: 0 },
  logit_bias: { changes: { "5": -100 }, wrong: { five: 1 } },
  stop: { changes: "\n", wrong: "" },
  logprobs: { changes: true, wrong: 5 },
  top_logprobs: { changes: 3, wrong: 21, beside: { logprobs: true } },
  stream: { changes: true, wrong: "yes" },
  stream_options: { changes: { include_usage: true }, wrong: { include_usage: 1 }, beside: stream },
  return_progress: { changes: true, wrong: 1, beside: stream },
  timings_per_token: { changes: true, wrong: 1, beside: stream },
  sse_ping_interval: { changes: 5, wrong: -2, beside: stream },
  thinking: { changes: true, wrong: "on" },
  enable_thinking: { changes: true, wrong: 1 },
  think: { changes: "low", wrong: "deep" },
  chat_template_kwargs: { changes: { thinking: true }, wrong: { temperature: 1 } },
  reasoning_effort: { changes: "medium", wrong: "huge" },
  reasoning: { changes: { max_tokens: 9 }, wrong: { max_tokens: "9" } },
  thinking_token_budget: { changes: 9, wrong: -2 },
  thinking_budget: { changes: 9, wrong: 1.5 },
  keep_cots: { changes: true, wrong: 1 },
  include_reasoning: { changes: false, wrong: 0 },
  separate_reasoning: { changes: false, wrong: 0 },
  reasoning_format: { changes: "none", wrong: "deepseek-legacy" },
  reasoning_control: { changes: true, wrong: 1 },
  tools: { changes: [tool], wrong: [{ type: "custom", custom: { name: "f" } }] },
  tool_choice: { changes: "none", wrong: "sometimes", beside: { tools: [tool] } },
  parallel_tool_calls: { changes: false, wrong: 0, beside: { tools: [tool] } },
  response_format: { changes: { type: "json_object" }, keeps: { type: "text" }, wrong: { type: "markdown" } },
  structured_outputs: { changes: { regex: "a+" }, keeps: false, wrong: { grammar: 5 } },
  finish_within_budget: { changes: true, wrong: "yes", beside: { response_format: { type: "json_object" } } },
  guided_json: { changes: { type: "object" }, wrong: 5 },
  guided_regex: { changes: "a+", wrong: ["a+"] },
  guided_choice: { changes: ["a", "b"], wrong: [] },
  guided_grammar: { changes: 'root ::= "a"', wrong: [] },
  grammar: { changes: 'root ::= "a"', keeps: "", wrong: 5 },
  structural_tag: { changes: { format: { type: "any_text" } }, wrong: 5 },
  ebnf: { changes: 'root ::= "a"', wrong: true },
  json_schema: { changes: '{"type":"object"}', wrong: [{}] },
};

/** Every inert field of the table, with a value that is accepted. */
const inert: Readonly<Record<string, unknown>> = {
  user: "somebody",
  metadata: { topic: "sums" },
  safety_identifier: "abc",
  prompt_cache_key: "sums",
  prompt_cache_retention: "24h",
  service_tier: "auto",
  request_id: "r1",
  rid: "r1",
  session_id: "s1",
  cache_prompt: true,
  ttl: 60,
  keep_alive: "5m",
};

/** Values of refused fields that pass, since they ask for nothing. */
const nothing: Readonly<Record<string, unknown>> = {
  store: false,
  modalities: ["text"],
  verbosity: "medium",
  functions: [],
  function_call: "none",
  best_of: 1,
  echo: false,
  ignore_eos: false,
  stop_token_ids: [],
  repeat_penalty: 1,
  skip_special_tokens: true,
  grammar_lazy: false,
  id_slot: -1,
};

const byStatus = (status: string) => chatFields.fields.filter((field) => field.status === status);

describe("every field of the chat route", () => {
  test("has a case here", () => {
    expect(Object.keys(honoured).toSorted()).toEqual(
      byStatus("honoured")
        .map(({ name }) => name)
        .toSorted(),
    );
    expect(Object.keys(inert).toSorted()).toEqual(
      byStatus("inert")
        .map(({ name }) => name)
        .toSorted(),
    );
    const refused = byStatus("refused").map(({ name }) => name);
    expect(Object.keys(nothing).filter((name) => !refused.includes(name))).toEqual([]);
  });

  test.each(Object.entries(honoured))("%s is honoured", async (name, { changes, keeps, wrong, beside = {} }) => {
    const without = await plan({ ...base, ...beside });
    const refusal = await refusalOf({ ...base, ...beside, [name]: wrong });
    expect(refusal.facts).toMatchObject({ status: 400, param: expect.stringContaining(name) });
    expect(await plan({ ...base, ...beside, ...(name === "messages" ? {} : { [name]: null }) })).toEqual(without);
    if (changes !== undefined) expect(await plan({ ...base, ...beside, [name]: changes })).not.toEqual(without);
    if (keeps !== undefined) expect(await plan({ ...base, ...beside, [name]: keeps })).toEqual(without);
    expect(changes ?? keeps).toBeDefined();
  });

  test.each(Object.entries(inert))("%s is accepted and has no effect", async (name, value) => {
    expect(await plan({ ...base, [name]: value })).toEqual(await plan(base));
  });

  test.each(byStatus("refused").map(({ name }) => name))("%s is refused by name", async (name) => {
    const refusal = await refusalOf({ ...base, [name]: { x: 1 } });
    expect(refusal.facts).toMatchObject({ status: 400, param: name, code: "unsupported_parameter" });
    expect(refusal.message).toMatch(new RegExp(`^${name} is not supported\\. .+\\.$`));
    expect(await plan({ ...base, [name]: null })).toEqual(await plan(base));
  });

  test.each(Object.entries(nothing))("%s passes where it asks for nothing", async (name, value) => {
    expect(await plan({ ...base, [name]: value })).toEqual(await plan(base));
  });

  test("holds every field of OpenAI's client", () => {
    const types = readFileSync("node_modules/openai/resources/chat/completions/completions.d.ts", "utf8");
    const [, members = ""] = /interface ChatCompletionCreateParamsBase \{\n([\s\S]*?)\n\}/.exec(types) ?? [];
    const names = [...members.matchAll(/^ {4}([a-z_]+)\??:/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(30);
    const known = chatFields.fields.map(({ name }) => name);
    expect(names.filter((name) => !known.includes(name!))).toEqual([]);
  });
});

describe("fields that do not fit together", () => {
  test.each<[string, object]>([
    ["max_tokens", { max_tokens: 3, max_completion_tokens: 4 }],
    ["top_logprobs", { top_logprobs: 2 }],
    ["continue_final_message", { continue_final_message: true, add_generation_prompt: true }],
    ["reasoning_control", { reasoning_control: true, n: 2 }],
    ["stream_options", { stream_options: { include_usage: true } }],
    ["return_progress", { return_progress: true }],
    ["logit_bias.1536", { logit_bias: { "1536": 1 } }],
    ["logit_bias.05", { logit_bias: { "05": 1 } }],
    ["top_k", { top_k: 2 ** 31 }],
    ["sse_ping_interval", { stream: true, sse_ping_interval: 0.0001 }],
    ["tools[1].function.name", { tools: [tool, tool] }],
    ["n", { n: 9 }],
  ])("%s", async (param, body) => {
    expect((await refusalOf({ ...base, ...body })).facts).toMatchObject({ status: 400, param });
  });

  test("no likeliest tokens can be asked for without probabilities", async () => {
    expect(await plan({ ...base, top_logprobs: 0 })).toEqual(await plan(base));
  });

  test("the two names of the token limit may agree", async () => {
    expect((await plan({ ...base, max_tokens: 3, max_completion_tokens: 3 })).request.maxTokens).toBe(3);
  });

  test("a model of another name is not here", async () => {
    expect((await refusalOf({ ...base, model: "gpt-5" })).facts).toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });
});

test("a tool's schema reaches the model as it was spelled, its name first, without what is for the server", async () => {
  const text =
    '{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"description":"d","name":"f",' +
    '"strict":false,"parameters":{"type":"object","properties":{"2":{"maximum":1.0},"1":{"maximum":1e5}}}}}]}';
  const { body } = parseBody(chatFields, JSON.parse(text), { passUnknown: false, text });
  const { request } = await planChat({ body, caller: { keyName: null, cacheSalt: undefined } }, server.core);
  expect(server.hermes.renderPrompt(request).text).toContain(
    '{"type": "function", "function": {"name": "f", "description": "d", ' +
      '"parameters": {"type": "object", "properties": {"2": {"maximum": 1.0}, "1": {"maximum": 1e5}}}}}',
  );
});
