import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../errors.ts";
import { folderWithJson, hermesErrorOf } from "../test-files.ts";
import { readQuantizationConfig } from "./quantization-config.ts";

const weights = { num_bits: 8, type: "float", strategy: "channel", symmetric: true, dynamic: false };
const perToken = { num_bits: 8, type: "float", strategy: "token", symmetric: true, dynamic: true };
/** As in the published FP8 files of the family. */
const float8 = {
  config_groups: { group_0: { targets: ["Linear"], weights, input_activations: perToken } },
  format: "float-quantized",
  ignore: ["lm_head"],
  quant_method: "compressed-tensors",
  quantization_status: "frozen",
};
const withWeights = (change: object) => ({ config_groups: { group_0: { weights: { ...weights, ...change } } } });
const fine = { quant_method: "fp8", activation_scheme: "dynamic", weight_block_size: [128, 128], fmt: "e4m3" };
const fbgemm = { quant_method: "fbgemm_fp8", activation_scale_ub: 1200.0, modules_to_not_convert: ["lm_head"] };
const modelopt = { quant_method: "modelopt", quant_algo: "FP8", ignore: ["lm_head"] };

const read = (config: unknown) => readQuantizationConfig(folderWithJson("config.json", config));

/** Row of the layouts table, settings, what is understood. */
const understood: readonly (readonly [string, object, object])[] = [
  [
    "1: a scale a row, as published",
    float8,
    { method: "compressed-tensors", strategies: ["channel"], blockSize: null, ignore: ["lm_head"] },
  ],
  [
    "2: one scale, static activations",
    {
      ...float8,
      config_groups: {
        group_0: { weights: { ...weights, strategy: "tensor" }, input_activations: { ...perToken, dynamic: false } },
      },
    },
    { strategies: ["tensor"] },
  ],
  [
    "3: blocks",
    { ...float8, ...withWeights({ strategy: "block", block_structure: [128, 64] }) },
    { strategies: ["block"], blockSize: [128, 64] },
  ],
  [
    "3: blocks in the older spelling",
    { ...float8, ...withWeights({ strategy: "block", block_structure: "128x128" }) },
    { strategies: ["block"], blockSize: [128, 128] },
  ],
  [
    "4: fine-grained",
    { ...fine, modules_to_not_convert: ["lm_head"] },
    { method: "fp8", strategies: ["block"], blockSize: [128, 128], ignore: ["lm_head"] },
  ],
  [
    "5: AutoFP8",
    { quant_method: "fp8", activation_scheme: "static", ignored_layers: ["lm_head"] },
    { method: "fp8", strategies: ["tensor", "channel"], blockSize: null, ignore: ["lm_head"] },
  ],
  ["6: modelopt", modelopt, { method: "modelopt", strategies: ["tensor", "channel"], ignore: ["lm_head"] }],
  ["8: fbgemm", fbgemm, { method: "fbgemm_fp8", strategies: ["channel"], ignore: ["lm_head"] }],
  [
    "groups of different strategies",
    {
      ...float8,
      config_groups: { a: { weights }, b: { weights: { ...weights, strategy: "tensor" } }, c: { weights } },
      ignore: null,
    },
    { strategies: ["channel", "tensor"], ignore: [] },
  ],
  ["nothing transformed", { ...float8, transform_config: {} }, { strategies: ["channel"] }],
];

describe("the quantization of a model", () => {
  test.each(understood.map(([name, settings, expected]) => ({ name, settings, expected })))(
    "$name",
    ({ settings, expected }) => {
      expect(read({ quantization_config: settings })).toMatchObject(expected);
      expect(read({ compression_config: settings })).toMatchObject(expected);
    },
  );

  test("9: a plain model has none", () => {
    expect(read({ model_type: "llama", quantization_config: null })).toBeNull();
  });
});

