import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { runTestCli } from "../test-terminal.ts";
import { type Finding, renderFinding } from "./finding.ts";
import { judgeEngines } from "./judge-engines.ts";
import { judgeBandwidth } from "./judge-kernels.ts";
import { judgeMachine } from "./judge-machine.ts";
import { type MachineFacts, readMachineFacts } from "./machine-facts.ts";

const good: MachineFacts = {
  nodeVersion: "24.1.0",
  v8Version: "13.6",
  cpu: "A processor",
  cores: 8,
  cpuQuota: null,
  load: 1,
  simd: { wasmSimd: true, wasmRelaxedSimd: true, processor: ["avx2"] },
  memory: { totalBytes: 32e9, availableBytes: 20e9, limitedBy: "machine", containerLimitBytes: null },
};

function statuses(facts: Partial<MachineFacts>, threads = 8): Record<string, Finding["status"]> {
  const findings = judgeMachine({ ...good, ...facts }, threads);
  return Object.fromEntries(findings.filter(({ status }) => status !== "ok").map(({ name, status }) => [name, status]));
}

const machines: readonly [name: string, facts: Partial<MachineFacts>, expected: Record<string, Finding["status"]>][] = [
  ["a good machine", {}, {}],
  ["Node 22", { nodeVersion: "22.18.0" }, { node: "problem" }],
  ["no AVX2", { simd: { ...good.simd, processor: [] } }, { simd: "note" }],
  ["an Arm processor", { simd: { ...good.simd, processor: ["asimd"] } }, {}],
  ["a system that lists no extensions", { simd: { ...good.simd, processor: null } }, {}],
  ["no relaxed SIMD", { simd: { ...good.simd, wasmRelaxedSimd: false } }, { simd: "problem" }],
  ["a quota below the threads", { cpuQuota: 1.5 }, { "cpu-limit": "problem" }],
  ["a quota above the threads", { cpuQuota: 16 }, {}],
  ["a busy machine", { load: 5 }, { load: "note" }],
  ["an overloaded machine", { load: 9 }, { load: "problem" }],
  ["no load figure", { load: null }, {}],
  ["little memory", { memory: { ...good.memory, availableBytes: 5e8 } }, { memory: "problem" }],
];

test("where memory is too short to measure its speed, the doctor says so", async () => {
  const { finding } = await judgeBandwidth(1, 1e6);
  expect(renderFinding(finding)).toMatch(/^note +bandwidth .*\n.*(caches|busy)/);
});

describe("what the facts of a machine mean", () => {
  test.each(machines)("%s", (_name, facts, expected) => {
    expect(statuses(facts)).toEqual(expected);
  });

  test("every problem says what to do", () => {
    for (const [, facts] of machines) {
      for (const finding of judgeMachine({ ...good, ...facts }, 8)) {
        if (finding.status === "problem") expect(finding.advice, finding.name).toMatch(/install|use |close /);
      }
    }
  });

  test("a quota names the threads that fit", () => {
    const [limit] = judgeMachine({ ...good, cpuQuota: 2.5 }, 8).filter(({ name }) => name === "cpu-limit");
    expect(renderFinding(limit!)).toMatch(
      /^problem +cpu-limit +the container grants the time of 2\.5 cores\n +.*--threads 2/,
    );
  });

  test("the kernels' own instructions are found here", () => {
    expect(readMachineFacts().simd).toMatchObject({ wasmSimd: true, wasmRelaxedSimd: true });
  });
});

describe("other engines", () => {
  test("a GGUF engine that is there", async () => {
    const [gpu, gguf] = await judgeEngines(async () => ({ getModuleVersion: async () => "3.22.1" }));
    expect(gpu).toMatchObject({ status: "note", text: expect.stringContaining("not built in yet") });
    expect(gguf).toMatchObject({ status: "ok", text: "node-llama-cpp 3.22.1 runs GGUF files" });
  });

  test("a GGUF engine that is missing, with how to install it", async () => {
    const install = "npm install node-llama-cpp@^3.22";
    const missing = new HermesError("dependency-missing", "not there", { what: "node-llama-cpp", install });
    const [, gguf] = await judgeEngines(() => Promise.reject(missing));
    expect(gguf).toMatchObject({ status: "note", advice: install, facts: { install } });
  });
});

describe("hermes doctor", () => {
  test("examines this machine and a model, as one object", async () => {
    const { exitCode, output } = await runTestCli(["doctor", "--json", "--threads", "1", "--model", "nano"]);
    expect(exitCode).toBe(0);
    const found = JSON.parse(output);
    for (const arithmetic of ["fast", "exact"]) {
      expect(found.kernels[arithmetic]).toMatchObject({ check: "passed" });
      expect(found.kernels[arithmetic].checkMs).toBeGreaterThan(0);
    }
    expect(found.bandwidth.bytesPerSecond).toBeGreaterThan(1e8);
    expect(found.decode.tokensPerSecond).toBeCloseTo(found.bandwidth.bytesPerSecond / found.decode.bytesPerToken, 3);
    expect(found.model.fits).toBe(true);
    for (const { status, text } of Object.values<Finding>(found)) {
      expect(["ok", "note", "problem"]).toContain(status);
      expect(text).not.toBe("");
    }
  });

  test("names a model folder that is none", async () => {
    const { exitCode, errors } = await runTestCli(["doctor", "--threads", "1", "--model", "/nowhere"]);
    expect(exitCode).toBe(1);
    expect(errors).toContain("/nowhere");
  });
});
