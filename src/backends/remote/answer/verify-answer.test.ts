import { expect, test } from "vitest";
import { collectAnswer } from "../../collect-answer.ts";
import type { ChatRequest } from "../../contract.ts";
import { question } from "../../testing/conversations.ts";
import { loadRemoteBackend } from "../load-remote-backend.ts";
import { startRecitingEndpoint } from "../testing/reciting-endpoint.ts";

async function ask(says: string, request: Partial<ChatRequest>) {
  const endpoint = await startRecitingEndpoint(says, { chat: "tags" });
  const backend = await loadRemoteBackend({ baseUrl: endpoint.baseUrl, mode: "chat" });
  try {
    return await collectAnswer(backend.stream({ ...question, ...request }));
  } finally {
    await backend.dispose();
    await endpoint.close();
  }
}

const schema = { type: "object", properties: { a: { multipleOf: 0.1 } }, required: ["a"] };
const constraint = { type: "json-schema", schema } as const;
const nested = { type: "grammar", grammar: 'root ::= "[" (item ("," item)*)? "]"\nitem ::= root | [ab]' } as const;
const tags = [{ begin: "[[", content: { type: "grammar", grammar: "root ::= [ab]" }, end: "]]" }];
const tagged = {
  type: "structural-tag",
  tag: { format: { type: "triggered_tags", triggers: ["["], tags } },
} as const;
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tool = { type: "function", function: { name: "weather", parameters } } as const;
const other = { type: "function", function: { name: "clock" } } as const;
const tools = [tool, other];
const strict = [{ ...tool, function: { ...tool.function, strict: true } }];
const call = (name: string, text: string) => `<tool_call>\n{"name": "${name}", "arguments": ${text}}\n</tool_call>`;
const weather = call("weather", '{"city": "Bonn"}');

test.each<[name: string, says: string, request: Partial<ChatRequest>]>([
  ["a value", '{"a": 0.3}', { constraint }],
  ["a value behind a thought", '<think>\n1\n</think>\n{"a": 0.3}', { constraint, thinking: true }],
  ["a value that a limit cuts", '{"a": 0.35', { constraint, maxTokens: 4 }],
  ["a choice", "yes", { constraint: { type: "choice", choices: ["yes"] } }],
  ["a text of a grammar", "[[a],b]", { constraint: nested }],
  ["a text of a structural tag", "Well, [[a]]", { constraint: tagged }],
  ["a value beside tools", '{"a": 0.3}', { constraint, tools }],
  ["a value that names a call", JSON.stringify({ a: 0.3, b: weather }), { constraint, tools }],
  ["a call beside a constraint", weather, { constraint, tools }],
  ["a wanted call beside a constraint", weather, { constraint, tools, toolChoice: "required" }],
  ["a wanted call", weather, { tools, toolChoice: "required" }],
  ["a named call", weather, { tools, toolChoice: { name: "weather" } }],
  ["no call where none is wanted", "Hi.", { tools: strict }],
  ["arguments that nobody asks to check", call("weather", "{}"), { tools }],
])("%s passes", async (_name, says, request) => {
  expect((await ask(says, request)).raw.length).toBeGreaterThan(0);
});

test.each<[name: string, says: string, request: Partial<ChatRequest>, fault: RegExp]>([
  ["another value", '{"a": 0.35}', { constraint }, /"\/a": expected/],
  ["no JSON", "Sure!", { constraint }, /no JSON/],
  ["another choice", "maybe", { constraint: { type: "choice", choices: ["yes"] } }, /none of the choices/],
  ["other text", "abc", { constraint: { type: "regex", pattern: "\\d+" } }, /does not match/],
  ["another text than the grammar's", "[[a],b", { constraint: nested }, /only the beginning/],
  ["none of the tag's", "Well, [a", { constraint: tagged }, /breaks the grammar at byte 7/],
  ["another value beside tools", '{"a": 0.35}', { constraint, tools }, /"\/a": expected/],
  ["text beside tools", "Hi.", { constraint, tools }, /no JSON/],
  ["no call", "Hi.", { tools, toolChoice: "required" }, /there is none/],
  ["another call", call("clock", "{}"), { tools, toolChoice: { name: "weather" } }, /clock was called/],
  ["several calls", `${weather}\n${weather}`, { tools, parallelToolCalls: false }, /several/],
  ["other arguments", call("weather", "{}"), { tools: strict }, /arguments of weather/],
  ["arguments where there are none", call("clock", '{"a":1}'), { tools, toolChoice: "required" }, /arguments of clock/],
])("%s is told as the endpoint's fault", async (_name, says, request, fault) => {
  const refused = { code: "generation-failed", message: expect.stringMatching(fault), facts: { step: "constraint" } };
  await expect(ask(says, request)).rejects.toMatchObject(refused);
});

test("what would have to be checked together with what the prompt holds is refused", async () => {
  const messages = [...question.messages, { role: "assistant", content: "{" } as const];
  const refused = { code: "usage", facts: { argument: "continueFinalMessage" } };
  await expect(ask("}", { messages, continueFinalMessage: true, constraint })).rejects.toMatchObject(refused);
});
