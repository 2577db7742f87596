import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runTestCli } from "./test-terminal.ts";

const deploy = (text: string) => runTestCli(["deploy", ...text.split(" ")]);

const refused: readonly [name: string, words: string, exitCode: number, message: RegExp][] = [
  ["an unknown engine", "tgi --model hermes-4-70b", 2, /"tgi" is no engine .*vllm or sglang/],
  ["no model", "vllm", 2, /required option '--model <what>' not specified/],
  ["two forms at once", "vllm --model hermes-4-14b --compose --kubernetes", 2, /cannot be used with/],
  ["no GPUs", "vllm --model hermes-4-14b --gpus 0", 2, /whole number of at least 1/],
  ["GPUs that do not go into the model", "vllm --model hermes-4-14b --gpus 5", 2, /Give 1, 2, 4, 8 GPUs a machine/],
  ["GPUs that are too small", "vllm --model hermes-4-405b-fp8 --gpus 4", 1, /fits on 8 x 80 GB, 4 x 141 GB/],
  ["a longer context than the model's", "sglang --model hermes-4-14b --context 50000", 2, /--context 40960 or less/],
  ["copies on vLLM", "vllm --model hermes-4-14b --replicas 2", 2, /planned for sglang alone/],
  ["GGUF", "vllm --model hermes-4-70b-gguf", 2, /hermes-4-70b-gguf is GGUF.*hermes-4-70b-fp8/],
  ["a GGUF file", "vllm --model ./x.gguf", 2, /\.\/x\.gguf is GGUF/],
  ["a quantization", "vllm --model NousResearch/Hermes-4-70B:Q4_K_M", 2, /is GGUF/],
  [
    "the base of Hermes 4.3 36B",
    "vllm --model NousResearch/Hermes-4.3-36B",
    1,
    /shape is not known.*Hermes-4-405B-FP8.*hermes pull/,
  ],
  ["a folder that is none", "vllm --model ./nowhere", 1, /No model at \.\/nowhere/],
];

describe("hermes deploy refuses", () => {
  test.each(refused)("%s", async (_name, words, exitCode, message) => {
    const result = await deploy(words);
    expect(result).toMatchObject({ exitCode, output: "" });
    expect(result.errors).toMatch(message);
  });
});

describe("hermes deploy prints", () => {
  test("a script, from an alias as from a repository", async () => {
    const { exitCode, output } = await deploy("vllm --model hermes-4-70b-fp8 --gpus 2");
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^#!\/usr\/bin\/env bash\n.*\n[\s\S]*exec vllm serve NousResearch\/Hermes-4-70B-FP8 "\$\{flags\[@\]\}"\n$/,
    );
    expect((await deploy("vllm --model NousResearch/Hermes-4-70B-FP8 --gpus 2")).output).toBe(output);
  });

  test("the plan as data, at the revision that was named", async () => {
    const { output } = await deploy("sglang --model hermes-4-14b@v2 --context 20000 --json");
    const plan = JSON.parse(output);
    expect(plan).toMatchObject({ engine: "sglang", form: "shell", contextLength: 20_000, parallelism: { tensor: 1 } });
    expect(plan.model.source).toEqual({ kind: "repository", repository: "NousResearch/Hermes-4-14B", revision: "v2" });
  });

  test("files for compose and for Kubernetes", async () => {
    const compose = parse((await deploy("vllm --model hermes-4-14b --compose")).output);
    expect(Object.keys(compose.services)).toEqual(["hermes-4-14b"]);
    const { output } = await deploy("vllm --model hermes-4-14b --kubernetes");
    expect(output.match(/^kind: .*$/gm)).toEqual(["kind: Deployment", "kind: Service"]);
  });

  test("plans for folders, the embedded model among them", async () => {
    const folder = await deploy("vllm --model models/nano --gpu-memory 16");
    expect(folder.output).toMatch(/exec vllm serve \S+\/models\/nano /);
    expect((await deploy("vllm --model nano --gpu-memory 16")).output).toBe(folder.output);
  });
});
