import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../errors.ts";
import { folderWithJson, hermesErrorOf, temporaryFolder } from "../test-files.ts";
import { CONFIG_FILE, readModelConfig } from "./read-model-config.ts";

/** Llama 3.1 70B, as its config.json has it. */
const seventy = {
  architectures: ["LlamaForCausalLM"],
  attention_bias: false,
  attention_dropout: 0.0,
  bos_token_id: 128000,
  eos_token_id: [128001, 128008, 128009],
  hidden_act: "silu",
  hidden_size: 8192,
  initializer_range: 0.02,
  intermediate_size: 28672,
  max_position_embeddings: 131072,
  mlp_bias: false,
  model_type: "llama",
  num_attention_heads: 64,
  num_hidden_layers: 80,
  num_key_value_heads: 8,
  pretraining_tp: 1,
  rms_norm_eps: 1e-5,
  rope_scaling: {
    factor: 8.0,
    high_freq_factor: 4.0,
    low_freq_factor: 1.0,
    original_max_position_embeddings: 8192,
    rope_type: "llama3",
  },
  rope_theta: 500000.0,
  tie_word_embeddings: false,
  torch_dtype: "bfloat16",
  use_cache: true,
  vocab_size: 128256,
};

const read = (config: unknown) => readModelConfig(folderWithJson(CONFIG_FILE, config));
const without = (...fields: string[]) =>
  Object.fromEntries(Object.entries(seventy).filter(([name]) => !fields.includes(name)));

const expected = {
  modelType: "llama",
  hiddenSize: 8192,
  layers: 80,
  heads: 64,
  kvHeads: 8,
  headDim: 128,
  intermediateSize: 28672,
  vocabularySize: 128256,
  rmsNormEpsilon: 1e-5,
  queryKeyNorm: false,
  ropeTheta: 500000,
  ropeScaling: {
    type: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContextLength: 8192,
  },
  contextLength: 131072,
  tiedEmbeddings: false,
  trainedDtype: "bfloat16",
  bosTokenId: 128000,
  eosTokenIds: [128001, 128008, 128009],
};

describe("the config of Hermes 4 14B", () => {
  const fourteen = {
    architectures: ["Qwen3ForCausalLM"],
    attention_bias: false,
    eos_token_id: 151645,
    head_dim: 128,
    hidden_act: "silu",
    hidden_size: 5120,
    intermediate_size: 17408,
    max_position_embeddings: 40960,
    max_window_layers: 40,
    model_type: "qwen3",
    num_attention_heads: 40,
    num_hidden_layers: 40,
    num_key_value_heads: 8,
    rms_norm_eps: 1e-6,
    rope_scaling: null,
    rope_theta: 1000000,
    sliding_window: null,
    tie_word_embeddings: false,
    torch_dtype: "bfloat16",
    use_sliding_window: false,
    vocab_size: 151936,
  };

  test("is read whole", () => {
    expect(read(fourteen)).toEqual({
      modelType: "qwen3",
      hiddenSize: 5120,
      layers: 40,
      heads: 40,
      kvHeads: 8,
      headDim: 128,
      intermediateSize: 17408,
      vocabularySize: 151936,
      rmsNormEpsilon: 1e-6,
      queryKeyNorm: true,
      ropeTheta: 1000000,
      ropeScaling: null,
      contextLength: 40960,
      tiedEmbeddings: false,
      trainedDtype: "bfloat16",
      bosTokenId: null,
      eosTokenIds: [151645],
    });
  });

  test("a head has 128 values where the file does not say, whatever the hidden size", () => {
    const { head_dim: _, ...silent } = fourteen;
    expect(read({ ...silent, num_attention_heads: 32, num_key_value_heads: 8 }).headDim).toBe(128);
  });

  test.each([
    ["biased projections", { attention_bias: true }, /attention_bias true/],
    ["a sliding window", { use_sliding_window: true, sliding_window: 4096 }, /sliding_window 4096/],
    ["the class of another family", { architectures: ["LlamaForCausalLM"] }, /architectures/],
  ])("%s is refused", (_name, change, message) => {
    const error = hermesErrorOf(() => read({ ...fourteen, ...change }));
    expect(error.code).toBe("unsupported");
    expect(error.message).toMatch(message);
  });
});

describe("the config of Llama 3.1 70B", () => {
  test("is read whole and frozen", () => {
    const config = read(seventy);
    expect(config).toEqual(expected);
    expect(Object.isFrozen(config) && Object.isFrozen(config.ropeScaling) && Object.isFrozen(config.eosTokenIds)).toBe(
      true,
    );
  });

  test("the newer spelling means the same", () => {
    const { rope_scaling, rope_theta, torch_dtype } = seventy;
    const newer = { ...without("rope_scaling", "rope_theta", "torch_dtype"), dtype: torch_dtype };
    expect(read({ ...newer, rope_parameters: { ...rope_scaling, rope_theta } })).toEqual(expected);
  });

  test("absent fields take the defaults of the llama family", () => {
    const absent = ["num_key_value_heads", "hidden_act", "attention_bias", "mlp_bias", "tie_word_embeddings"];
    const config = read(
      without(...absent, "rope_scaling", "torch_dtype", "bos_token_id", "eos_token_id", "architectures"),
    );
    expect(config).toMatchObject({ kvHeads: 64, tiedEmbeddings: false, ropeScaling: null, trainedDtype: null });
    expect(config).toMatchObject({ bosTokenId: null, eosTokenIds: [] });
  });

  test.each([
    ["null as absent", { rope_scaling: null, head_dim: null }, { ropeScaling: null, headDim: 128 }],
    ["the default rope type", { rope_scaling: { rope_type: "default" } }, { ropeScaling: null }],
    ["the oldest spelling of the type", { rope_scaling: { ...seventy.rope_scaling, type: "llama3" } }, expected],
    ["a head size of its own", { head_dim: 64 }, { headDim: 64 }],
    ["one end token", { eos_token_id: 7 }, { eosTokenIds: [7] }],
    ["tied embeddings", { tie_word_embeddings: true }, { tiedEmbeddings: true }],
    ["an unused window", { sliding_window: 4096, use_sliding_window: false }, expected],
  ])("%s", (_, change, result) => {
    expect(read({ ...seventy, ...change })).toMatchObject(result);
  });
});

