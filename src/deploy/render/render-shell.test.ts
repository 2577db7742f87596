import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../formats/test-files.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { argumentsOf, hermes4, testPlan } from "../test-plans.ts";
import { quoteWord, renderShell } from "./render-shell.ts";

/** Runs the script with programs that print their arguments, one a line. */
function runScript(
  plan: DeploymentPlan,
  words: readonly string[] = [],
  environment: Record<string, string> = {},
): string[] {
  const folder = temporaryFolder();
  for (const program of ["vllm", "python3"]) {
    writeFileSync(join(folder, program), `#!/bin/sh\nprintf '%s\\n' ${program} "$@"\n`);
    chmodSync(join(folder, program), 0o755);
  }
  const script = join(folder, "plan.sh");
  writeFileSync(script, renderShell(plan));
  const env = { PATH: `${folder}:${process.env.PATH}`, ...environment };
  return execFileSync("bash", [script, ...words], { env, encoding: "utf8", stdio: "pipe" })
    .trimEnd()
    .split("\n");
}

const oddFolder = { kind: "folder", path: '/srv/it\'s $HOME/a "model"' } as const;
const eight = { gpus: 8, gpuBytes: 80e9 } as const;

describe("the script", () => {
  test.each([
    ["vLLM", testPlan("405B-FP8", eight)],
    ["SGLang", testPlan("405B-FP8", { ...eight, engine: "sglang" })],
    [
      "a folder with odd letters",
      testPlan("14B", { model: { ...hermes4("14B"), source: oddFolder, namesSampling: false } }),
    ],
  ])("starts %s with the arguments of the plan", (_name, plan) => {
    expect(runScript(plan)).toEqual(argumentsOf(plan.server));
  });

  test("tells the client the prompt format of a model that is not a published one", () => {
    const model = { ...hermes4("14B"), source: oddFolder, servedName: "mine" };
    expect(renderShell(testPlan("14B", { model }))).toContain("--endpoint vllm --profile chatml ");
    expect(renderShell(testPlan("14B"))).not.toContain("--profile");
  });

  test("starts each of several machines with its rank", () => {
    const plan = testPlan("405B", { ...eight, nodes: 2 });
    for (const rank of ["0", "1"]) {
      const environment = { NODE_RANK: rank, MASTER_ADDRESS: "10.0.0.1" };
      const headless = rank === "0" ? [] : ["--headless"];
      expect(runScript(plan, [], environment)).toEqual([...argumentsOf(plan.server, environment), ...headless]);
    }
    expect(() => runScript(plan, [], { NODE_RANK: "0" })).toThrow(/MASTER_ADDRESS: address of the first machine/);
  });

  test("starts copies and their router", () => {
    const plan = testPlan("70B-FP8", { engine: "sglang", gpuBytes: 141e9, replicas: 3 });
    expect(runScript(plan, ["replica"])).toEqual(argumentsOf(plan.server));
    expect(runScript(plan, ["router"])).toEqual(argumentsOf(plan.router!));
    expect(() => runScript(plan)).toThrow(/usage: .* replica\|router/);
  });

  test("has the reason above every option", () => {
    const lines = renderShell(testPlan("405B-FP8", eight)).split("\n");
    const options = lines.flatMap((line, index) => (/^ {2}--/.test(line) ? [lines[index - 1]] : []));
    expect(options.length).toBeGreaterThan(12);
    expect(options.filter((line) => !/^ {2}# \S/.test(line ?? ""))).toEqual([]);
  });
});

test("a word is quoted only where bash would read it otherwise", () => {
  expect(["a/b:c-1.0=x", "", "a b", "it's", "$HOME", "{}"].map(quoteWord)).toEqual([
    "a/b:c-1.0=x",
    "''",
    "'a b'",
    "'it'\\''s'",
    "'$HOME'",
    "'{}'",
  ]);
});
