/** Every kind of constraint × thinking × streamed or whole, with the real nano model. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tool } from "../../chat/index.ts";
import { isHermesError } from "../../errors.ts";
import { type ChatAnswer, collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { collectParts } from "../testing/collect-parts.ts";
import { loadNativeBackend } from "./load-native-backend.ts";
import type { NativeBackend } from "./native-backend.ts";

const MOST_TOKENS = 400;
const ajv = new Ajv2020({ strict: false });
const person = {
  type: "object",
  properties: {
    name: { type: "string", maxLength: 20 },
    age: { type: "integer", minimum: 0, maximum: 120 },
    city: { enum: ["Bonn", "Rome", null] },
  },
  required: ["name", "age", "city"],
  additionalProperties: false,
};
const weather: Tool = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather of a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string", maxLength: 20 }, days: { type: "integer", minimum: 1, maximum: 9 } },
      required: ["city", "days"],
      additionalProperties: false,
    },
  },
};
const clock: Tool = { type: "function", function: { name: "get_time", description: "The time of day" } };
const tools = [weather, clock];

const messages = [
  { role: "user" as const, content: "Ada is 36 years old and lives in Rome. What is the weather there?" },
];

interface Case {
  readonly name: string;
  readonly request: Partial<ChatRequest>;
  readonly check: (answer: ChatAnswer) => void;
}

const isJson = (schema: object) => (answer: ChatAnswer) => {
  // A model of this size may go on and on inside a string.
  if (answer.finishReason === "length") return expect(answer.usage.completionTokens).toBe(MOST_TOKENS);
  expect(answer.finishReason).toBe("stop");
  const validate = ajv.compile(schema);
  expect(validate(JSON.parse(answer.content!)), answer.content!).toBe(true);
};
const validCalls = ({ toolCalls }: ChatAnswer) => {
  for (const { name, arguments: text } of toolCalls) {
    const tool = tools.find((offered) => offered.function.name === name)!;
    const schema = tool.function.parameters ?? { type: "object", maxProperties: 0 };
    expect(ajv.validate(schema as object, JSON.parse(text)), text).toBe(true);
  }
};
const callsOnly = (answer: ChatAnswer) => {
  expect(answer).toMatchObject({ content: null, finishReason: "tool-calls" });
  expect(answer.toolCalls.length).toBeGreaterThan(0);
  validCalls(answer);
};

const cases: readonly Case[] = [
  { name: "json-schema", request: { constraint: { type: "json-schema", schema: person } }, check: isJson(person) },
  { name: "json-object", request: { constraint: { type: "json-object" } }, check: isJson({ type: "object" }) },
  {
    name: "regex",
    request: { constraint: { type: "regex", pattern: "[A-Z][a-z]{2,8}, \\d{1,3} (years|months)" } },
    check: ({ content, finishReason }) => {
      expect(content).toMatch(/^[A-Z][a-z]{2,8}, \d{1,3} (years|months)$/u);
      expect(finishReason).toBe("stop");
    },
  },
  {
    name: "choice",
    request: { constraint: { type: "choice", choices: ["sunny", "rainy", "I cannot say"] } },
    check: ({ content }) => expect(["sunny", "rainy", "I cannot say"]).toContain(content),
  },
  {
    name: "grammar",
    request: {
      constraint: { type: "grammar", grammar: 'root ::= "[" item ("," item)* "]"\nitem ::= [a-z]{1,4} | root' },
    },
    check: ({ content, finishReason }) => {
      if (finishReason === "length") return expect(content).toMatch(/^[[\]a-z,]+$/);
      expect(content!.replaceAll(/[a-z]{1,4}/g, '"x"')).toSatisfy((text) => Array.isArray(JSON.parse(text as string)));
    },
  },
  {
    name: "structural tag",
    request: {
      constraint: {
        type: "structural-tag",
        tag: {
          format: {
            type: "triggered_tags",
            triggers: ["<tool_call>"],
            tags: [
              { begin: "<tool_call>\n", content: { type: "json_schema", json_schema: person }, end: "\n</tool_call>" },
            ],
            at_least_one: true,
            stop_after_first: true,
          },
        },
      },
    },
    check: ({ content, finishReason }) => {
      const [, value] = /^<tool_call>\n([\s\S]*)\n<\/tool_call>$/.exec(content!) ?? [];
      if (finishReason === "stop") expect(ajv.validate(person, JSON.parse(value!)), content!).toBe(true);
    },
  },
  {
    name: "tools, auto, or a value",
    request: { tools, constraint: { type: "json-schema", schema: person } },
    check: (answer) => {
      if (answer.toolCalls.length > 0) return callsOnly(answer);
      isJson(person)(answer);
    },
  },
  {
    name: "tools, auto, one call or a value",
    request: { tools, parallelToolCalls: false, constraint: { type: "choice", choices: ["<tool_cold>", "no"] } },
    check: (answer) => {
      if (answer.toolCalls.length === 0) return expect(["<tool_cold>", "no"]).toContain(answer.content);
      callsOnly(answer);
      expect(answer.toolCalls).toHaveLength(1);
    },
  },
  {
    name: "tools, required, where a value would do",
    request: { tools, toolChoice: "required", constraint: { type: "json-schema", schema: person } },
    check: callsOnly,
  },
  {
    name: "tools, none, so a value",
    request: { tools, toolChoice: "none", constraint: { type: "json-schema", schema: person } },
    check: isJson(person),
  },
  {
    name: "tools, auto",
    request: { tools },
    check: (answer) => {
      validCalls(answer);
      expect(answer.finishReason).toBe(answer.toolCalls.length > 0 ? "tool-calls" : "stop");
    },
  },
  { name: "tools, required", request: { tools, toolChoice: "required" }, check: callsOnly },
  {
    name: "tools, required, one call",
    request: { tools, toolChoice: "required", parallelToolCalls: false },
    check: (answer) => {
      callsOnly(answer);
      expect(answer.toolCalls).toHaveLength(1);
    },
  },
  {
    name: "tools, named",
    request: { tools, toolChoice: { name: "get_time" } },
    check: (answer) => {
      callsOnly(answer);
      expect(answer.toolCalls).toMatchObject([{ name: "get_time" }]);
    },
  },
];

const thoughts: readonly (Partial<ChatRequest> & { readonly title: string })[] = [
  { title: "without a thought", thinking: false },
  { title: "with a thought", thinking: true },
  { title: "with a thought and a budget", thinking: true, thinkingBudget: 12 },
];

describe("answers of nano under constraints", () => {
  let backend: NativeBackend;
  beforeAll(async () => {
    backend = await loadNativeBackend({ folder: "models/nano" });
  });
  afterAll(() => backend.dispose());

  const ask = (request: Partial<ChatRequest>) =>
    collectAnswer(
      backend.stream({ messages, maxTokens: MOST_TOKENS, ...request, sampling: { seed: 7, ...request.sampling } }),
    );

  describe.each(thoughts)("$title", ({ title: _title, ...thought }) => {
    test.each(cases)("$name", async ({ request, check }) => {
      const parts = await collectParts(
        backend.stream({ messages, maxTokens: MOST_TOKENS, sampling: { seed: 7 }, ...thought, ...request }),
      );
      const whole = await ask({ ...thought, ...request });
      const streamed = await collectAnswer(
        (async function* () {
          yield* parts;
        })(),
      );
      for (const answer of [whole, streamed]) {
        check(answer);
        if (thought.thinking === false) expect(answer.reasoning).toBeNull();
        if (thought.thinkingBudget !== undefined && answer.reasoning !== null) {
          expect(answer.usage.reasoningTokens).toBeLessThanOrEqual(thought.thinkingBudget);
        }
      }
      expect([streamed.raw, streamed.reasoning]).toEqual([whole.raw, whole.reasoning]);
    });
  });

  test("strict is no part of the prompt, and tools that may not be called are none", () => {
    const strict = tools.map((tool) => ({ ...tool, function: { ...tool.function, strict: true } }));
    const text = (request: Partial<ChatRequest>) => backend.renderPrompt({ messages, ...request }).text;
    expect(text({ tools: strict })).toBe(text({ tools }));
    expect(text({ tools, toolChoice: "none" })).toBe(text({}));
    expect(text({ tools, toolChoice: "required" })).toBe(text({ tools }));
  });

  test("lenient drops what cannot be enforced, and says so", async () => {
    const properties = {
      a: { type: "string", maxLength: 4, pattern: "(?=x)" },
      b: { type: "string", maxLength: 8, not: { format: "email" } },
    };
    const schema = { type: "object", properties, required: ["a", "b"], additionalProperties: false };
    const answer = await ask({ constraint: { type: "json-schema", schema, lenient: true } });
    const notes = answer.diagnostics.filter(({ code }) => code === "schema-note").map(({ message }) => message);
    expect(notes).toEqual([
      expect.stringContaining("/properties/a/pattern"),
      expect.stringContaining("/properties/b/not:"),
    ]);
    expect(JSON.parse(answer.content!).a.length).toBeLessThanOrEqual(4);
    await expect(ask({ constraint: { type: "json-schema", schema } })).rejects.toMatchObject({
      code: "schema-unsupported",
    });
  });

  test("a limit cuts the value, which is returned as far as it goes", async () => {
    const answer = await ask({ constraint: { type: "json-schema", schema: person }, maxTokens: 4 });
    expect(answer).toMatchObject({ finishReason: "length", usage: { completionTokens: 4 } });
    expect(answer.content).toMatch(/^\s*\{/);
    expect(() => JSON.parse(answer.content!)).toThrow();
  });

  test.each([
    {
      name: "no grammar",
      request: { constraint: { type: "grammar", grammar: "root: x" } },
      code: "schema-unsupported",
    },
    {
      name: "half a grammar",
      request: { constraint: { type: "grammar", grammar: "root ::= (" } },
      code: "schema-invalid",
    },
    { name: "no tag", request: { constraint: { type: "structural-tag", tag: {} } }, code: "schema-invalid" },
    { name: "constraint and stop", request: { stop: ["a"], constraint: { type: "json-object" } }, code: "usage" },
    { name: "required tools and stop", request: { tools, toolChoice: "required", stop: ["a"] }, code: "usage" },
    { name: "required without tools", request: { toolChoice: "required" }, code: "usage" },
    { name: "an unknown tool", request: { tools, toolChoice: { name: "nope" } }, code: "usage" },
    { name: "an unknown tool choice", request: { tools, toolChoice: "maybe" }, code: "usage" },
    { name: "no constraint type", request: { constraint: {} }, code: "usage" },
    { name: "no choices", request: { constraint: { type: "choice", choices: [] } }, code: "usage" },
    {
      name: "no schema",
      request: { constraint: { type: "json-schema", schema: { type: 4 } } },
      code: "schema-invalid",
    },
    { name: "lookahead", request: { constraint: { type: "regex", pattern: "(?=a)b" } }, code: "schema-unsupported" },
    { name: "false", request: { constraint: { type: "json-schema", schema: false } }, code: "schema-unsupported" },
    {
      name: "a strict tool that cannot be enforced",
      request: { tools: [{ type: "function", function: { name: "a", strict: true, parameters: { type: "string" } } }] },
      code: "schema-unsupported",
    },
  ])("$name is refused before the answer begins", async ({ request, code }) => {
    const asking = ask(request as Partial<ChatRequest>);
    await expect(asking).rejects.toSatisfy((error) => isHermesError(error) && error.code === code);
  });
});
