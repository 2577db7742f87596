/** The ways in which Hermes 4 checkpoints are published, one row each; a new one is a row here. */
import type { Dtype } from "../../src/formats/index.ts";
import type { PlainDtype } from "./row-writers.ts";

/** How the seven projections are stored where they are float8; everything else stays plain, as in the published files. */
export interface Float8Form {
  /** What shares a scale: a row, the whole matrix, or a block of this many rows and columns. */
  readonly sharing: "row" | "matrix" | readonly [blockRows: number, blockColumns: number];
  /** Name of the scales' tensor, behind the module's. */
  readonly scaleEnding: "weight_scale" | "weight_scale_inv" | "weight_quantizer._amax";
  readonly scaleDtype: PlainDtype;
  /** Shape of a scale that the whole matrix shares. Default [1]. */
  readonly scalarShape?: readonly number[];
  /** What the file calls the codes' dtype. Default "F8_E4M3". */
  readonly codesDtype?: Dtype;
  /** Tensors of one value beside each projection that a reader may leave alone, by the end of their names. */
  readonly unused?: readonly string[];
}

export interface Layout {
  readonly plainDtype: PlainDtype;
  readonly float8?: Float8Form;
  /** Fields of config.json. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Other JSON files, by name. */
  readonly files?: Readonly<Record<string, unknown>>;
}

const row = { sharing: "row", scaleEnding: "weight_scale" } as const;
const scalar = { sharing: "matrix", scaleEnding: "weight_scale", scaleDtype: "F32" } as const;
const blocks = { sharing: [128, 128], scaleDtype: "F32" } as const;

const dynamicActivations = { dynamic: true, num_bits: 8, strategy: "token", symmetric: true, type: "float" };
const ofWeights = { dynamic: false, num_bits: 8, strategy: "channel", symmetric: true, type: "float" };

/** compressed-tensors: `strategy` and `block_structure` of the weights, and how activations would be quantized. */
function compressedTensors(weights: object, activations: object): object {
  return {
    config_groups: {
      group_0: {
        input_activations: { ...dynamicActivations, ...activations },
        targets: ["Linear"],
        weights: { ...ofWeights, ...weights },
      },
    },
    format: "float-quantized",
    ignore: ["lm_head"],
    quant_method: "compressed-tensors",
    quantization_status: "frozen",
  };
}

const perRow = compressedTensors({ strategy: "channel" }, {});
const perTensor = compressedTensors({ strategy: "tensor" }, { dynamic: false, strategy: "tensor" });
const perBlock = compressedTensors(
  { strategy: "block", block_structure: [128, 128] },
  { group_size: 128, strategy: "group" },
);
const fineGrained = { activation_scheme: "dynamic", quant_method: "fp8", weight_block_size: [128, 128] };
const autoFp8 = { activation_scheme: "static", ignored_layers: ["lm_head"], quant_method: "fp8" };
const fbgemm = { activation_scale_ub: 1200.0, modules_to_not_convert: ["lm_head"], quant_method: "fbgemm_fp8" };
const modelopt = {
  producer: { name: "modelopt" },
  quantization: { exclude_modules: ["lm_head"], kv_cache_quant_algo: "FP8", quant_algo: "FP8" },
};

export const layouts = {
  "fp8-channel": {
    plainDtype: "BF16",
    float8: { ...row, scaleDtype: "BF16" },
    config: { quantization_config: perRow },
  },
  "fp8-channel-old-key": {
    plainDtype: "F16",
    float8: { ...row, scaleDtype: "F16" },
    config: { compression_config: perRow },
  },
  "fp8-tensor-static": {
    plainDtype: "BF16",
    float8: { ...scalar, scaleDtype: "BF16", unused: ["input_scale"] },
    config: { quantization_config: perTensor },
  },
  "fp8-block": {
    plainDtype: "BF16",
    float8: { ...blocks, scaleEnding: "weight_scale", scaleDtype: "BF16" },
    config: { quantization_config: perBlock },
  },
  "fp8-fine-grained": {
    plainDtype: "BF16",
    float8: { ...blocks, scaleEnding: "weight_scale_inv" },
    config: { quantization_config: fineGrained },
  },
  "auto-fp8": {
    plainDtype: "BF16",
    float8: { ...scalar, scalarShape: [], unused: ["input_scale", "k_scale", "v_scale"] },
    config: { quantization_config: autoFp8 },
  },
  modelopt: {
    plainDtype: "BF16",
    float8: { ...scalar, scalarShape: [], unused: ["input_scale"] },
    files: { "hf_quant_config.json": modelopt },
  },
  "modelopt-amax": {
    plainDtype: "BF16",
    float8: {
      ...scalar,
      scaleEnding: "weight_quantizer._amax",
      scalarShape: [],
      codesDtype: "I8",
      unused: ["input_quantizer._amax"],
    },
    config: { quantization_config: { ignore: ["lm_head"], quant_algo: "FP8", quant_method: "modelopt" } },
  },
  fbgemm: {
    plainDtype: "BF16",
    float8: { ...row, scaleDtype: "F32" },
    config: { quantization_config: fbgemm },
  },
  bf16: { plainDtype: "BF16" },
  f16: { plainDtype: "F16" },
  f32: { plainDtype: "F32" },
} as const satisfies Record<string, Layout>;

export type WeightLayoutName = keyof typeof layouts;

export function layoutOf(name: WeightLayoutName): Layout {
  return layouts[name];
}
