import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { createTokenizer } from "../tokenizer/index.ts";
import type { Constraint } from "./constraint.ts";
import { GrammarCompiler, type GuardRequest, type ToolRule } from "./grammar-compiler.ts";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../models/nano/${name}`, import.meta.url), "utf8"));
const tokenizer = createTokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
const compiler = new GrammarCompiler(tokenizer);

const object: Constraint = { type: "json-object" };
const auto = (parameters: string, strict = false): ToolRule => ({
  type: "tools",
  tools: [{ name: "a", parameters, strict }],
  choice: "auto",
  parallel: true,
});
const guard = async (rule: GuardRequest["rule"], fields: Partial<GuardRequest> = {}) =>
  compiler.guardFor({ rule, start: "answer", prefill: "", mayThink: false, ...fields });
const bytes = (text: string) => new TextEncoder().encode(text);

test("equal constraints are compiled once, whatever they were given as", () => {
  const schema = { type: "object", properties: { a: { type: "integer" } } };
  const first = compiler.compile({ type: "json-schema", schema });
  expect(compiler.compile({ type: "json-schema", schema: structuredClone(schema) })).toBe(first);
  expect(compiler.compile({ type: "json-schema", schema: JSON.stringify(schema) })).toBe(first);
  expect(compiler.compile({ type: "json-schema", schema, anyOrder: true })).not.toBe(first);
});

describe("what the prompt holds of the answer", () => {
  test.each<[prefill: string, start: GuardRequest["start"], rest: string]>([
    ['{"a": ', "content", "1}"],
    ["<think>\nWell", "reasoning", '.\n</think>\n{"a": 1}'],
    ["<think>\nWell.\n</thi", "reasoning", 'nk>\n{"a": 1}'],
    ['<think>\nWell.\n</think>\n\n{"a"', "content", ": 1}"],
    [" \n", "answer", '{"a": 1}'],
  ])("%j goes on as it began", async (prefill, start, rest) => {
    const { guard: watching } = await guard(object, { prefill, start, mayThink: true });
    if (start !== "answer") watching.acceptBytes(bytes(rest));
    else for (const token of tokenizer.encode(rest)) watching.accept(token);
    expect(watching.mustStop).toBe(true);
  });

  test.each(["Sure: ", "<think>\na\n</think>\nSure"])("%j breaks the rule already", async (prefill) => {
    await expect(guard(object, { prefill, start: "content" })).rejects.toSatisfy((error) =>
      isHermesError(error, "usage"),
    );
  });

  test("a token that ends the thought and goes on is read to its end", async () => {
    const { guard: watching } = await guard(object, { prefill: "<think>a", start: "reasoning" });
    watching.acceptBytes(bytes("</think>\n{"));
    expect(watching.insideThought).toBe(false);
    expect(() => watching.acceptBytes(bytes("x"))).toThrow(/not allowed/);
  });
});

describe("free text with tools", () => {
  test("needs no mask but where a call is near", async () => {
    const { guard: watching } = await guard(auto('{"type":"object"}'));
    expect([watching.isFree, watching.mayStop]).toEqual([true, true]);
    for (const text of ["<think>", "so <tool_call> it is", "</think>", "\nHello. ", "<tool"])
      watching.acceptBytes(bytes(text));
    expect([watching.isFree, watching.mayStop]).toEqual([true, true]);
    watching.acceptBytes(bytes("_call>"));
    expect([watching.isFree, watching.mayStop]).toEqual([false, false]);
    watching.acceptBytes(bytes('\n{"name": "a", "arguments": {}}\n</tool_call>'));
    expect([watching.isFree, watching.mayStop, watching.mustStop]).toEqual([true, true, false]);
  });

  test("white space in front of a thought does not hide it", async () => {
    const { guard: watching } = await guard(auto('{"type":"object"}'));
    watching.acceptBytes(bytes("\n <think>a<tool_call>b"));
    expect(watching.insideThought).toBe(true);
  });

  test("control tokens in it are nobody's business", async () => {
    const { guard: watching } = await guard(auto('{"type":"object"}'));
    watching.acceptBytes(bytes("Hello"));
    watching.accept([...tokenizer.controlTokens.values()][0]!);
    expect(watching.isFree).toBe(true);
  });

  test.each(["{", '{"type":4}', '{"type":"string"}', '{"type":"object","properties":{"a":{"pattern":"(?=a)"}}}'])(
    "arguments by %s: a strict tool is refused, of another any object is taken, and that is said",
    async (parameters) => {
      const { guard: watching, notes } = await guard(auto(parameters));
      expect(notes).toMatchObject([{ pointer: "/tools/0/function/parameters" }]);
      watching.acceptBytes(bytes('<tool_call>\n{"name": "a", "arguments": {"x": [1]}}\n</tool_call>'));
      await expect(guard(auto(parameters, true))).rejects.toSatisfy(
        (error) => isHermesError(error) && "tool" in error.facts && error.facts.tool === "a",
      );
    },
  );
});

test.each<[name: string, rule: GuardRequest["rule"], code: string]>([
  ["a pattern of line breaks alone, behind a thought", { type: "regex", pattern: "\\n+" }, "schema-unsupported"],
  ["a pattern that nothing matches", { type: "regex", pattern: "[]" }, "schema-unsupported"],
  ["two tools of one name", { ...auto("{}"), tools: [...auto("{}").tools, ...auto("{}").tools] }, "usage"],
  ["no such tool", { ...auto("{}"), choice: { name: "b" } }, "usage"],
  ["a schema that holds itself", { type: "json-schema", schema: cyclic() }, "schema-invalid"],
  ["no schema", { type: "json-schema", schema: undefined }, "schema-invalid"],
])("%s is refused", async (_name, rule, code) => {
  await expect(guard(rule, { mayThink: true })).rejects.toMatchObject({ name: "HermesError", code });
});

function cyclic(): object {
  const schema: { properties: Record<string, unknown> } = { properties: {} };
  schema.properties.a = schema;
  return schema;
}
