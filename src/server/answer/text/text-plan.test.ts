import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiError } from "../../api-error.ts";
import { completionFields } from "../../fields/completion-fields.ts";
import { parseBody } from "../../fields/parse-body.ts";
import { type NanoServer, nanoServer } from "../../testing/nano-server.ts";
import { planText } from "./text-plan.ts";

let server: NanoServer;
beforeAll(async () => {
  server = await nanoServer({ aliases: ["other-name"], limits: { promptTokens: 100 } });
});
afterAll(() => server.hermes.dispose());

function plan(body: object) {
  const parsed = parseBody(completionFields, body, { passUnknown: false });
  return planText({ body: parsed.body, caller: { keyName: null, cacheSalt: undefined } }, server.core);
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

/** Every honoured field: a value that changes something or at least is accepted, one that is refused, and what it needs beside. */
const honoured: Readonly<Record<string, { changes?: unknown; keeps?: unknown; wrong: unknown; beside?: object }>> = {
  prompt: { changes: [1, 2], wrong: [["a"]] },
  max_tokens: { changes: 5, wrong: 0 },
  echo: { changes: true, wrong: 1 },
  best_of: { keeps: 1, wrong: 2 },
  logprobs: { changes: 0, wrong: 6 },
  parse_special: { changes: false, wrong: 1 },
  add_special_tokens: { changes: false, wrong: 1 },
  model: { keeps: "other-name", wrong: 3 },
  n: { changes: 2, wrong: 0 },
  cache_salt: { changes: "mine", wrong: 1 },
  temperature: { changes: 0, wrong: -1 },
  top_p: { changes: 0.5, wrong: 0 },
  top_k: { changes: 5, wrong: -2 },
  min_p: { changes: 0.1, wrong: 2 },
  seed: { changes: 1, wrong: 0.5 },
  presence_penalty: { changes: 1, wrong: 3 },
  frequency_penalty: { changes: 1, wrong: -3 },
  repetition_penalty: { changes: 1.1, wrong: 0 },
  logit_bias: { changes: { "5": -100 }, wrong: { "5": 101 } },
  stop: { changes: ["\n"], wrong: [""] },
  stream: { changes: true, wrong: "yes" },
  stream_options: { changes: { include_usage: true }, wrong: { usage: true }, beside: { stream: true } },
  return_progress: { changes: true, wrong: 1, beside: { stream: true } },
  timings_per_token: { changes: true, wrong: 1, beside: { stream: true } },
  sse_ping_interval: { changes: -1, wrong: -2, beside: { stream: true } },
  response_format: { changes: { type: "json_object" }, keeps: { type: "text" }, wrong: { type: "xml" } },
  structured_outputs: { changes: { choice: ["a", "b"] }, keeps: false, wrong: { structural_tag: 5 } },
  finish_within_budget: { changes: true, wrong: "yes", beside: { response_format: { type: "json_object" } } },
  guided_json: { changes: {}, wrong: 5 },
  guided_regex: { changes: "a+", wrong: 5 },
  guided_choice: { changes: ["a", "b"], wrong: ["a", 5] },
  guided_grammar: { changes: 'root ::= "a"', wrong: [] },
  grammar: { changes: 'root ::= "a"', keeps: "", wrong: 5 },
  ebnf: { changes: 'root ::= "a"', wrong: true },
  structural_tag: { changes: { format: { type: "any_text" } }, wrong: 5 },
  json_schema: { changes: true, wrong: 5 },
};

const byStatus = (status: string) => completionFields.fields.filter((field) => field.status === status);
const base = { prompt: "What is" };

describe("every field of the completions route", () => {
  test("has a case here", () => {
    expect(Object.keys(honoured).toSorted()).toEqual(
      byStatus("honoured")
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  test.each(Object.entries(honoured))("%s is honoured", async (name, { changes, keeps, wrong, beside = {} }) => {
    const without = await plan({ ...base, ...beside });
    const refusal = await refusalOf({ ...base, ...beside, [name]: wrong });
    expect(refusal.facts).toMatchObject({ status: 400, param: expect.stringContaining(name) });
    if (changes !== undefined) expect(await plan({ ...base, ...beside, [name]: changes })).not.toEqual(without);
    else expect(await plan({ ...base, ...beside, [name]: keeps })).toEqual(without);
  });

  test.each(byStatus("refused").map(({ name }) => name))("%s is refused by name", async (name) => {
    const refusal = await refusalOf({ ...base, [name]: { x: 1 } });
    expect(refusal.facts).toMatchObject({ status: 400, param: name, code: "unsupported_parameter" });
  });

  test("holds every field of OpenAI's client", () => {
    const types = readFileSync("node_modules/openai/resources/completions.d.ts", "utf8");
    const [, members = ""] = /interface CompletionCreateParamsBase \{\n([\s\S]*?)\n\}/.exec(types) ?? [];
    const names = [...members.matchAll(/^ {4}([a-z_]+)\??:/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(15);
    const known = completionFields.fields.map(({ name }) => name);
    expect(names.filter((name) => !known.includes(name!))).toEqual([]);
  });
});

test.each<[string, string, object]>([
  ["an echo has no probabilities", "echo", { echo: true, logprobs: 1 }],
  ["ranked answers", "best_of", { n: 2, best_of: 4 }],
  ["more answers than the server gives, all prompts together", "prompt", { prompt: ["a", "b", "c"], n: 3 }],
  ["a prompt above the server's limit", "prompt", { prompt: "one two ".repeat(60) }],
  ["a prompt of ids above the server's limit", "prompt", { prompt: Array(101).fill(5) }],
  ["an empty list of ids", "prompt", { prompt: [] }],
])("%s is refused", async (_name, param, body) => {
  expect((await refusalOf({ ...base, ...body })).facts).toMatchObject({ status: 400, param });
});

test("prompts of every form", async () => {
  expect((await plan({ prompt: "a" })).requests.map(({ prompt }) => prompt)).toEqual(["a"]);
  expect((await plan({ prompt: ["a", "b"] })).requests.map(({ prompt }) => prompt)).toEqual(["a", "b"]);
  expect((await plan({ prompt: [1, 2] })).requests.map(({ prompt }) => prompt)).toEqual([[1, 2]]);
  expect((await plan({ prompt: [[1], [2, 3]] })).requests.map(({ prompt }) => prompt)).toEqual([[1], [2, 3]]);
});

test("an answer has 16 tokens unless told, and special tokens of the prompt are read", async () => {
  expect((await plan(base)).requests[0]).toMatchObject({ maxTokens: 16, parseSpecial: true, addSpecial: true });
});
