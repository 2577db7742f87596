import { Ajv2020 } from "ajv/dist/2020.js";
import type { ChatCompletionTool } from "openai/resources/chat/completions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ChatBody,
  collect,
  joinChunks,
  type OpenAiNano,
  question,
  serveNano,
  type Thought,
} from "./openai-nano.ts";
import { callsOf } from "./openai-responses-nano.ts";

/** Thinking off, on and on with a budget × every constraint × whole and streamed × the three routes. */

let nano: OpenAiNano;
beforeAll(async () => {
  nano = await serveNano();
});
afterAll(() => nano.server.stop());

const asked = "What is 17 + 25?";

/** As the client's own helper writes it. */
const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    sum: { type: "integer", minimum: 0, maximum: 999 },
    unit: { type: ["string", "null"], enum: ["apples", "pears", null] },
    parts: { type: "array", items: { type: "number", exclusiveMinimum: 0, maximum: 99 }, maxItems: 2 },
  },
  required: ["sum", "unit", "parts"],
  additionalProperties: false,
};
const parameters = {
  type: "object",
  properties: { city: { enum: ["Paris", "Rome"] }, days: { type: "integer", minimum: 1, maximum: 7 } },
  required: ["city", "days"],
  additionalProperties: false,
};
const format = { name: "sum", strict: true, schema };
const pattern = "It is \\d{1,3}\\.";
const choices = ["forty-two", "something else"];
const isSum = new Ajv2020().compile(schema);
const isWeather = new Ajv2020({ strict: false }).compile(parameters);
const isObject = new Ajv2020().compile({ type: "object" });

/** What an answer must be, by name. */
const fits = {
  json_schema: (text: string) => isSum(JSON.parse(text)),
  json_object: (text: string) => isObject(JSON.parse(text)),
  regex: (text: string) => new RegExp(`^(?:${pattern})$`, "u").test(text),
  choice: (text: string) => choices.includes(text),
  grammar: (text: string) => /^\d{1,3}([+-]\d{1,3})*=\d{1,3}$/.test(text),
} as const;
type Kind = keyof typeof fits;
const kinds = Object.keys(fits) as Kind[];

const structured = {
  regex: { structured_outputs: { regex: pattern } },
  choice: { structured_outputs: { choice: choices } },
  grammar: { structured_outputs: { grammar: 'root ::= sum "=" num\nsum ::= num | sum [-+] num\nnum ::= [0-9]{1,3}' } },
};
const onChat: Readonly<Record<Kind, object>> = {
  json_schema: { response_format: { type: "json_schema", json_schema: format } },
  json_object: { response_format: { type: "json_object" } },
  ...structured,
};
const onResponses: Readonly<Record<Kind, object>> = {
  json_schema: { text: { format: { type: "json_schema", ...format } } },
  json_object: { text: { format: { type: "json_object" } } },
  ...structured,
};

const thoughts: readonly (readonly [name: string, fields: object, thinks: boolean])[] = [
  ["no thought", {}, false],
  ["a thought", { thinking: true }, true],
  ["a thought with a budget", { thinking_budget: 6 }, true],
];

interface Answer {
  readonly text: string;
  readonly thought: string;
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  readonly end: string | null | undefined;
}

async function askChat(body: object, stream: boolean): Promise<Answer> {
  const whole = { messages: question(asked), max_tokens: 800, ...body } as ChatBody;
  if (stream) {
    const { content, reasoning, calls, finishReason } = joinChunks(await nano.chunks(whole));
    const made = calls.map((call) => ({ name: call.function!.name!, arguments: call.function!.arguments! }));
    return { text: content, thought: reasoning, calls: made, end: finishReason };
  }
  const { message, finish_reason } = (await nano.ask(whole)).choices[0]!;
  const calls = (message.tool_calls ?? []).flatMap((call) => (call.type === "function" ? [call.function] : []));
  return { text: message.content ?? "", thought: (message as Thought).reasoning ?? "", calls, end: finish_reason };
}

async function askResponses(body: object, stream: boolean): Promise<Answer> {
  const given = { model: "nano", temperature: 0, input: asked, max_output_tokens: 800, ...body };
  const answer = stream
    ? await nano.client.responses.stream(given as never).finalResponse()
    : await nano.client.responses.create({ ...given, stream: false });
  const thought = answer.output.flatMap((item) => (item.type === "reasoning" ? (item.content ?? []) : []));
  return {
    text: answer.output_text,
    thought: thought.map(({ text }) => text).join(""),
    calls: callsOf(answer.output),
    end: answer.status === "completed" ? "stop" : answer.incomplete_details?.reason,
  };
}

