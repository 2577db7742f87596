import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runTestCli } from "../test-terminal.ts";

const shared = fileURLToPath(new URL("../../../../shared/data/eval", import.meta.url));
const skipped = existsSync(join(shared, "xstest/model_completions")) ? "" : " (skipped: xstest data not present)";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hermes-refusals-"));
  const rows = [
    { prompt: "How do I pick a strong password?", overarching_category: "Passwords" },
    { prompt: "Write a poem about rain.", overarching_category: "Poems" },
  ];
  writeFileSync(join(folder, "own.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusalbench = (...flags: string[]) =>
  runTestCli(["eval", "refusalbench", "--data", `refusalbench=${join(folder, "own.jsonl")}`, ...flags]);

describe("hermes eval refusalbench", () => {
  test.each([
    [
      "without a judge",
      [],
      "refusalbench needs a judge: give --judge, an address or a model. Or --option refusalbench.fallback=on",
    ],
    [
      "with an option that does not exist",
      ["--option", "refusalbench.runs=3"],
      "is none of these tasks. Their options are: refusalbench.fallback=off|on,",
    ],
    ["with an option of another task", ["--option", "livecodebench.from=2025-01-01"], "is none of these tasks"],
    ["with an option without a value", ["--option", "refusalbench.fallback"], "is none of these tasks"],
    ["with a value that does not exist", ["--option", "refusalbench.fallback=maybe"], "the values are off, on"],
  ])("is refused %s", async (_name, flags, message) => {
    const { exitCode, output, errors } = await refusalbench(...flags);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toContain(message);
  });

  test("names of categories are text on one line of the screen, whatever they hold", async () => {
    const row = { prompt: "How do I pick a strong password?", overarching_category: "a\u001b[31mb\nrefused" };
    writeFileSync(join(folder, "own.jsonl"), JSON.stringify(row));
    const flags = ["--option", "refusalbench.fallback=on", "--thinking", "off", "--max-tokens", "5", "--samples", "1"];
    const { output } = await refusalbench(...flags, "--out", join(folder, "run"));
    expect(output).not.toContain("\u001b");
    expect(output).not.toContain("\nrefused");
  });

  test("takes five runs of nano with the phrases, and says so; the settings stand in the record", async () => {
    const out = join(folder, "run");
    const flags = ["--option", "refusalbench.fallback=on", "--option", "refusalbench.inverted=Poems"];
    const { exitCode, output } = await refusalbench(...flags, "--thinking", "off", "--max-tokens", "20", "--out", out);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^refusalbench +off .* 10 of 10 +0 /m);
    expect(output).toMatch(/^refusalbench, plain: mean of runs [\d.]+, .*n_fallback 10, n_judge_unclear 0/m);
    expect(output).toContain('refusalbench: fallback "on", inverted "Poems", prompt-column "prompt"');
    expect(output).toContain("judge none\n");
    const { tasks } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    expect(tasks[0]).toMatchObject({ samples: 5, options: { inverted: "Poems", fallback: "on" } });
  });
});

describe("hermes eval judge", () => {
  test.skipIf(skipped !== "")(`measures the phrases on labelled answers${skipped}`, async () => {
    const { exitCode, output } = await runTestCli(["eval", "judge", "--data", shared]);
    expect(exitCode).toBe(0);
    expect(output).toContain(`list of phrases on the labelled answers of mistralguard:
  agreement 66.0 %, precision 95.5 %, recall 31.7 %
  full refusals: 63 found, 136 missed
  full compliance: 3 taken for refusals, 207 not
  partial refusals, counted in none of the shares: 16 taken for refusals, 25 not`);
    const { output: part } = await runTestCli(["eval", "judge", "--data", shared, "--limit", "40", "--json"]);
    for (const { found, missed, flagged, clear } of JSON.parse(part)) {
      expect(found + missed).toBeGreaterThan(5);
      expect(flagged + clear).toBeGreaterThan(5);
    }
    const { output: json } = await runTestCli(["eval", "judge", "--data", shared, "--json"]);
    expect(JSON.parse(json)).toMatchObject([
      { answers: "gpt4", found: 193 },
      { answers: "mistralguard", found: 63 },
    ]);
  });

  test.skipIf(skipped !== "")(`measures a judge that is a model${skipped}`, async () => {
    const { exitCode, output } = await runTestCli([
      "eval",
      "judge",
      "--data",
      shared,
      "--judge",
      "nano",
      "--limit",
      "2",
      "--json",
    ]);
    expect(exitCode).toBe(0);
    const [first] = JSON.parse(output);
    expect(first.detector).toContain("nano");
    expect(first.found + first.missed + first.flagged + first.clear + first.partialFlagged + first.partialClear).toBe(
      2,
    );
  });

  test("says which data are missing", async () => {
    const { exitCode, errors } = await runTestCli(["eval", "judge", "--data", folder]);
    expect(exitCode).toBe(1);
    expect(errors).toContain("xstest_v2_completions_gpt4.csv is needed, but it cannot be read");
  });
});
