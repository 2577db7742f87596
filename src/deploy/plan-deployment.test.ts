import { describe, expect, test } from "vitest";
import type { DeploymentPlan, DeploymentRequest } from "./deployment-plan.ts";
import { argumentsOf, flagValue, hermes4, testPlan } from "./test-plans.ts";

const big = { gpus: 8, gpuBytes: 141e9 } as const;

describe("vLLM", () => {
  test("is told how Hermes 4 calls tools, and gets no parser that swallows plain answers", () => {
    const plan = testPlan("70B-FP8", big);
    expect(flagValue(plan.server, "--tool-call-parser")).toBe("hermes");
    expect(argumentsOf(plan.server)).toContain("--enable-auto-tool-choice");
    expect(argumentsOf(plan.server)).not.toContain("--reasoning-parser");
    expect(plan.leftOut[0]).toMatchObject({
      name: "--reasoning-parser",
      reason: expect.stringMatching(/deepseek_r1 always/),
    });
  });

  test("takes thoughts apart by the switch of Hermes when asked to", () => {
    const plan = testPlan("70B-FP8", { ...big, reasoning: "fields" });
    expect(flagValue(plan.server, "--reasoning-parser")).toBe("deepseek_v3");
    expect(plan.leftOut.map(({ name }) => name)).not.toContain("--reasoning-parser");
  });

  test("starts the repository, at a revision where one is given", () => {
    const model = { ...hermes4("14B"), source: { kind: "repository", repository: "a/b", revision: "v1" } } as const;
    const words = argumentsOf(testPlan("14B", { model }).server);
    expect(words.slice(0, 3)).toEqual(["vllm", "serve", "a/b"]);
    expect(words.join(" ")).toContain("--revision v1");
  });

  test("gets the card's sampling only where the model's file has none", () => {
    const words = (namesSampling: boolean | null) =>
      argumentsOf(testPlan("14B", { model: { ...hermes4("14B"), namesSampling } }).server).join(" ");
    expect(words(false)).toContain('--override-generation-config {"temperature": 0.6, "top_p": 0.95, "top_k": 20}');
    expect(words(true)).not.toContain("--override-generation-config");
    expect(words(null)).not.toContain("--override-generation-config");
  });

  test("knows the machines of a copy by the environment", () => {
    const { server } = testPlan("405B", { gpus: 8, nodes: 2 });
    const words = argumentsOf(server, { NODE_RANK: "1", MASTER_ADDRESS: "10.0.0.1" }).join(" ");
    expect(words).toContain(
      "--tensor-parallel-size 8 --pipeline-parallel-size 2 --nnodes 2 --node-rank 1 --master-addr 10.0.0.1",
    );
    expect(server.flags.filter(({ followersOnly }) => followersOnly).map(({ name }) => name)).toEqual(["--headless"]);
  });
});

describe("SGLang", () => {
  test("has other names for the same things", () => {
    const plan = testPlan("70B-FP8", { ...big, engine: "sglang" });
    const words = argumentsOf(plan.server).join(" ");
    expect(words).toMatch(/^python3 -m sglang\.launch_server --model-path NousResearch\/Hermes-4-70B-FP8 /);
    expect(words).toMatch(/--context-length 131072 --mem-fraction-static 0\.9 .*--tool-call-parser qwen25/);
    expect(words).not.toContain("--reasoning-parser");
    expect(plan.leftOut.map(({ name }) => name)).toContain("--disable-radix-cache");
  });

  test("takes thoughts apart by the switch of Hermes when asked to", () => {
    const plan = testPlan("70B-FP8", { ...big, engine: "sglang", reasoning: "fields" });
    expect(flagValue(plan.server, "--reasoning-parser")).toBe("deepseek-v3");
  });

  test("meets at an address with a port", () => {
    const { server } = testPlan("405B", { engine: "sglang", gpus: 8, nodes: 2 });
    const words = argumentsOf(server, { NODE_RANK: "0", MASTER_ADDRESS: "head" });
    expect(words.join(" ")).toContain("--nnodes 2 --node-rank 0 --dist-init-addr head:20000");
  });

  test("has a router in front of several copies", () => {
    const shell = testPlan("70B-FP8", { ...big, engine: "sglang", replicas: 2 });
    expect(argumentsOf(shell.router!).join(" ")).toBe(
      "python3 -m sglang_router.launch_router --worker-urls http://replica-1:30000 http://replica-2:30000 --policy cache_aware --host 127.0.0.1 --port 8080",
    );
    expect(flagValue(shell.server, "--host")).toBe("0.0.0.0");
    const kubernetes = testPlan("70B-FP8", { ...big, engine: "sglang", replicas: 2, form: "kubernetes" });
    expect(argumentsOf(kubernetes.router!, { NAMESPACE: "models" }).join(" ")).toContain(
      "--service-discovery --selector app.kubernetes.io/name=hermes-4-70b-fp8 --service-discovery-namespace models --service-discovery-port 30000",
    );
  });
});

const everyPlan: readonly DeploymentPlan[] = (["vllm", "sglang"] as const).flatMap((engine) =>
  (["shell", "compose", "kubernetes"] as const).flatMap((form) =>
    (["text", "fields"] as const).map((reasoning) => testPlan("405B-FP8", { ...big, engine, form, reasoning })),
  ),
);

describe("every plan", () => {
  test("has a reason for every option, given or left out", () => {
    for (const { server, leftOut } of everyPlan) {
      const reasons = [...server.flags, ...leftOut].map(({ reason }) => reason);
      expect(reasons.filter((reason) => !/^\S.{10,}\.$/s.test(reason))).toEqual([]);
    }
  });

  test("gives no option twice", () => {
    for (const { server } of everyPlan) {
      const names = server.flags.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("keeps the port to this machine, or to the container", () => {
    for (const { server, form } of everyPlan) {
      expect(flagValue(server, "--host")).toBe(form === "shell" ? "127.0.0.1" : "0.0.0.0");
    }
  });

  test("is data", () => {
    for (const plan of everyPlan) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

const refused: readonly [name: string, change: Partial<DeploymentRequest>, words: RegExp][] = [
  ["several copies on vLLM", { replicas: 2 }, /planned for sglang alone/],
  ["several copies of several machines", { engine: "sglang", replicas: 2, nodes: 2 }, /plan one copy/],
  ["several machines in a compose file", { nodes: 2, form: "compose" }, /one machine: .*--kubernetes/],
];

describe("what is not planned", () => {
  test.each(refused)("%s", (_name, change, words) => {
    expect(() => testPlan("14B", change)).toThrow(words);
  });
});
