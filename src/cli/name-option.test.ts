import { expect, test } from "vitest";
import { HermesError } from "../errors.ts";
import { nameOption } from "./name-option.ts";
import { runTestCli } from "./test-terminal.ts";

const address = "http://127.0.0.1:9/v1";

test.each<[options: string[], message: string]>([
  [["--gpu", "cuda"], "hermes: --gpu does not go with a folder of safetensors.\n"],
  [["--context", "100000"], "hermes: --context is 100000; expected"],
  [["--threads", "513"], "hermes: --threads is 513; expected"],
  [["--model", address, "--threads", "2"], "hermes: --threads does not go with an endpoint.\n"],
  [["--model", address, "--cache-dtype", "int8"], "hermes: --cache-dtype does not go with an endpoint.\n"],
  [["--model", address, "--endpoint", "nobody"], 'hermes: --endpoint is "nobody"; expected one of hermes, vllm'],
  [["--model", "http://"], "hermes: --model is no http:// or https:// address.\n"],
])("hermes run %j is told in the words of the command line", async (options, message) => {
  const { exitCode, errors } = await runTestCli(["run", ...options, "Hi"]);
  expect(exitCode).toBe(2);
  expect(errors).toContain(message);
});

test("other errors stay as they are", () => {
  for (const error of [new Error("x"), new HermesError("file-missing", "threads", { path: "x" }), "text"]) {
    expect(nameOption(error)).toBe(error);
  }
});
