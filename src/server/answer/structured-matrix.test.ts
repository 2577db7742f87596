/** Thinking × what the answer must be × streamed or whole × route, over HTTP with nano; every answer is validated by ajv. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NanoServer, nanoServer } from "../testing/nano-server.ts";

let server: NanoServer;
beforeAll(async () => {
  server = await nanoServer();
});
afterAll(() => server.hermes.dispose());

const ajv = new Ajv2020({ strict: false });
const schema = {
  type: "object",
  properties: {
    name: { type: "string", maxLength: 12 },
    age: { type: "integer", minimum: 0, maximum: 120 },
    places: { type: "array", items: { enum: ["Bonn", "Rome"] }, maxItems: 2, uniqueItems: true },
  },
  required: ["name", "age", "places"],
  additionalProperties: false,
};
const cityArguments = { type: "object", properties: { city: { enum: ["Bonn", "Rome"] } }, required: ["city"] };
const tools = [
  { type: "function", function: { name: "get_weather", description: "Weather", parameters: cityArguments } },
  { type: "function", function: { name: "get_time", description: "The time" } },
];
const pattern = "[A-Z][a-z]{2,8}, \\d{1,3} (years|months)";
const choices = ["sunny", "rainy", "I cannot say"];
const question = "Ada is 36 years old and lives in Rome. What is the weather there?";
const limits = { max_tokens: 120, finish_within_budget: true, seed: 3 };

/** What a client has in the end, streamed or not. */
interface Told {
  content: string;
  reasoning: string;
  calls: { name: string; arguments: string }[];
  reason: string | null;
}

interface Case {
  readonly name: string;
  readonly body: object;
  readonly check: (told: Told) => void;
}

const value = (by: object) => (told: Told) => {
  expect(told).toMatchObject({ calls: [], reason: "stop" });
  expect(ajv.validate(by, JSON.parse(told.content)), told.content).toBe(true);
};
const text = (shape: RegExp) => (told: Told) => {
  expect(told).toMatchObject({ calls: [], reason: "stop", content: expect.stringMatching(shape) });
};
function checkCalls({ calls }: Told): void {
  for (const call of calls) {
    const tool = tools.find((one) => one.function.name === call.name)!;
    const by = tool.function.parameters ?? { type: "object", maxProperties: 0 };
    expect(ajv.validate(by, JSON.parse(call.arguments)), call.arguments).toBe(true);
  }
}
const calls = (names: RegExp) => (told: Told) => {
  expect(told).toMatchObject({ content: "", reason: "tool_calls" });
  expect(told.calls.length).toBeGreaterThan(0);
  for (const { name } of told.calls) expect(name).toMatch(names);
  checkCalls(told);
};
const maySay = (told: Told) => {
  expect(told.reason).toBe(told.calls.length > 0 ? "tool_calls" : told.reason);
  expect(["stop", "length", "tool_calls"]).toContain(told.reason);
  checkCalls(told);
};

const constraints: readonly Case[] = [
  {
    name: "a schema",
    body: { response_format: { type: "json_schema", json_schema: { name: "a", schema } } },
    check: value(schema),
  },
  {
    name: "a schema, laid out",
    body: { structured_outputs: { json: schema, whitespace: "pretty" } },
    check: value(schema),
  },
  {
    name: "a schema, compact, any order",
    body: { structured_outputs: { json: schema, whitespace: "compact", any_order: true } },
    check: value(schema),
  },
  { name: "json_object", body: { response_format: { type: "json_object" } }, check: value({ type: "object" }) },
  { name: "a pattern", body: { structured_outputs: { regex: pattern } }, check: text(new RegExp(`^${pattern}$`)) },
  { name: "a choice", body: { structured_outputs: { choice: choices } }, check: text(/^(sunny|rainy|I cannot say)$/) },
];
const withTools: readonly Case[] = [
  { name: "tools, auto", body: { tools }, check: maySay },
  { name: "tools, required", body: { tools, tool_choice: "required" }, check: calls(/^get_(weather|time)$/) },
  {
    name: "tools, required, one call",
    body: { tools, tool_choice: "required", parallel_tool_calls: false },
    check: (told) => {
      calls(/^get_(weather|time)$/)(told);
      expect(told.calls).toHaveLength(1);
    },
  },
  {
    name: "tools, named",
    body: { tools, tool_choice: { type: "function", function: { name: "get_weather" } } },
    check: calls(/^get_weather$/),
  },
];
const thoughts = [
  { name: "no thought", fields: {}, most: 0 },
  { name: "a thought", fields: { thinking: true }, most: 120 },
  { name: "a thought with a budget", fields: { thinking: true, thinking_token_budget: 10 }, most: 10 },
];

describe.each(thoughts)("chat, $name", ({ fields, most }) => {
  test.each([...constraints, ...withTools])("$name", async ({ body, check }) => {
    const request = { messages: [{ role: "user", content: question }], ...limits, ...fields, ...body };
    const whole = await server.ask("/v1/chat/completions", request);
    const events = await server.stream("/v1/chat/completions", request);
    for (const told of [ofMessage(whole), ofChunks(events)]) {
      check(told);
      if (most === 0) expect(told.reasoning).toBe("");
    }
    const { usage } = whole as {
      usage: { completion_tokens: number; completion_tokens_details: { reasoning_tokens: number } };
    };
    expect(usage.completion_tokens).toBeLessThanOrEqual(limits.max_tokens);
    expect(usage.completion_tokens_details.reasoning_tokens).toBeLessThanOrEqual(most);
    expect(ofChunks(events)).toEqual(ofMessage(whole));
  });
});