describe("modelopt's own file", () => {
  const readBoth = (config: object, file: unknown) => {
    const folder = folderWithJson("config.json", config);
    writeFileSync(join(folder, "hf_quant_config.json"), JSON.stringify(file));
    return readQuantizationConfig(folder);
  };
  const quantization = { quant_algo: "FP8", kv_cache_quant_algo: "FP8", exclude_modules: ["lm_head", "*norm*"] };

  test("6: is read where config.json says nothing", () => {
    expect(readBoth({ model_type: "llama" }, { producer: { name: "modelopt" }, quantization })).toEqual({
      method: "modelopt",
      strategies: ["tensor", "channel"],
      blockSize: null,
      ignore: ["lm_head", "*norm*"],
    });
  });

  test("config.json, which later versions write too, comes first", () => {
    expect(readBoth({ quantization_config: float8 }, { quantization })).toMatchObject({ method: "compressed-tensors" });
  });

  test("a quantized cache alone leaves the weights plain", () => {
    expect(readBoth({}, { quantization: { quant_algo: null, kv_cache_quant_algo: "FP8" } })).toBeNull();
  });

  test.each([
    ["another algorithm", { quantization: { quant_algo: "NVFP4" } }, "unsupported", /modelopt quant_algo "NVFP4"/],
    ["no settings", {}, "config-invalid", /hf_quant_config.json: field "quantization"/],
    ["a list", [], "file-invalid", /expected a JSON object/],
  ] as const)("%s is refused", (_, file, code, words) => {
    const error = hermesErrorOf(() => readBoth({}, file));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});

/** Name, the settings, code, words of the message. */
const refused: readonly (readonly [string, object, ErrorCode, RegExp])[] = [
  ["gptq", { quant_method: "gptq", bits: 4 }, "unsupported", /"gptq".*compressed-tensors, fp8, modelopt, fbgemm_fp8/],
  ["awq", { quant_method: "awq" }, "unsupported", /"awq"/],
  ["bitsandbytes", { quant_method: "bitsandbytes", load_in_8bit: true }, "unsupported", /"bitsandbytes"/],
  ["no method", { ...float8, quant_method: null }, "config-invalid", /quantization_config.quant_method/],
  ["a method of Object.prototype", { quant_method: "toString" }, "unsupported", /"toString"/],
  ["packed integers", { ...float8, format: "pack-quantized" }, "unsupported", /format "pack-quantized".*float-quan/],
  ["int8", { ...float8, format: "int-quantized" }, "unsupported", /format "int-quantized"/],
  ["nvfp4", { ...float8, format: "nvfp4-pack-quantized" }, "unsupported", /"nvfp4-pack-quantized"/],
  ["sparse weights", { ...float8, sparsity_config: { format: "sparse-24-bitmask" } }, "unsupported", /sparse-24/],
  ["rotated weights", { ...float8, transform_config: { config_groups: {} } }, "unsupported", /transform_config/],
  ["groups of columns", { ...float8, ...withWeights({ strategy: "group" }) }, "unsupported", /strategy "group".*block/],
  ["four bits", { ...float8, ...withWeights({ num_bits: 4 }) }, "unsupported", /num_bits 4/],
  ["integers", { ...float8, ...withWeights({ type: "int" }) }, "unsupported", /type "int"/],
  ["zero points", { ...float8, ...withWeights({ symmetric: false }) }, "unsupported", /symmetric false/],
  ["no groups", { ...float8, config_groups: {} }, "config-invalid", /at least one group/],
  ["a group without weights", { ...float8, config_groups: { g: {} } }, "config-invalid", /config_groups.g/],
  ["a group that is a list", { ...float8, config_groups: { g: [] } }, "config-invalid", /config_groups.g/],
  ["an ignore list of numbers", { ...float8, ignore: [1] }, "config-invalid", /list of strings/],
  [
    "groups of different blocks",
    {
      ...float8,
      config_groups: {
        a: { weights: { ...weights, strategy: "block", block_structure: [128, 128] } },
        b: { weights: { ...weights, strategy: "block", block_structure: [64, 64] } },
      },
    },
    "unsupported",
    /block_structure \[64,64\].*\[128,128\]/,
  ],
  ...[[0, 128], [128], [128, 128, 1], [1.5, 2], ["128", 128], [2 ** 21, 1], 128, {}, "128", "axb", "1x2x3"].map(
    (size) =>
      [
        `a block of ${JSON.stringify(size)}`,
        { ...fine, weight_block_size: size },
        "config-invalid",
        /weight_block_size.*two whole numbers/,
      ] as const,
  ),
  ["e4m3fnuz", { ...fine, fmt: "float8_e4m3fnuz" }, "unsupported", /fp8 fmt "float8_e4m3fnuz"/],
  ["e5m2", { ...fine, fmt: "e5m2" }, "unsupported", /fp8 fmt "e5m2"/],
  ["an unknown scheme", { ...fine, activation_scheme: "guess" }, "unsupported", /activation_scheme "guess"/],
  ["modelopt in four bits", { ...modelopt, quant_algo: "W4A8_AWQ" }, "unsupported", /quant_algo "W4A8_AWQ"/],
  ["modelopt of nothing", { quant_method: "modelopt" }, "config-invalid", /quant_algo/],
];

describe("other quantizations are refused by name", () => {
  test.each(refused.map(([name, settings, code, words]) => ({ name, settings, code, words })))(
    "$name",
    ({ settings, code, words }) => {
      const error = hermesErrorOf(() => read({ quantization_config: settings }));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(words);
    },
  );
});
