import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runTestCli } from "./test-terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-repair-"));
afterAll(() => rmSync(folder, { recursive: true }));
const grammar = join(folder, "sum.gbnf");
writeFileSync(grammar, 'root ::= number "=" number\nnumber ::= [0-9]{1,3}\n');
const schema = join(folder, "schema.json");
writeFileSync(
  schema,
  JSON.stringify({
    type: "object",
    properties: { name: { type: "string" }, age: { type: "integer", minimum: 0 } },
    required: ["name", "age"],
    additionalProperties: false,
  }),
);

describe("hermes repair", () => {
  test("prints the value, and what was done", async () => {
    const input = 'Sure: {"name": "A", "age": "12345678901234567890",}';
    expect(await runTestCli(["repair", "--schema", schema], { input })).toEqual({
      exitCode: 0,
      output: '{"name":"A","age":12345678901234567890}\n',
      errors: [
        'offset 0: "Sure: " taken out\n',
        'offset 49: "," taken out\n',
        '"/age": "12345678901234567890" became 12345678901234567000 (number-in-string)\n',
      ].join(""),
    });
  });

  test("ends with 1 and the errors where a fault is left", async () => {
    const { exitCode, output, errors } = await runTestCli(["repair", "--schema", schema], {
      input: '{"name":"A","age":-1',
    });
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(errors).toContain("the end of the text was cut off");
    expect(errors).toContain('error: "/age": expected a number >= 0, found -1');
  });

  test("prints one object for programs", async () => {
    const { exitCode, output } = await runTestCli(["repair", "--json", "--schema", schema], {
      input: '{"nmae":"A","age":1}',
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      value: { name: "A", age: 1 },
      valid: true,
      complete: true,
      changes: [{ rule: "renamed-member", pointer: "/nmae" }],
    });
  });

  test("asks a model where one is named", async () => {
    const input = '{"name":"Ada","age":-3}';
    const { exitCode, output, errors } = await runTestCli(["repair", "--schema", schema, "--model", "nano"], { input });
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ name: "Ada", age: expect.any(Number) });
    expect(errors).toMatch(/"\/age": -3 became \d+ \(model/);
  });

  test("needs a schema", async () => {
    expect(await runTestCli(["repair"])).toMatchObject({ exitCode: 2, output: "" });
  });
});

describe("hermes run holds the answer to", () => {
  test.for([
    ["a choice", ["--choice", "apple", "--choice", "pear"], /^(apple|pear)\n$/],
    ["a grammar", ["--grammar", grammar], /^\d{1,3}=\d{1,3}\n$/],
    ["a pattern", ["--regex", "[0-9]{3}"], /^\d{3}\n$/],
  ] as const)("%s", async ([, flags, answer]) => {
    const { exitCode, output } = await runTestCli(["run", ...flags, "--temperature", "0", "What is 17 + 25?"]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(answer);
  });

  test("a schema", async () => {
    const given = ["run", "--schema", schema, "--max-tokens", "200", "--temperature", "0", "What is 17 + 25?"];
    const { exitCode, output } = await runTestCli(given);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toEqual({ name: expect.any(String), age: expect.any(Number) });
  });

  test("a schema, which the model is shown where no system prompt is given", async () => {
    const given = ["run", "--json", "--schema", schema, "--temperature", "0", "Ada is 36 years old."];
    const shown = JSON.parse((await runTestCli(given)).output);
    const hidden = JSON.parse((await runTestCli([...given, "--system", "You help.", "--max-tokens", "60"])).output);
    expect(shown.content).toBe('{"name": "Ada", "age": 36}');
    expect(shown.usage.prompt_tokens).toBeGreaterThan(hidden.usage.prompt_tokens + 20);
  });

  test("one thing only", async () => {
    const { exitCode, errors } = await runTestCli(["run", "--regex", "a", "--choice", "a", "hi"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("--regex and --choice do not go together");
  });
});
