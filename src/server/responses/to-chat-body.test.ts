import { describe, expect, test } from "vitest";
import { chatFields } from "../fields/chat-fields.ts";
import { parseBody } from "../fields/parse-body.ts";
import { responsesTable } from "./fields/body-table.ts";
import { createEcho } from "./request-echo.ts";
import { toChatBody } from "./to-chat-body.ts";

function parse(fields: object): Readonly<Record<string, unknown>> {
  const sent = { input: "Hi", ...fields };
  return parseBody(responsesTable, sent, { passUnknown: false, text: JSON.stringify(sent) }).body;
}

const parameters = { type: "object", properties: { city: { type: "string" } } };
const cases: { name: string; fields: object; chat: object }[] = [
  { name: "nothing but input", fields: {}, chat: {} },
  { name: "the limit", fields: { max_output_tokens: 9 }, chat: { max_completion_tokens: 9 } },
  {
    name: "sampling",
    fields: { temperature: 0, top_p: 0.5, top_k: 3, min_p: 0.1, seed: 7, stop: ["x"] },
    chat: { temperature: 0, top_p: 0.5, top_k: 3, min_p: 0.1, seed: 7, stop: ["x"] },
  },
  {
    name: "tools",
    fields: {
      tools: [{ type: "function", name: "weather", description: "Tells it.", parameters, strict: false }],
      tool_choice: "auto",
      parallel_tool_calls: false,
    },
    chat: {
      tools: [{ type: "function", function: { name: "weather", description: "Tells it.", parameters, strict: false } }],
      tool_choice: "auto",
      parallel_tool_calls: false,
    },
  },
  {
    name: "a named tool",
    fields: { tool_choice: { type: "function", name: "weather" } },
    chat: { tool_choice: { type: "function", function: { name: "weather" } } },
  },
  {
    name: "a choice of tools",
    fields: {
      tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "weather" }] },
    },
    chat: {
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "weather" } }] },
      },
    },
  },
  {
    name: "a schema",
    fields: { text: { format: { type: "json_schema", name: "place", schema: parameters, strict: true } } },
    chat: {
      response_format: { type: "json_schema", json_schema: { name: "place", schema: parameters, strict: true } },
    },
  },
  {
    name: "an answer in JSON",
    fields: { text: { format: { type: "json_object" } } },
    chat: { response_format: { type: "json_object" } },
  },
  { name: "plain text", fields: { text: { format: { type: "text" } } }, chat: { response_format: { type: "text" } } },
  { name: "no format", fields: { text: { format: null } }, chat: {} },
  { name: "a pattern", fields: { structured_outputs: { regex: "a+" } }, chat: { structured_outputs: { regex: "a+" } } },
  {
    name: "effort",
    fields: { reasoning: { effort: "high", summary: "auto" } },
    chat: { reasoning: { effort: "high" } },
  },
  { name: "the switch", fields: { thinking: true, thinking_budget: 9 }, chat: { thinking: true, thinking_budget: 9 } },
  { name: "all thoughts", fields: { reasoning: { context: "all_turns" } }, chat: { reasoning: {}, keep_cots: true } },
  {
    name: "no thoughts",
    fields: { reasoning: { context: "current_turn" } },
    chat: { reasoning: {}, keep_cots: false },
  },
  { name: "thoughts as it comes", fields: { reasoning: { context: "auto" } }, chat: { reasoning: {} } },
  {
    name: "included log-probabilities",
    fields: { include: ["message.output_text.logprobs"] },
    chat: { logprobs: true, top_logprobs: 0 },
  },
  { name: "likeliest tokens", fields: { top_logprobs: 2 }, chat: { logprobs: true, top_logprobs: 2 } },
  { name: "no likeliest tokens", fields: { top_logprobs: 0, include: [] }, chat: {} },
];

describe("the same request on the chat route", () => {
  test.each(cases)("$name", ({ fields, chat }) => {
    const body = toChatBody(parse(fields));
    expect(body).toEqual({ messages: [{ role: "user", content: "Hi" }], ...chat });
    expect(() => parseBody(chatFields, body, { passUnknown: false })).not.toThrow();
  });

  test("two words on earlier thoughts must agree", () => {
    const contradiction = parse({ keep_cots: true, reasoning: { context: "current_turn" } });
    expect(() => toChatBody(contradiction)).toThrow(/keep_cots contradicts reasoning.context/);
  });
});

describe("what the answer says of its request", () => {
  const facts = { model: "nano", temperature: 0.6, topP: 0.95 };

  test("what it does not say is told as it was decided", () => {
    expect(createEcho(parse({}), facts)).toMatchObject({
      model: "nano",
      instructions: null,
      parallel_tool_calls: true,
      temperature: 0.6,
      top_p: 0.95,
      tool_choice: "auto",
      tools: [],
      metadata: {},
    });
  });

  test("what it says comes back, tools as JSON would have them", () => {
    const text = '{"input":"Hi","tools":[{"type":"function","name":"a","parameters":{"2":1.0,"1":[{"x":null}]}}]}';
    const { body } = parseBody(responsesTable, JSON.parse(text), { passUnknown: false, text });
    expect(createEcho(body, facts).tools).toEqual([
      { type: "function", name: "a", description: null, parameters: { 1: [{ x: null }], 2: 1 }, strict: false },
    ]);
    const given = {
      temperature: 0,
      metadata: { a: "b" },
      user: "u",
      reasoning: { effort: "low" },
      instructions: "Be brief.",
      text: { format: { type: "json_schema", name: "place", schema: { 2: 1, type: "object" }, strict: true } },
      tool_choice: { type: "function", name: "a" },
    };
    expect(createEcho(parse(given), facts)).toMatchObject({ ...given, reasoning: { effort: "low", summary: null } });
  });
});