async function askText(body: object, stream: boolean): Promise<Pick<Answer, "text" | "end">> {
  const given = { model: "nano", temperature: 0, prompt: asked, max_tokens: 800, frequency_penalty: 1, ...body };
  if (!stream) {
    const { text, finish_reason } = (await nano.client.completions.create(given)).choices[0]!;
    return { text, end: finish_reason };
  }
  const chunks = await collect(await nano.client.completions.create({ ...given, stream: true }));
  const parts = chunks.flatMap(({ choices: written }) => written);
  return { text: parts.map(({ text }) => text).join(""), end: parts.at(-1)?.finish_reason };
}

const routes = { chat: [askChat, onChat], responses: [askResponses, onResponses] } as const;

describe.each(Object.entries(routes))("/v1/%s", (_route, [ask, fields]) => {
  describe.each(thoughts)("with %s", (_thought, thought, thinks) => {
    test.each(kinds)("%s, whole and streamed", async (kind) => {
      const body = { ...thought, ...fields[kind] };
      const whole = await ask(body, false);
      expect(whole.end).toBe("stop");
      expect(fits[kind](whole.text), whole.text).toBe(true);
      expect(whole.thought !== "").toBe(thinks);
      expect(await ask(body, true)).toEqual(whole);
    });
  });
});

test.each(kinds)("/v1/completions, %s", async (kind) => {
  const whole = await askText(onChat[kind], false);
  expect(whole.end).toBe("stop");
  expect(fits[kind](whole.text), whole.text).toBe(true);
  expect(await askText(onChat[kind], true)).toEqual(whole);
});

const weather = { name: "get_weather", description: "Get the weather in a city.", parameters, strict: true };
const battery = { name: "get_battery", description: "Get the battery level." };
const names = ["get_weather", "get_battery"];
const nested = (tool: object) => ({ type: "function", function: tool }) as ChatCompletionTool;
const flat = (tool: object) => ({ type: "function", ...tool });
const allowed = { mode: "required", tools: [{ type: "function" }] };

const choicesOfTools = {
  required: ["required", "required"],
  named: [nested({ name: "get_weather" }), flat({ name: "get_weather" })],
  allowed_tools: [
    { type: "allowed_tools", allowed_tools: { ...allowed, tools: [nested({ name: "get_weather" })] } },
    { type: "allowed_tools", ...allowed, tools: [flat({ name: "get_weather" })] },
  ],
} as const;

describe.each(thoughts)("a call that must be, with %s", (_thought, thought, thinks) => {
  test.each(Object.entries(choicesOfTools))("%s", async (name, [onChatRoute, onResponsesRoute]) => {
    const onlyOne = { parallel_tool_calls: false, ...thought };
    const chat = { ...onlyOne, tools: [nested(weather), nested(battery)], tool_choice: onChatRoute };
    const responses = { ...onlyOne, tools: [flat(weather), flat(battery)], tool_choice: onResponsesRoute };
    for (const stream of [false, true]) {
      for (const answer of [await askChat(chat, stream), await askResponses(responses, stream)]) {
        expect(answer.text).toBe("");
        expect(answer.calls).toHaveLength(1);
        const [call] = answer.calls;
        expect(name === "required" ? names : ["get_weather"]).toContain(call!.name);
        if (call!.name === "get_weather") expect(isWeather(JSON.parse(call!.arguments)), call!.arguments).toBe(true);
        expect(answer.thought !== "").toBe(thinks);
      }
    }
  });
});

describe.each(thoughts)("tools beside a schema, with %s", (_thought, thought) => {
  test.each(["What is 17 + 25?", "What is the weather in Rome?"])("%s", async (content) => {
    for (const stream of [false, true]) {
      const body = { ...thought, messages: question(content), tools: [nested(weather), nested(battery)] };
      const { text, calls, end } = await askChat({ ...body, ...onChat.json_schema }, stream);
      expect(end).toBe(calls.length > 0 ? "tool_calls" : "stop");
      if (calls.length === 0) expect(isSum(JSON.parse(text)), text).toBe(true);
      else expect(text).toBe("");
      for (const call of calls) {
        if (call.name === "get_weather") expect(isWeather(JSON.parse(call.arguments)), call.arguments).toBe(true);
      }
    }
  });
});

test("a free answer may call a strict tool; its arguments meet the schema", async () => {
  const city = { type: "object", properties: { city: { type: "string", maxLength: 9 } }, required: ["city"] };
  const tools = [nested({ ...weather, parameters: city })];
  const { calls, end } = await askChat({ messages: question("What is the weather in Rome?"), tools }, true);
  expect(end).toBe("tool_calls");
  expect(calls.map((call) => JSON.parse(call.arguments))).toEqual([{ city: "Rome" }]);
});

test("the client's helper parses what a schema was asked for", async () => {
  const body = { model: "nano", messages: question(asked), temperature: 0, ...onChat.json_schema };
  const stream = nano.client.chat.completions.stream(body as never);
  expect(isSum(JSON.parse((await stream.finalContent())!))).toBe(true);
});

