/** The published models in full size, from their configuration and the names and shapes of their tensors alone. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runTestCli } from "../cli/test-terminal.ts";
import {
  type Checkpoint,
  type Dtype,
  dtypeByteLength,
  elementCount,
  readModelConfig,
  readQuantizationConfig,
  type TensorView,
} from "../formats/index.ts";
import { temporaryFolder } from "../formats/test-files.ts";
import { checkWeights } from "./check-weights.ts";
import { readPlannedWeights } from "./planned-weights.ts";
import { expectedWeights } from "./weight-names.ts";

const llama = {
  model_type: "llama",
  architectures: ["LlamaForCausalLM"],
  attention_bias: false,
  mlp_bias: false,
  hidden_act: "silu",
  max_position_embeddings: 131072,
  rms_norm_eps: 1e-5,
  rope_theta: 500000,
  rope_scaling: {
    factor: 8,
    high_freq_factor: 4,
    low_freq_factor: 1,
    original_max_position_embeddings: 8192,
    rope_type: "llama3",
  },
  tie_word_embeddings: false,
  torch_dtype: "bfloat16",
  vocab_size: 128256,
  num_key_value_heads: 8,
};

/** Shapes [out, in] and sizes as published; see the configurations of the models' bases. */
const models = {
  "14B": {
    config: {
      model_type: "qwen3",
      architectures: ["Qwen3ForCausalLM"],
      attention_bias: false,
      hidden_act: "silu",
      hidden_size: 5120,
      num_hidden_layers: 40,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 17408,
      vocab_size: 151936,
      rms_norm_eps: 1e-6,
      rope_theta: 1000000,
      rope_scaling: null,
      max_position_embeddings: 40960,
      sliding_window: null,
      use_sliding_window: false,
      tie_word_embeddings: false,
      torch_dtype: "bfloat16",
    },
    query: [5120, 5120],
    key: [1024, 5120],
    gate: [17408, 5120],
    table: [151936, 5120],
    headNorms: true,
    tensors: 443,
    parameters: 14_768_307_200,
    bytes: { bf16: 29_536_614_400, rows: 16_328_734_720, blocks: 16_327_782_400 },
  },
  "70B": {
    config: {
      ...llama,
      hidden_size: 8192,
      num_hidden_layers: 80,
      num_attention_heads: 64,
      intermediate_size: 28672,
    },
    query: [8192, 8192],
    key: [1024, 8192],
    gate: [28672, 8192],
    table: [128256, 8192],
    headNorms: false,
    tensors: 723,
    parameters: 70_553_706_496,
    bytes: { bf16: 141_107_412_992, rows: 72_669_806_592, blocks: 72_673_083_392 },
  },
  "405B": {
    config: {
      ...llama,
      hidden_size: 16384,
      num_hidden_layers: 126,
      num_attention_heads: 128,
      intermediate_size: 53248,
    },
    query: [16384, 16384],
    key: [1024, 16384],
    gate: [53248, 16384],
    table: [128256, 16384],
    headNorms: false,
    tensors: 1137,
    parameters: 405_853_388_800,
    bytes: { bf16: 811_706_777_600, rows: 410_099_965_952, blocks: 410_158_284_800 },
  },
} as const;
type Model = (typeof models)[keyof typeof models];

const ofWeights = { num_bits: 8, type: "float", strategy: "channel", symmetric: true };
/** Settings, ending and dtype of the scales, and their shape. */
const forms = {
  bf16: { settings: null, scale: null },
  rows: {
    settings: {
      quant_method: "compressed-tensors",
      format: "float-quantized",
      config_groups: { group_0: { weights: ofWeights } },
      ignore: ["lm_head"],
    },
    scale: { ending: "weight_scale", dtype: "BF16", shape: ([rows]: Shape) => [rows!, 1] },
  },
  blocks: {
    settings: { quant_method: "fp8", weight_block_size: [128, 128], modules_to_not_convert: ["lm_head"] },
    scale: {
      ending: "weight_scale_inv",
      dtype: "F32",
      shape: ([rows, columns]: Shape) => [rows! / 128, columns! / 128],
    },
  },
} as const;
type FormName = keyof typeof forms;
type Shape = readonly number[];

const cases = Object.keys(models).flatMap((model) =>
  (Object.keys(forms) as FormName[]).map((form) => ({ model: model as keyof typeof models, form })),
);

