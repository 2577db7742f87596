import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readGenerationConfig } from "../formats/index.ts";
import { temporaryFolder } from "../formats/test-files.ts";
import { totalWeightBytes } from "./model-facts.ts";
import { readFolderFacts } from "./read-folder-facts.ts";
import { hermes4 } from "./test-plans.ts";

const seventy = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 8192,
  intermediate_size: 28672,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  vocab_size: 128256,
  rms_norm_eps: 1e-5,
  rope_theta: 500000,
  max_position_embeddings: 131072,
  torch_dtype: "bfloat16",
};

const float8 = {
  config_groups: {
    group_0: {
      targets: ["Linear"],
      weights: { num_bits: 8, type: "float", strategy: "channel", symmetric: true, dynamic: false },
      input_activations: { num_bits: 8, type: "float", strategy: "token", symmetric: true, dynamic: true },
    },
  },
  format: "float-quantized",
  ignore: ["lm_head"],
  quant_method: "compressed-tensors",
};

function modelFolder(config: object, generation?: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  if (generation) writeFileSync(join(folder, "generation_config.json"), JSON.stringify(generation));
  return folder;
}

describe("a folder with config.json alone", () => {
  test.each([
    ["70B", seventy],
    ["70B-FP8", { ...seventy, quantization_config: float8 }],
  ])("has the facts of the published %s", (size, config) => {
    const { shape, weightBytes, weightForm, contextLength, promptProfile } = hermes4(size);
    const facts = readFolderFacts(modelFolder(config));
    expect(facts).toMatchObject({ shape, weightBytes, weightForm, contextLength, promptProfile });
    expect(facts.namesSampling).toBe(false);
  });

  test("names its sampling when generation_config.json does", () => {
    expect(readFolderFacts(modelFolder(seventy, { eos_token_id: 1 })).namesSampling).toBe(false);
    expect(readFolderFacts(modelFolder(seventy, { temperature: 0.6 })).namesSampling).toBe(true);
  });

  test("is served under a name that cannot leave a comment or a line", () => {
    const folder = join(temporaryFolder(), "My Model\nrm -rf $(HOME) `x`");
    mkdirSync(folder);
    writeFileSync(join(folder, "config.json"), JSON.stringify(seventy));
    const { servedName, source } = readFolderFacts(folder);
    expect(servedName).toBe("my-model-rm--rf-home-x-");
    expect(source).toEqual({ kind: "folder", path: folder });
  });

  test("that is not there is named", () => {
    expect(() => readFolderFacts("/nowhere/model")).toThrow(/No model at \/nowhere\/model.*config\.json/);
  });
});

describe("a folder with weights", () => {
  test("is as large as its tensors", () => {
    const facts = readFolderFacts("models/nano");
    expect(facts.servedName).toBe("nano");
    expect(facts.weightForm).toBe("float8");
    expect(facts.namesSampling).toBe(readGenerationConfig("models/nano").temperature !== undefined);
    // 3.2 million parameters, most of them float8.
    expect(totalWeightBytes(facts)).toBeGreaterThan(3.2e6);
    expect(totalWeightBytes(facts)).toBeLessThan(6.4e6);
  });
});
