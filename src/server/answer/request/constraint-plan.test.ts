import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../hermes.ts";
import { ApiError } from "../../api-error.ts";
import { chatFields } from "../../fields/chat-fields.ts";
import { parseBody } from "../../fields/parse-body.ts";
import { type NanoServer, nanoServer } from "../../testing/nano-server.ts";
import { planChat } from "./chat-plan.ts";

let server: NanoServer;
beforeAll(async () => {
  server = await nanoServer();
});
afterAll(() => server.hermes.dispose());

/** Fields as JSON text. */
async function plan(fields: string): Promise<ChatRequest> {
  const text = `{"messages":[{"role":"user","content":"What is 2 + 3?"}],${fields}}`;
  const { body } = parseBody(chatFields, JSON.parse(text), { passUnknown: false, text });
  return (await planChat({ body, caller: { keyName: null, cacheSalt: undefined } }, server.core)).request;
}

async function refusalOf(fields: string): Promise<ApiError> {
  try {
    await plan(fields);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

/** Keys that an object would reorder, and numbers that it would change. */
const spelled = '{"properties":{"2":{"maximum":1.0},"1":{"const":12345678901234567890}}}';
const ofSpelled = { type: "json-schema", schema: spelled };
const ofGrammar = { type: "grammar", grammar: "root ::= [ab]" };
const tagged = '{"type":"structural_tag","format":{"type":"const_string","value":"2"}}';
const ofTag = { type: "structural-tag", tag: tagged };
const anyJson = { type: "json-schema", schema: "true" };

describe("what an answer must be", () => {
  test.each<[string, string, unknown]>([
    ["text", '"response_format":{"type":"text"}', undefined],
    ["nothing", '"response_format":null', undefined],
    ["an object", '"response_format":{"type":"json_object"}', { type: "json-object" }],
    [
      "an object with a schema, as llama.cpp's clients say it",
      `"response_format":{"type":"json_object","schema":${spelled}}`,
      ofSpelled,
    ],
    ["a schema beside its type", `"response_format":{"type":"json_schema","schema":${spelled}}`, ofSpelled],
    [
      "a named schema",
      `"response_format":{"type":"json_schema","json_schema":{"name":"a-B_1","description":"d","schema":${spelled},"strict":false}}`,
      ofSpelled,
    ],
    ["a schema of nothing", '"response_format":{"type":"json_schema","json_schema":{"name":"a"}}', anyJson],
    [
      "a schema that is null",
      '"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":null,"strict":null}}',
      anyJson,
    ],
    [
      "our options",
      `"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{},"lenient":true,"any_order":true,"whitespace":"compact"}}`,
      { type: "json-schema", schema: "{}", lenient: true, anyOrder: true, whitespace: "compact" },
    ],
    [
      "vLLM's schema",
      `"structured_outputs":{"json":${spelled},"regex":null,"disable_any_whitespace":false}`,
      ofSpelled,
    ],
    ["vLLM's schema as text", `"structured_outputs":{"json":${JSON.stringify(spelled)}}`, ofSpelled],
    ["a lenient schema", '"structured_outputs":{"json":true,"lenient":true}', { ...anyJson, lenient: true }],
    ["vLLM's object", '"structured_outputs":{"json_object":true}', { type: "json-object" }],
    ["vLLM's pattern", '"structured_outputs":{"regex":"a+"}', { type: "regex", pattern: "a+" }],
    ["vLLM's choice", '"structured_outputs":{"choice":["a","b"]}', { type: "choice", choices: ["a", "b"] }],
    ["no structured output", '"structured_outputs":false', undefined],
    ["vLLM's grammar", '"structured_outputs":{"grammar":"root ::= [ab]"}', ofGrammar],
    ["old vLLM's grammar", '"guided_grammar":"root ::= [ab]"', ofGrammar],
    ["llama.cpp's grammar", '"grammar":"root ::= [ab]"', ofGrammar],
    ["llama.cpp's grammar of nothing", '"grammar":""', undefined],
    ["a structural tag", `"response_format":${tagged}`, ofTag],
    ["vLLM's structural tag", `"structured_outputs":{"structural_tag":${tagged}}`, ofTag],
    ["vLLM's structural tag as text", `"structured_outputs":{"structural_tag":${JSON.stringify(tagged)}}`, ofTag],
    ["a structural tag by itself", `"structural_tag":${tagged}`, ofTag],
    ["SGLang's grammar", '"ebnf":"root ::= [ab]"', ofGrammar],
    [
      "a schema beside tools",
      `"json_schema":${spelled},"tools":[{"type":"function","function":{"name":"f"}}]`,
      ofSpelled,
    ],
    ["old vLLM's schema", `"guided_json":${spelled}`, ofSpelled],
    ["old vLLM's pattern", '"guided_regex":"a+"', { type: "regex", pattern: "a+" }],
    ["old vLLM's choice", '"guided_choice":["a"]', { type: "choice", choices: ["a"] }],
    ["llama.cpp's schema", `"json_schema":${spelled}`, ofSpelled],
    ["a schema beside plain text", `"response_format":{"type":"text"},"json_schema":${spelled}`, ofSpelled],
    [
      "a schema beside tools of which the model is not told",
      `"json_schema":${spelled},"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none"`,
      ofSpelled,
    ],
  ])("%s", async (_name, fields, constraint) => {
    expect((await plan(fields)).constraint).toEqual(constraint);
  });

  const named = (fields: string) => `"response_format":{"type":"json_schema","json_schema":{${fields}}}`;
  const tools = '"tools":[{"type":"function","function":{"name":"f"}}]';
  test.each<[string, string, string, RegExp]>([
    ["two constraints", '"guided_json":{},"guided_regex":"a"', "guided_regex", /^guided_json and guided_regex both/],
    ["two in one field", '"structured_outputs":{"json":{},"choice":["a"]}', "structured_outputs.choice", /\.json and /],
    [
      "two schemas in a format",
      '"response_format":{"type":"json_schema","schema":{},"json_schema":{"name":"a"}}',
      "response_format.json_schema.schema",
      /response_format\.schema and /,
    ],
    [
      "none at all",
      '"structured_outputs":{"json":null}',
      "structured_outputs",
      /expected json, json_object, regex, choice, grammar or structural_tag/,
    ],
    [
      "an option without a schema",
      '"structured_outputs":{"regex":"a","lenient":true}',
      "structured_outputs.lenient",
      /means nothing/,
    ],
    ["a format of another kind", '"response_format":{"type":"grammar"}', "response_format.type", /"json_schema"/],
    ["no name", named('"schema":{}'), "response_format.json_schema.name", /string/],
    ["an odd name", named('"name":"a b"'), "response_format.json_schema.name", /A-Z/],
    ["a long name", named(`"name":"${"a".repeat(65)}"`), "response_format.json_schema.name", /64/],
    ["a schema that is none", named('"name":"a","schema":5'), "response_format.json_schema.schema", /expected/],
    ["a foreign key", named('"name":"a","stric":true'), "response_format.json_schema.stric", /no such field/],
    [
      "another white space",
      '"structured_outputs":{"json":{},"disable_any_whitespace":true}',
      "structured_outputs.disable_any_whitespace",
      /compact/,
    ],
    ["beside a stop string", '"json_schema":{},"stop":"}"', "stop", /contradicts json_schema/],
    [
      "a stop string beside a call that must be",
      `${tools},"tool_choice":"required","stop":"}"`,
      "stop",
      /contradicts tool_choice/,
    ],
  ])("refused: %s", async (_name, fields, param, message) => {
    const refusal = await refusalOf(fields);
    expect(refusal.facts).toMatchObject({ status: 400, param });
    expect(refusal.message).toMatch(message);
  });
});

describe("which tools may be called", () => {
  const tools = (more = "") =>
    `"tools":[{"type":"function","function":{"name":"f"${more}}},{"type":"function","function":{"name":"g"}}]`;
  const allowed = (mode: string, ...names: string[]) => {
    const listed = names.map((name) => `{"type":"function","function":{"name":"${name}"}}`).join();
    return `${tools()},"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"${mode}","tools":[${listed}]}}`;
  };
  const offered = ({ tools: given = [], toolChoice, parallelToolCalls }: ChatRequest) => {
    return { names: given.map(({ function: { name } }) => name), toolChoice, parallelToolCalls };
  };

  test.each<[string, string, object]>([
    ["all", tools(), { names: ["f", "g"], toolChoice: "auto" }],
    [
      "all, one call at most",
      `${tools()},"parallel_tool_calls":false`,
      { names: ["f", "g"], toolChoice: "auto", parallelToolCalls: false },
    ],
    ["none", `${tools()},"tool_choice":"none"`, { names: [] }],
    ["any, but one must be", `${tools()},"tool_choice":"required"`, { names: ["f", "g"], toolChoice: "required" }],
    [
      "one",
      `${tools()},"tool_choice":{"type":"function","function":{"name":"g"}}`,
      { names: ["f", "g"], toolChoice: { name: "g" } },
    ],
    ["some", allowed("auto", "g"), { names: ["g"], toolChoice: "auto" }],
    ["some, of which one must be", allowed("required", "f"), { names: ["f"], toolChoice: "required" }],
    ["no tools, and any choice", '"tools":[],"tool_choice":"auto"', { names: [] }],
  ])("%s", async (_name, fields, expected) => {
    expect(offered(await plan(fields))).toEqual({ toolChoice: undefined, parallelToolCalls: undefined, ...expected });
  });

  test("a strict tool is strict, and the model does not see it", async () => {
    const strict = await plan(tools(',"strict":true'));
    expect(strict.tools!.map(({ function: { strict = false } }) => strict)).toEqual([true, false]);
    expect(server.hermes.renderPrompt(strict).text).toBe(server.hermes.renderPrompt(await plan(tools())).text);
  });

  test.each<[string, string]>([
    ["a call without tools", '"tool_choice":"required"'],
    ["an unknown tool", `${tools()},"tool_choice":{"type":"function","function":{"name":"h"}}`],
    ["an unknown tool among others", allowed("auto", "f", "h")],
    ["a choice of none", allowed("auto")],
    ["a tool of another type", `${tools()},"tool_choice":{"type":"custom","custom":{"name":"f"}}`],
  ])("refused: %s", async (_name, fields) => {
    const { status, param } = (await refusalOf(fields)).facts;
    expect({ status, param }).toEqual({ status: 400, param: expect.stringMatching(/^tool_choice/) });
  });
});
