import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCheckpoint } from "../../tools/make-checkpoint/make-checkpoint.ts";
import { runTestCli } from "./test-terminal.ts";
import { readVersion } from "./version.ts";

const model = mkdtempSync(join(tmpdir(), "hermes-bench-"));
beforeAll(() => void makeCheckpoint({ folder: model, shape: "tiny" }));
afterAll(() => rmSync(model, { recursive: true }));

const bench = (...options: string[]) => runTestCli(["bench", "--model", model, "--threads", "1", ...options]);
const short = ["--prompt-tokens", "20,50", "--decode-tokens", "4", "--streams", "1,3", "--rounds", "1"];

describe("hermes bench", () => {
  test("--json prints one object, keyed by prompt length and number of streams", async () => {
    const { exitCode, output, errors } = await bench(...short, "--compute", "exact", "--json");
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    const number = expect.any(Number);
    expect(JSON.parse(output)).toEqual({
      load_ms: number,
      prefill_tokens_per_second: { "20": number, "50": number },
      decode_tokens_per_second: { "1": number, "3": number },
      first_token_ms: { "20": number, "50": number },
      cached_first_token_ms: { "20": number, "50": number },
      bandwidth_share: number,
      memory_bytes_per_second: number,
      loaded_memory_bytes: number,
      peak_memory_bytes: number,
      weight_bytes: number,
      cache_bytes: number,
      threads: 1,
      rounds: 1,
      decode_tokens: 4,
      compute: "exact",
      cache_dtype: "float32",
      model,
      versions: { hermes4: readVersion(), node: process.version, v8: process.versions.v8 },
    });
  });

  test("prints a table, and where it is when somebody watches", async () => {
    const command = ["bench", "--model", model, "--threads", "1", "--cache-dtype", "int8", ...short];
    const { output, errors } = await runTestCli(command, { watched: true });
    const names = output.split("\n").map((line) => line.trim().split(/ {2,}/)[0]);
    expect(names).toEqual([
      `${model}, fast, int8 cache, 1 thread; medians of 1`,
      ...["prefill of 20", "first token", "first token, asked again"],
      ...["prefill of 50", "first token", "first token, asked again"],
      ...["decode, 1 stream", "one step, median and p95", "decode, 3 streams", "one step, median and p95"],
      ...["memory read", "peak memory", "load", ""],
    ]);
    expect(errors).toContain("loading the model");
  });

  test.each<[options: string[], message: string]>([
    [["--streams", "0"], "'--streams <n,…>' argument '0' is invalid. Expected a whole number of at least 1"],
    [["--streams", "1,,2"], "'--streams <n,…>' argument '1,,2' is invalid"],
    [["--streams", "65"], "--streams is 65; expected a whole number from 1 to 64"],
    [["--prompt-tokens", "many"], "'--prompt-tokens <n,…>' argument 'many' is invalid. Expected a number"],
    [["--prompt-tokens", "20,512"], "--prompt-tokens is 512; expected a whole number from 1 to 511"],
    [["--decode-tokens", "497"], "--decode-tokens is 497; expected a whole number from 2 to 496"],
    [["--threads", "513"], "--threads is 513; expected a whole number from 1 to 512"],
    [["--rounds", "1.5"], "'--rounds <n>' argument '1.5' is invalid"],
    [["--cache-dtype", "int4"], "Allowed choices are float32, float16, int8"],
  ])("%j is a usage error", async (options, message) => {
    const { exitCode, output, errors } = await bench(...options);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(message);
  });
});
