import { expect, test } from "vitest";
import { COMPACT_SPACING, type RawJson, renderJson } from "../../../chat/index.ts";
import type { Constraint } from "../../../grammar/index.ts";
import type { ChatRequest } from "../../contract.ts";
import { question } from "../../testing/conversations.ts";
import { type CompletionsDialect, type Preset, type PresetName, presets } from "../presets.ts";
import { chatBody } from "./chat-body.ts";
import { completionsBody } from "./completions-body.ts";
import { constraintFields } from "./constraint-fields.ts";
import { refuseToolRules } from "./tool-fields.ts";

const presetOf = (name: PresetName): Preset => presets[name];
const schema = { type: "object", required: ["a"] };
const bySchema: Constraint = { type: "json-schema", schema };
const byRegex: Constraint = { type: "regex", pattern: "a+" };
const byChoice: Constraint = { type: "choice", choices: ['"a"\n', "b.c"] };
const byGrammar: Constraint = { type: "grammar", grammar: 'root ::= "a"+' };
const tag = { type: "structural_tag", format: { type: "any_text" } };
const byTag: Constraint = { type: "structural-tag", tag };
const responseFormat = {
  response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
};

test.each<[PresetName, Constraint, object]>([
  ["hermes", bySchema, responseFormat],
  ["hermes", byRegex, { structured_outputs: { regex: "a+" } }],
  ["vllm", bySchema, { structured_outputs: { json: schema } }],
  ["vllm", { type: "json-schema", schema: JSON.stringify(schema) }, { structured_outputs: { json: schema } }],
  ["vllm", { type: "json-object" }, { structured_outputs: { json_object: true } }],
  ["vllm", byChoice, { structured_outputs: { choice: ['"a"\n', "b.c"] } }],
  ["sglang", { type: "json-object" }, { response_format: { type: "json_object" } }],
  ["sglang", byChoice, { regex: '("a"\n|b\\.c)' }],
  ["llama-cpp", bySchema, { json_schema: schema }],
  ["llama-cpp", byChoice, { grammar: 'root ::= "\\"a\\"\\x0a" | "b.c"' }],
  ["hermes", byGrammar, { structured_outputs: { grammar: 'root ::= "a"+' } }],
  ["vllm", byGrammar, { structured_outputs: { grammar: 'root ::= "a"+' } }],
  ["sglang", byGrammar, { ebnf: 'root ::= "a"+' }],
  ["llama-cpp", byGrammar, { grammar: 'root ::= "a"+' }],
  ["hermes", byTag, { structured_outputs: { structural_tag: JSON.stringify(tag) } }],
  ["vllm", byTag, { structured_outputs: { structural_tag: JSON.stringify(tag) } }],
  ["sglang", byTag, { response_format: tag }],
  ["ollama", bySchema, responseFormat],
  ["openai", bySchema, responseFormat],
])("%s is told %o", (name, constraint, fields) => {
  expect(constraintFields(presetOf(name), { constraint })).toEqual(fields);
  expect(chatBody("m", presetOf(name), { ...question, constraint })).toMatchObject(fields);
});

test("numbers and keys are told as they are spelled", () => {
  const spelled = '{"properties":{"2":{"const":12345678901234567890},"1":{"multipleOf":1.0}}}';
  const body = chatBody("m", presets.vllm, { ...question, constraint: { type: "json-schema", schema: spelled } });
  expect(renderJson(body as RawJson, "body", COMPACT_SPACING)).toContain(spelled);
});

test("completions mode says the same", () => {
  const dialect = presets.vllm.completions as CompletionsDialect;
  const body = completionsBody("m", presets.vllm, dialect, { ...question, constraint: byRegex });
  expect(body).toMatchObject({ structured_outputs: { regex: "a+" } });
});

test.each<[PresetName, Constraint]>([
  ["llama-cpp", byRegex],
  ["lm-studio", { type: "json-object" }],
  ["ollama", byChoice],
  ["ollama", byGrammar],
  ["llama-cpp", byTag],
  ["nous", bySchema],
  ["vllm", { type: "json-schema", schema, anyOrder: true }],
  ["hermes", { type: "json-schema", schema, whitespace: "compact" }],
])("%s cannot be told %o, and that is said", (name, constraint) => {
  const refused = { code: "usage", facts: { argument: "constraint" } };
  expect(() => constraintFields(presetOf(name), { constraint })).toThrow(expect.objectContaining(refused));
});

test("no endpoint can be told to end in time", () => {
  const refused = { code: "usage", facts: { argument: "finishWithinBudget" } };
  const asked = { ...question, constraint: byRegex, finishWithinBudget: true };
  expect(() => chatBody("m", presets.vllm, asked)).toThrow(expect.objectContaining(refused));
});

const tools: NonNullable<ChatRequest["tools"]> = [{ type: "function", function: { name: "a" } }];

test.each<[Partial<ChatRequest>, object]>([
  [{ tools }, { tools }],
  [
    { tools, toolChoice: "required" },
    { tools, tool_choice: "required" },
  ],
  [{ tools, toolChoice: { name: "a" } }, { tool_choice: { type: "function", function: { name: "a" } } }],
  [{ tools, parallelToolCalls: false }, { parallel_tool_calls: false }],
])("chat mode says %o", (request, fields) => {
  expect(chatBody("m", presets.vllm, { ...question, ...request })).toMatchObject(fields);
});

test("tools and a constraint go together, but where calls must come", () => {
  const both = { ...question, tools, constraint: bySchema };
  expect(chatBody("m", presets.openai, both)).toMatchObject({ tools, ...responseFormat });
  const body = chatBody("m", presets.openai, { ...both, toolChoice: "required" });
  expect(body).toMatchObject({ tools, tool_choice: "required" });
  expect(Object.keys(body)).not.toContain("response_format");
});

test("tools that may not be called are not sent", () => {
  const body = chatBody("m", presets.vllm, { ...question, tools, toolChoice: "none" });
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(["tools"]));
});

test.each<[Partial<ChatRequest>, string]>([
  [{ tools, toolChoice: "required" }, "toolChoice"],
  [{ tools, constraint: bySchema }, "constraint"],
  [{ tools: [{ type: "function", function: { name: "a", strict: true } }] }, "tools"],
])("completions mode cannot say %o", (request, argument) => {
  const refused = { code: "usage", facts: { argument } };
  expect(() => refuseToolRules(presets.vllm, { ...question, ...request })).toThrow(expect.objectContaining(refused));
});