test.each(constraints)("completions: $name", async ({ body, check }) => {
  const request = { prompt: `${question}\n`, ...limits, ...body };
  const {
    choices: [whole],
  } = (await server.ask("/v1/completions", request)) as { choices: [TextChoice] };
  const pieces = (await server.stream("/v1/completions", request)).filter((event) => event !== "[DONE]") as {
    choices: TextChoice[];
  }[];
  const streamed = pieces.flatMap((piece) => piece.choices);
  const joined = streamed.map((piece) => piece.text).join("");
  for (const [content, reason] of [
    [whole.text, whole.finish_reason],
    [joined, streamed.at(-1)!.finish_reason],
  ] as const) {
    check({ content, reason, reasoning: "", calls: [] });
  }
  expect(joined).toBe(whole.text);
});

describe("finish_within_budget", () => {
  const messages = [{ role: "user", content: question }];
  const ask = async (body: object) => {
    const response = await server.post("/v1/chat/completions", { messages, finish_within_budget: true, ...body });
    return { status: response.status, body: (await response.json()) as { error?: { param: string; message: string } } };
  };

  test.each([
    ["too few tokens", { structured_outputs: { json: schema }, max_tokens: 2 }, /shortest one found has \d+/],
    ["nothing to finish", {}, /means nothing for free text/],
  ])("%s are a 400", async (_name, body, message) => {
    const { status, body: answer } = await ask(body);
    expect(status).toBe(400);
    expect(answer.error).toMatchObject({ param: "finish_within_budget", message: expect.stringMatching(message) });
  });

  test("without it, what is cut is told so", async () => {
    const cut = await server.ask("/v1/chat/completions", {
      messages,
      max_tokens: 5,
      structured_outputs: { json: schema },
    });
    expect(ofMessage(cut).reason).toBe("length");
  });
});

describe("hostile schemas over HTTP", () => {
  const post = (json: string) =>
    server.post(
      "/v1/chat/completions",
      `{"messages":[{"role":"user","content":"hi"}],"max_tokens":4,"structured_outputs":{"json":${json}}}`,
    );

  test.each<[string, string, string]>([
    ["a reference to itself", '{"$ref":"#"}', "structured_outputs.json"],
    ["a wrong type", '{"properties":{"a":{"type":"strin"}}}', "structured_outputs.json/properties/a/type"],
    ["no pattern", '{"items":{"pattern":"(("}}', "structured_outputs.json/items"],
    ["nothing meets it", '{"allOf":[{"type":"string"},{"type":"null"}]}', "structured_outputs.json"],
    ["arrays without end", '{"type":"array","items":{"$ref":"#"},"minItems":1}', "structured_outputs.json"],
    ["too deep", `${'{"items":'.repeat(70)}true${"}".repeat(70)}`, "structured_outputs.json"],
    ["repetition of repetition", '{"pattern":"((((a{0,99}){0,99}){0,99}){0,99}){0,99}"}', "structured_outputs.json"],
  ])("%s", async (_name, json, param) => {
    const response = await post(json);
    const { error } = (await response.json()) as { error: { param: string; type: string } };
    expect([response.status, error.type]).toEqual([400, "invalid_request_error"]);
    expect(error.param).toMatch(new RegExp(`^${param.replace(/[.$]/g, "\\$&")}`));
  });

  test("and others are served after them", async () => {
    const told = ofMessage(
      await server.ask("/v1/chat/completions", {
        messages: [{ role: "user", content: question }],
        ...limits,
        structured_outputs: { choice: choices },
      }),
    );
    expect(choices).toContain(told.content);
  });
});

interface TextChoice {
  readonly text: string;
  readonly finish_reason: string | null;
}
interface WireCall {
  readonly index?: number;
  readonly function: { readonly name?: string; readonly arguments?: string };
}
interface WireMessage {
  readonly content?: string | null;
  readonly reasoning_content?: string | null;
  readonly tool_calls?: readonly WireCall[];
}

function ofMessage(answer: unknown): Told {
  const { message, finish_reason } = (answer as { choices: { message: WireMessage; finish_reason: string }[] })
    .choices[0]!;
  const told = (message.tool_calls ?? []).map((call) => ({
    name: call.function.name!,
    arguments: call.function.arguments!,
  }));
  return {
    content: message.content ?? "",
    reasoning: message.reasoning_content ?? "",
    calls: told,
    reason: finish_reason,
  };
}

function ofChunks(events: readonly unknown[]): Told {
  const told: Told = { content: "", reasoning: "", calls: [], reason: null };
  for (const event of events) {
    const [choice] =
      event === "[DONE]" ? [] : (event as { choices: { delta: WireMessage; finish_reason: string | null }[] }).choices;
    if (choice === undefined) continue;
    told.content += choice.delta.content ?? "";
    told.reasoning += choice.delta.reasoning_content ?? "";
    told.reason = choice.finish_reason ?? told.reason;
    for (const { index = 0, function: part } of choice.delta.tool_calls ?? []) {
      told.calls[index] ??= { name: "", arguments: "" };
      told.calls[index].name += part.name ?? "";
      told.calls[index].arguments += part.arguments ?? "";
    }
  }
  return told;
}