const scaling = (change: object) => ({ rope_scaling: { ...seventy.rope_scaling, ...change } });

/** Name, change, code, words of the message. */
const refused: readonly (readonly [string, object, ErrorCode, RegExp])[] = [
  ["an unknown model type", { model_type: "mamba" }, "unsupported", /"mamba".*known type: llama, qwen3/],
  ["the base of Hermes 4.3 36B", { model_type: "seed_oss" }, "unsupported", /"seed_oss".*known type: llama, qwen3/],
  ["a model type of Object.prototype", { model_type: "constructor" }, "unsupported", /"constructor"/],
  ["no model type", { model_type: null }, "config-invalid", /"model_type": expected a string, got nothing/],
  ["another head", { architectures: ["LlamaForSequenceClassification"] }, "unsupported", /architectures/],
  ["another activation", { hidden_act: "gelu" }, "unsupported", /hidden_act "gelu".*silu/],
  ["attention biases", { attention_bias: true }, "unsupported", /attention_bias true/],
  ["mlp biases", { mlp_bias: true }, "unsupported", /mlp_bias true/],
  ["a sliding window", { sliding_window: 4096 }, "unsupported", /sliding_window/],
  ["half a rotation", { partial_rotary_factor: 0.5 }, "unsupported", /partial_rotary_factor/],
  ["another rope scaling", { rope_scaling: { rope_type: "yarn", factor: 4 } }, "unsupported", /"yarn".*llama3/],
  ["another dtype", { torch_dtype: "int4" }, "unsupported", /torch_dtype "int4"/],
  ["layers as text", { num_hidden_layers: "80" }, "config-invalid", /"num_hidden_layers".*whole number.*got "80"/],
  ["half a layer", { num_hidden_layers: 0.5 }, "config-invalid", /"num_hidden_layers"/],
  ["no layers at all", { num_hidden_layers: 0 }, "config-invalid", /from 1 to 4096, got 0/],
  ["a billion layers", { num_hidden_layers: 1e9 }, "config-invalid", /from 1 to 4096/],
  ["a missing size", { hidden_size: null }, "config-invalid", /"hidden_size".*got nothing/],
  ["a negative vocabulary", { vocab_size: -5 }, "config-invalid", /"vocab_size"/],
  [
    "heads that do not share keys evenly",
    { num_key_value_heads: 7 },
    "config-invalid",
    /divisor of num_attention_heads/,
  ],
  ["heads that do not divide the width", { num_attention_heads: 56 }, "config-invalid", /divisor of hidden_size/],
  ["an odd head size", { head_dim: 65 }, "config-invalid", /even/],
  ["no epsilon", { rms_norm_eps: 0 }, "config-invalid", /"rms_norm_eps"/],
  ["theta as a list", { rope_theta: [1] }, "config-invalid", /"rope_theta"/],
  ["rope scaling as text", { rope_scaling: "llama3" }, "config-invalid", /"rope_scaling": expected an object/],
  [
    "a band of no width",
    scaling({ high_freq_factor: 1 }),
    "config-invalid",
    /"rope_scaling.high_freq_factor": expected more/,
  ],
  ["a factor below 1", scaling({ factor: 0.5 }), "config-invalid", /"rope_scaling.factor"/],
  [
    "no original context",
    scaling({ original_max_position_embeddings: null }),
    "config-invalid",
    /original_max_position/,
  ],
  ["an end token as text", { eos_token_id: "<|eot_id|>" }, "config-invalid", /"eos_token_id".*token id/],
  ["two begin tokens", { bos_token_id: [1, 2] }, "config-invalid", /"bos_token_id".*one token id/],
  ["tying as a number", { tie_word_embeddings: 1 }, "config-invalid", /true or false/],
];

describe("a config we cannot run is refused", () => {
  test.each(refused.map(([name, change, code, words]) => ({ name, change, code, words })))(
    "$name",
    ({ change, code, words }) => {
      const error = hermesErrorOf(() => read({ ...seventy, ...change }));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(words);
    },
  );

  test("a missing or broken file", () => {
    const folder = temporaryFolder();
    expect(hermesErrorOf(() => readModelConfig(folder)).code).toBe("file-missing");
    writeFileSync(join(folder, CONFIG_FILE), '{"model_type": "llama", ');
    expect(hermesErrorOf(() => readModelConfig(folder)).code).toBe("file-invalid");
    writeFileSync(join(folder, CONFIG_FILE), '{"vocab_size": 1, "vocab_size": 2}');
    expect(hermesErrorOf(() => readModelConfig(folder)).message).toMatch(/"vocab_size" stands twice/);
  });
});
