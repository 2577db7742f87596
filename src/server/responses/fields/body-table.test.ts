import type { ResponseCreateParams } from "openai/resources/responses/responses";
import { describe, expect, test } from "vitest";
import { parseBody } from "../../fields/parse-body.ts";
import { responsesTable } from "./body-table.ts";

/** Every field of the official client's type: a new one does not compile until it is in the table. */
const theirFields: Record<keyof ResponseCreateParams, true> = {
  access_programs: true,
  background: true,
  context_management: true,
  conversation: true,
  image: true,
  include: true,
  input: true,
  instructions: true,
  max_output_tokens: true,
  max_tool_calls: true,
  metadata: true,
  model: true,
  moderation: true,
  parallel_tool_calls: true,
  previous_response_id: true,
  prompt: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning: true,
  safety_identifier: true,
  service_tier: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  text: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  truncation: true,
  user: true,
};

const weather = { type: "function", name: "weather", parameters: { type: "object" }, strict: false };

const refusals: { name: string; field: object; param: string; says: RegExp }[] = [
  { name: "storing", field: { store: true }, param: "store", says: /stores nothing/ },
  {
    name: "an earlier response",
    field: { previous_response_id: "resp_1" },
    param: "previous_response_id",
    says: /whole/,
  },
  { name: "a conversation", field: { conversation: "conv_1" }, param: "conversation", says: /whole conversation/ },
  { name: "a stored prompt", field: { prompt: { id: "pmpt_1" } }, param: "prompt", says: /instructions/ },
  { name: "the background", field: { background: true }, param: "background", says: /Read the stream/ },
  { name: "shortening", field: { truncation: "auto" }, param: "truncation", says: /never shortened/ },
  {
    name: "compaction",
    field: { context_management: [{ type: "compaction" }] },
    param: "context_management",
    says: /never/,
  },
  { name: "moderation", field: { moderation: {} }, param: "moderation", says: /not judged/ },
  { name: "another tier", field: { service_tier: "flex" }, param: "service_tier", says: /"auto"\|"default"/ },
  {
    name: "a built-in tool",
    field: { tools: [{ type: "web_search" }] },
    param: "tools[0].type",
    says: /the client runs them/,
  },
  {
    name: "a custom tool",
    field: { tools: [{ type: "custom", name: "x" }] },
    param: "tools[0].type",
    says: /"function"/,
  },
  {
    name: "a tool as the chat route has it",
    field: { tools: [{ type: "function", function: { name: "x" } }] },
    param: "tools[0].name",
    says: /string/,
  },
  {
    name: "a call of a built-in tool",
    field: { tool_choice: { type: "file_search" } },
    param: "tool_choice.type",
    says: /"function" or "allowed_tools"/,
  },
  {
    name: "a schema without a name",
    field: { text: { format: { type: "json_schema", schema: {} } } },
    param: "text.format.name",
    says: /string/,
  },
  {
    name: "an unknown format",
    field: { text: { format: { type: "grammar" } } },
    param: "text.format.type",
    says: /"json_schema"/,
  },
  {
    name: "a grammar that is no text",
    field: { structured_outputs: { grammar: 5 } },
    param: "structured_outputs.grammar",
    says: /string/,
  },
  { name: "a long answer", field: { text: { verbosity: "high" } }, param: "text.verbosity", says: /instructions/ },
  {
    name: "locked thoughts",
    field: { include: ["reasoning.encrypted_content"] },
    param: "include[0]",
    says: /encrypted/,
  },
  {
    name: "results of a tool",
    field: { include: ["file_search_call.results"] },
    param: "include[0]",
    says: /can be included/,
  },
  { name: "a summary", field: { reasoning: { summary: "detailed" } }, param: "reasoning.summary", says: /whole/ },
  { name: "an effort of none", field: { reasoning: { effort: "much" } }, param: "reasoning.effort", says: /"low"/ },
  { name: "no tokens", field: { max_output_tokens: 0 }, param: "max_output_tokens", says: />=1/ },
  { name: "too many logprobs", field: { top_logprobs: 21 }, param: "top_logprobs", says: /<=20/ },
  {
    name: "padding",
    field: { stream_options: { include_obfuscation: true } },
    param: "stream_options.include_obfuscation",
    says: /padded/,
  },
  { name: "a field of the chat route", field: { max_tokens: 5 }, param: "max_tokens", says: /Send max_output_tokens/ },
];

const accepted: { name: string; field: object }[] = [
  {
    name: "what the official client's types call defaults",
    field: { store: false, background: false, truncation: "disabled" },
  },
  { name: "nulls", field: { previous_response_id: null, reasoning: null, store: null, tools: null, user: null } },
  { name: "a summary where there is one", field: { reasoning: { effort: "low", summary: "auto" } } },
  { name: "plain text", field: { text: { format: { type: "text" }, verbosity: "medium" } } },
  { name: "a strict tool, called by name", field: { tools: [{ ...weather, strict: true }], tool_choice: "required" } },
  {
    name: "a schema",
    field: { text: { format: { type: "json_schema", name: "a", schema: {}, strict: true, description: "d" } } },
  },
  { name: "any object", field: { text: { format: { type: "json_object" } } } },
  { name: "a pattern", field: { structured_outputs: { regex: "a" } } },
  {
    name: "names of those who ask",
    field: { user: "u", safety_identifier: "s", prompt_cache_key: "k", metadata: { a: "b" } },
  },
  { name: "log-probabilities", field: { include: ["message.output_text.logprobs"], top_logprobs: 3 } },
  {
    name: "our switches",
    field: { thinking: true, thinking_token_budget: 5, top_k: 5, min_p: 0.1, seed: 7, stop: "x" },
  },
];

const parse = (field: object) => parseBody(responsesTable, { input: "Hi", ...field }, { passUnknown: false });

test("every field of the official client is in the table, once", () => {
  const names = responsesTable.fields.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(theirFields)));
  expect(new Set(names).size).toBe(names.length);
});

describe("refused by name", () => {
  test.each(refusals)("$name", ({ field, param, says }) => {
    const refused = () => parse(field);
    expect(refused).toThrow(says);
    expect(refused).toThrow(expect.objectContaining({ facts: expect.objectContaining({ status: 400, param }) }));
  });
});

test.each(accepted)("accepted: $name", ({ field }) => {
  expect(parse(field).body.input).toBe("Hi");
});

test("input is required", () => {
  expect(() => parseBody(responsesTable, { model: "nano" }, { passUnknown: false })).toThrow(/input is missing/);
});
