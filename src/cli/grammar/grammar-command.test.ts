import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runTestCli } from "../test-terminal.ts";

const SCHEMA = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer", minimum: 0 } },
  required: ["name", "age"],
  additionalProperties: false,
};

const folder = mkdtempSync(join(tmpdir(), "hermes-grammar-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const schema = write("schema.json", JSON.stringify(SCHEMA));

describe("hermes grammar check", () => {
  test.for([
    ["accepted", '{"name": "A😀", "age": 3}\n', 0, /: accepted, \d+ tokens\n/],
    ["a wrong type", '{"name":"A","age":"3"}', 1, /at byte 18, behind ".*": found "\\"3\\"}", expected a number\n/],
    ["a wrong key", '{"nome":"A"}', 1, /at byte 3, behind "\{\\"n": found "ome.*, expected "a"\n/],
    ["no key of the schema", '{"x":"A"}', 1, /at byte 2, behind "\{\\"": found "x.*, expected "n"\n/],
    ["an early end", '{"name":"A"', 1, /at byte 11, behind .*: found the end, expected a comma\n/],
    ["more than a value", '{"name":"A","age":3}}', 1, /at byte 20, behind .*: found "}", expected the end\n/],
    ["another order", '{"age":3,"name":"A"}', 1, /but is not spelled as answers are: see --any-order/],
  ] as const)("%s", async ([name, text, exitCode, line]) => {
    const result = await runTestCli(["grammar", "check", "--schema", schema, write(`${name}.json`, text)]);
    expect(result).toMatchObject({ exitCode, errors: "" });
    expect(result.output).toMatch(line);
    expect(result.output).toMatch(/compiled in [\d.]+ ms; masks: [\d.]+ us median/);
  });

  const grammar = write("grammar.gbnf", 'root ::= "SELECT " name (", " name)*\nname ::= [a-z]+\n');
  test.for([
    ["a text of the grammar", "SELECT a, b\n", 0, /: accepted, \d+ tokens\n/],
    ["another text", "SELECT a, B\n", 1, /at byte 10, behind "SELECT a, ": found "B", expected "a"-"z"\n/],
    ["an early end", "SELECT ", 1, /found the end, expected "a"-"z"\n/],
  ] as const)("%s", async ([name, text, exitCode, line]) => {
    const result = await runTestCli(["grammar", "check", "--grammar", grammar, write(`${name}.txt`, text)]);
    expect(result).toMatchObject({ exitCode, errors: "" });
    expect(result.output).toMatch(line);
  });

  test("a line break that the grammar wants is part of the text", async () => {
    const lines = write("lines.gbnf", 'root ::= ("a\\n")+');
    expect((await runTestCli(["grammar", "check", "--grammar", lines, write("lines.txt", "a\na\n")])).exitCode).toBe(0);
  });

  test("tells what is ignored in a schema", async () => {
    const typo = write("typo.json", '{"type": "string", "minLenght": 3}');
    const { output } = await runTestCli(["grammar", "check", "--schema", typo, write("short.json", '"A"')]);
    expect(output).toMatch(/^note: "\/minLenght": unknown keyword minLenght; did you mean minLength\?\n/);
  });

  test("takes every order where it is told to", async () => {
    const file = write("order.json", '{"age":3,"name":"A"}');
    expect((await runTestCli(["grammar", "check", "--schema", schema, "--any-order", file])).exitCode).toBe(0);
  });

  test("prints one object for programs", async () => {
    const file = write("type.json", '{"name":"A","age":"3"}');
    const { output, exitCode } = await runTestCli(["grammar", "check", "--json", "--schema", schema, file]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      compile_ms: expect.any(Number),
      mask_us: { p50: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) },
      results: [
        { file, accepted: false, offset: 18, expected: "a number", errors: [expect.stringMatching(/^"\/age"/)] },
      ],
    });
  });

  test("answers each line of a batch, whatever it is", async () => {
    const tests = [
      { data: { age: 3, name: "A" }, valid: true },
      { data: { age: -1, name: "A" }, valid: false },
    ];
    const lines = [
      JSON.stringify({ id: "a", schema: SCHEMA, tests }),
      "no line",
      "7",
      JSON.stringify({ id: 1, schema: { type: "objekt" }, tests }),
      JSON.stringify({ id: 2, schema: { $ref: "http://example.com/other" }, tests }),
      JSON.stringify({ id: 3, schema: true, tests: [{}] }),
      `{"id":4,"schema":{"const":"\u2028\u2029\x85"},"tests":[{"data":"\u2028\u2029\x85"}]}\r`,
    ];
    const { output, exitCode } = await runTestCli([
      "grammar",
      "check",
      "--batch",
      write("batch.jsonl", lines.join("\n")),
    ]);
    expect(exitCode).toBe(0);
    const answers = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers[0]).toMatchObject({
      id: "a",
      refused: null,
      results: [{ accepted: true, tokens: expect.any(Number) }, { accepted: false }],
      mask_us: { p50: expect.any(Number) },
    });
    expect(answers.map(({ id }) => id)).toEqual(["a", null, null, 1, 2, 3, 4]);
    expect(answers.at(-1)).toMatchObject({ refused: null, results: [{ accepted: true }] });
    const refusals = answers.slice(1, -1);
    expect(refusals.map(({ refused }) => refused?.pointer)).toEqual(["", "", "/type", "/$ref", ""]);
    expect(refusals.every(({ results, refused }) => results.length === 0 && refused.reason !== "")).toBe(true);
  });

  test("marks of editors at the beginning of files are not part of them", async () => {
    const [marked, instance] = [write("mark.json", '\uFEFF{"type":"integer"}'), write("marked.json", "\uFEFF1\r\n")];
    expect((await runTestCli(["grammar", "check", "--schema", marked, instance])).exitCode).toBe(0);
    const line = '{"id":1,"schema":true,"tests":[{"data":1}]}';
    for (const text of [`\uFEFF${line}`, `\uFEFF${line}\n`]) {
      const { output } = await runTestCli(["grammar", "check", "--batch", write("mark.jsonl", text)]);
      expect(JSON.parse(output)).toMatchObject({ id: 1, refused: null, results: [{ accepted: true }] });
    }
  });

  test("a line of a batch that is refused keeps its name", async () => {
    const deep = `{"id":"deep","schema":true,"tests":[{"data":${"[".repeat(600)}${"]".repeat(600)}}]}`;
    const file = write("named.jsonl", `${deep}\n{"id":"twice","schema":true,"schema":{}}\n`);
    const { output } = await runTestCli(["grammar", "check", "--batch", file]);
    const answers = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, refused }) => [id, refused.reason])).toEqual([
      ["deep", expect.stringContaining("512 levels")],
      ["twice", expect.stringContaining("does not repeat")],
    ]);
  });

  test.for([
    ["nothing to check", ["--schema", schema], 2, "nothing to check"],
    ["a schema and a grammar", ["--schema", schema, "--grammar", schema, schema], 2, "nothing to check"],
    ["a grammar in any order", ["--grammar", schema, "--any-order", schema], 2, "--any-order"],
    ["a grammar that is none", ["--grammar", schema, schema], 2, "not a valid grammar: expected a rule"],
    ["a batch and files", ["--batch", "x", "y"], 2, "leave --schema"],
    ["a schema that is refused", ["--schema", write("no.json", '{"pattern":"(?=x)"}'), schema], 2, "/pattern"],
    ["a missing batch", ["--batch", "/nowhere/x"], 1, "cannot read the batch"],
    ["a batch that is a folder", ["--batch", folder], 1, "cannot read the batch"],
    ["a schema that is none", ["--schema", write("none.json", "{"), schema], 2, "the schema file"],
  ] as const)("%s is told", async ([, given, exitCode, message]) => {
    const result = await runTestCli(["grammar", "check", ...given]);
    expect(result).toMatchObject({ exitCode, output: "" });
    expect(result.errors).toContain(message);
  });
});
