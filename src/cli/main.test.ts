import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { runTestCli } from "./test-terminal.ts";
import { readVersion } from "./version.ts";

const usageErrors: readonly [name: string, commandArguments: string[], message: string][] = [
  ["an unknown command", ["nope"], "unknown command 'nope'"],
  ["an unknown option", ["run", "--hurry", "hi"], "unknown option '--hurry'"],
  ["an unknown option of parse", ["parse", "--loud"], "unknown option '--loud'"],
  ["a missing argument", ["render"], "missing required argument 'file'"],
  ["too many arguments", ["inspect", "a", "b"], "too many arguments"],
  ["a word for a number", ["run", "--seed", "soon", "hi"], "Expected a number"],
  ["a broken number of tokens", ["run", "--max-tokens", "1.5", "hi"], "Expected a whole number of at least 1"],
  ["no tokens at all", ["run", "--max-tokens", "0", "hi"], "Expected a whole number of at least 1"],
  ["an unknown choice", ["parse", "--start", "middle"], "Allowed choices are reasoning, content"],
  ["nothing to answer", ["run"], "nothing to answer"],
  ["no command", [], "Usage: hermes"],
];

describe("usage errors end with 2", () => {
  test.each(usageErrors)("%s", async (_name, commandArguments, message) => {
    const { exitCode, output, errors } = await runTestCli(commandArguments);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(message);
  });
});

describe("failures", () => {
  test("end with 1, say what to do and show no stack", async () => {
    const { exitCode, output, errors } = await runTestCli(["render", "/nowhere/a.json"]);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(errors).toMatch(/^hermes: cannot read the conversation from \/nowhere\/a\.json: .*Check the path/);
    expect(errors).not.toMatch(/^\s+at /m);
  });

  test("show the stack with --verbose, before or behind the command", async () => {
    for (const commandArguments of [
      ["--verbose", "render", "/nowhere"],
      ["render", "/nowhere", "--verbose"],
    ]) {
      expect((await runTestCli(commandArguments)).errors).toMatch(/^\s+at /m);
    }
  });

  test("name a model folder that is missing or is none", async () => {
    const missing = await runTestCli(["run", "--model", "/nowhere/model", "hi"]);
    expect(missing).toMatchObject({ exitCode: 1, output: "" });
    expect(missing.errors).toContain("No model at /nowhere/model: no such folder");
    const empty = await runTestCli(["inspect", temporaryFolder()]);
    expect(empty.exitCode).toBe(1);
    expect(empty.errors).toContain("config.json");
  });
});

describe("help and version", () => {
  test("end with 0 on standard output", async () => {
    expect(await runTestCli(["--version"])).toEqual({ exitCode: 0, output: `${readVersion()}\n`, errors: "" });
    const help = await runTestCli(["run", "--help"]);
    expect(help.exitCode).toBe(0);
    expect(help.output).toContain("--thinking-budget <n>");
  });
});