/** Names and shapes as the tables of the published models give them, written down without the code that is tested. */
function tensorsOf(model: Model, form: FormName): ReadonlyMap<string, TensorView> {
  const tensors = new Map<string, TensorView>();
  const add = (name: string, dtype: Dtype, shape: Shape) => tensors.set(name, viewOf(name, dtype, shape));
  const { scale } = forms[form];
  const projection = (module: string, shape: Shape) => {
    add(`${module}.weight`, scale ? "F8_E4M3" : "BF16", shape);
    if (scale) add(`${module}.${scale.ending}`, scale.dtype, scale.shape(shape));
  };
  const hidden = model.query[1];
  add("model.embed_tokens.weight", "BF16", model.table);
  for (let layer = 0; layer < model.config.num_hidden_layers; layer++) {
    const prefix = `model.layers.${layer}`;
    for (const norm of ["input_layernorm", "post_attention_layernorm"])
      add(`${prefix}.${norm}.weight`, "BF16", [hidden]);
    for (const norm of model.headNorms ? ["q_norm", "k_norm"] : [])
      add(`${prefix}.self_attn.${norm}.weight`, "BF16", [128]);
    projection(`${prefix}.self_attn.q_proj`, model.query);
    for (const name of ["k_proj", "v_proj"]) projection(`${prefix}.self_attn.${name}`, model.key);
    projection(`${prefix}.self_attn.o_proj`, model.query.toReversed());
    for (const name of ["gate_proj", "up_proj"]) projection(`${prefix}.mlp.${name}`, model.gate);
    projection(`${prefix}.mlp.down_proj`, model.gate.toReversed());
  }
  add("model.norm.weight", "BF16", [hidden]);
  add("lm_head.weight", "BF16", model.table);
  return tensors;
}

/** A header without a file: its bytes read as zeros. */
function viewOf(name: string, dtype: Dtype, shape: Shape): TensorView {
  const byteLength = elementCount(shape) * dtypeByteLength(dtype);
  const read = (target: Uint8Array, _from: number, length: number) => void target.fill(0, 0, length);
  const locate = () => ({ descriptor: -1, offset: 0, byteLength });
  return { name, dtype, shape, byteLength, path: "nowhere", offset: 0, read, locate };
}

/** config.json and the index of names; no weights. */
function writeFolder(model: Model, form: FormName, tensors: ReadonlyMap<string, TensorView>): string {
  const folder = temporaryFolder();
  const { settings } = forms[form];
  const config = { ...model.config, ...(settings ? { quantization_config: settings } : {}) };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const files = Object.fromEntries([...tensors.keys()].map((name) => [name, "model-00001-of-00191.safetensors"]));
  writeFileSync(join(folder, "model.safetensors.index.json"), JSON.stringify({ metadata: {}, weight_map: files }));
  return folder;
}

describe.each(cases)("Hermes 4 $model, $form", ({ model: name, form }) => {
  const model = models[name];
  const tensors = tensorsOf(model, form);

  test("configuration, names and shapes are valid together", () => {
    const folder = writeFolder(model, form, tensors);
    const config = readModelConfig(folder);
    const checkpoint: Checkpoint = { folder, tensors, dispose: () => undefined };
    const { matrices, norms, warnings } = checkWeights(
      checkpoint,
      readQuantizationConfig(folder),
      expectedWeights(config),
    );
    expect(warnings).toEqual([]);
    expect(matrices.size + norms.size).toBe(model.tensors);
    const kinds = { bf16: "bfloat16", rows: "float8", blocks: "float8-blocks" };
    expect(matrices.get("model.layers.7.mlp.down_proj.weight")!.dtype.kind).toBe(kinds[form]);
    expect(matrices.get("lm_head.weight")!.dtype.kind).toBe("bfloat16");
  });

  test("inspect --plan tells parameters and bytes without weights", async () => {
    const folder = writeFolder(model, form, tensors);
    const planned = readPlannedWeights(folder, readModelConfig(folder));
    expect(planned).toMatchObject({
      basis: "index",
      parameters: model.parameters,
      checkpointBytes: model.bytes[form],
    });
    const { output } = await runTestCli(["inspect", "--plan", "--compute", "exact", folder]);
    const [parameters, bytes] = [model.parameters, model.bytes[form]].map((count) => count.toLocaleString("en-US"));
    expect(output).toMatch(new RegExp(`^checkpoint +${parameters} parameters in ${bytes} bytes$`, "m"));
  });
});

test("a wrong shape in the index of a full-size model is told", () => {
  const tensors = new Map(tensorsOf(models["70B"], "rows"));
  const name = "model.layers.79.self_attn.k_proj.weight_scale";
  tensors.set(name, viewOf(name, "BF16", [8192, 1]));
  const folder = writeFolder(models["70B"], "rows", tensors);
  const checkpoint: Checkpoint = { folder, tensors, dispose: () => undefined };
  const check = () =>
    checkWeights(checkpoint, readQuantizationConfig(folder), expectedWeights(readModelConfig(folder)));
  expect(check).toThrow(/layers\.79\.self_attn\.k_proj\.weight.*expected a scale of shape \[1024, 1\].*got \[8192,1\]/);
});

test("the base of Hermes 4.3 36B is refused with the families that are not", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config.json"), JSON.stringify({ model_type: "seed_oss", hidden_size: 5120 }));
  expect(() => readModelConfig(folder)).toThrow(/model_type "seed_oss" is not supported.*llama, qwen3/);
});
