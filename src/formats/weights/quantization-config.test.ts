import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../errors.ts";
import { folderWithJson, hermesErrorOf } from "../test-files.ts";
import { readQuantizationConfig } from "./quantization-config.ts";

const weights = { num_bits: 8, type: "float", strategy: "channel", symmetric: true, dynamic: false };
/** As in the published FP8 files of the family. */
const float8 = {
  config_groups: {
    group_0: {
      targets: ["Linear"],
      weights,
      input_activations: { num_bits: 8, type: "float", strategy: "token", symmetric: true, dynamic: true },
    },
  },
  format: "float-quantized",
  ignore: ["lm_head"],
  quant_method: "compressed-tensors",
  quantization_status: "frozen",
};
const withWeights = (change: object) => ({ config_groups: { group_0: { weights: { ...weights, ...change } } } });

const read = (config: unknown) => readQuantizationConfig(folderWithJson("config.json", config));

describe("the quantization of a model", () => {
  test.each([
    ["quantization_config", { quantization_config: float8 }],
    ["the older compression_config", { compression_config: float8 }],
  ])("%s", (_, config) => {
    expect(read(config)).toEqual({ method: "compressed-tensors", strategies: ["channel"], ignore: ["lm_head"] });
  });

  test("groups of different strategies", () => {
    const groups = { a: { weights }, b: { weights: { ...weights, strategy: "tensor" } }, c: { weights } };
    const config = read({ quantization_config: { ...float8, config_groups: groups, ignore: null } });
    expect(config).toMatchObject({ strategies: ["channel", "tensor"], ignore: [] });
  });

  test("a plain model has none", () => {
    expect(read({ model_type: "llama", quantization_config: null })).toBeNull();
  });
});

/** Name, changes to the settings, code, words of the message. */
const refused: readonly (readonly [string, object, ErrorCode, RegExp])[] = [
  ["gptq", { quant_method: "gptq" }, "unsupported", /"gptq".*compressed-tensors/],
  ["the fine-grained method", { quant_method: "fp8", weight_block_size: [128, 128] }, "unsupported", /"fp8"/],
  ["no method", { quant_method: null }, "config-invalid", /quantization_config.quant_method/],
  ["a method of Object.prototype", { quant_method: "toString" }, "unsupported", /"toString"/],
  ["packed integers", { format: "pack-quantized" }, "unsupported", /format "pack-quantized".*float-quantized/],
  ["sparse weights", { sparsity_config: { format: "sparse-24-bitmask" } }, "unsupported", /sparse-24-bitmask/],
  ["blocks", withWeights({ strategy: "block" }), "unsupported", /strategy "block".*channel, tensor/],
  ["four bits", withWeights({ num_bits: 4 }), "unsupported", /num_bits 4/],
  ["integers", withWeights({ type: "int" }), "unsupported", /type "int"/],
  ["zero points", withWeights({ symmetric: false }), "unsupported", /symmetric false/],
  ["no groups", { config_groups: {} }, "config-invalid", /at least one group/],
  ["a group without weights", { config_groups: { g: {} } }, "config-invalid", /config_groups.g/],
  ["an ignore list of numbers", { ignore: [1] }, "config-invalid", /list of strings/],
];

describe("other quantizations are refused by name", () => {
  test.each(refused.map(([name, change, code, words]) => ({ name, change, code, words })))(
    "$name",
    ({ change, code, words }) => {
      const error = hermesErrorOf(() => read({ quantization_config: { ...float8, ...change } }));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(words);
    },
  );

  test("modelopt, whose settings lie in a file of their own", () => {
    const folder = folderWithJson("config.json", { model_type: "llama" });
    writeFileSync(join(folder, "hf_quant_config.json"), "{}");
    expect(hermesErrorOf(() => readQuantizationConfig(folder)).message).toMatch(/"modelopt"/);
  });
});