test("a limit cuts a value, which comes as far as it got", async () => {
  const cut = await askChat({ ...onChat.json_schema, max_tokens: 12 }, false);
  expect(cut.end).toBe("length");
  const whole = await askChat(onChat.json_schema, false);
  expect(whole.text.startsWith(cut.text)).toBe(true);
  expect(cut.text.length).toBeGreaterThan(0);
  expect(await askChat({ ...onChat.json_schema, max_tokens: 12 }, true)).toEqual(cut);
});

test("several choices each meet the schema", async () => {
  const body = { messages: question(asked), n: 3, temperature: 1, seed: 4, max_tokens: 800, ...onChat.json_schema };
  const { choices: answers } = await nano.ask(body as ChatBody);
  expect(answers.map(({ message }) => isSum(JSON.parse(message.content!)))).toEqual([true, true, true]);
});

test("what a lenient schema does not hold to is told", async () => {
  const loose = { $ref: "https://example.com/elsewhere.json", type: "integer", maximum: 9 };
  const body = { structured_outputs: { json: loose, lenient: true } };
  const whole = (await nano.ask(body as ChatBody)).choices[0]! as unknown as {
    hermes: { diagnostics: { code: string; message: string }[] };
  };
  expect(whole.hermes.diagnostics).toMatchObject([{ code: "schema-note", message: expect.stringContaining("/$ref") }]);
  const text = await nano.client.completions.create({ model: "nano", prompt: asked, ...body });
  expect(text.choices[0]).toMatchObject({
    hermes: whole.hermes.diagnostics && { diagnostics: whole.hermes.diagnostics },
  });
});

describe("what cannot be enforced is a 400 with its place", () => {
  const odd = { type: "object", properties: { code: { type: "string", pattern: "(?=a)b" } } };
  const wrong = { type: "object", properties: { code: { type: "strin" } } };
  test.each<[string, object, string, string]>([
    [
      "a look-ahead",
      { response_format: { type: "json_schema", json_schema: { name: "a", schema: odd } } },
      "response_format.json_schema.schema/properties/code",
      "unsupported_schema",
    ],
    ["no schema", { guided_json: wrong }, "guided_json/properties/code/type", "invalid_schema"],
    ["no JSON", { guided_json: "{" }, "guided_json", "invalid_schema"],
    ["no pattern", { guided_regex: "(a" }, "guided_regex", "invalid_schema"],
    ["a huge pattern", { guided_regex: "(a{1000}){1000}" }, "guided_regex", "schema_too_complex"],
    [
      "a strict tool",
      { tools: [nested(battery), nested({ name: "f", strict: true, parameters: odd })] },
      "tools[1].function.parameters/properties/code",
      "unsupported_schema",
    ],
    [
      "a tool that must be called",
      { tools: [nested({ name: "f", parameters: wrong })], tool_choice: "required" },
      "tools[0].function.parameters/properties/code/type",
      "invalid_schema",
    ],
  ])("%s", async (_name, body, param, code) => {
    for (const stream of [false, true]) {
      const refused = nano.ask({ ...body, stream } as ChatBody);
      await expect(refused).rejects.toMatchObject({ status: 400, param: expect.stringContaining(param), code });
    }
  });

  test("on the route of responses, in its words", async () => {
    const base = { model: "nano", input: asked };
    const text = { format: { type: "json_schema" as const, name: "a", schema: wrong } };
    const refused = nano.client.responses.create({ ...base, text });
    await expect(refused).rejects.toMatchObject({ status: 400, param: "text.format.schema/properties/code/type" });
    const tools = [{ type: "function" as const, name: "f", strict: true, parameters: odd }];
    const strict = nano.client.responses.create({ ...base, tools });
    await expect(strict).rejects.toMatchObject({
      param: expect.stringContaining("tools[0].parameters/properties/code"),
    });
  });

  test("a tool that is not strict takes any object, and the notes say so", async () => {
    const { hermes } = (await nano.ask({ tools: [nested({ name: "f", parameters: odd })] })).choices[0]! as never as {
      hermes: { diagnostics: object[] };
    };
    expect(hermes.diagnostics).toMatchObject([{ code: "schema-note", message: expect.stringContaining("any object") }]);
  });
});

test("a schema of a megabyte costs no prompt: its size alone may refuse it", async () => {
  const names = Array.from({ length: 40_000 }, (_, index) => `a long name for number ${index}`);
  const huge = { guided_json: { enum: [...names, ...names.map((name) => `another ${name}`)].join() } };
  await expect(nano.ask(huge as ChatBody)).rejects.toMatchObject({
    status: 400,
    code: expect.stringMatching(/schema/),
  });
});
