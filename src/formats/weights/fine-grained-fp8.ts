/**
 * `quant_method: fp8`, of two makers: with `weight_block_size` the fine-grained form of DeepSeek and transformers
 * (`weight_scale_inv`, one scale a block), without it the form of AutoFP8 and vLLM (`weight_scale`, one a tensor).
 */
import type { ConfigFields } from "../config/config-fields.ts";
import { parseBlockSize } from "./block-size.ts";
import type { QuantizationConfig } from "./quantization-config.ts";
import { refuseUnless } from "./refuse-unless.ts";

const METHOD = "fp8";
const FORMATS = ["e4m3", "float8_e4m3fn"];
const SCHEMES = ["dynamic", "static"];

/** Activations stay as they are here, so how others quantize them is checked for sense and not used. */
export function parseFineGrainedFp8(fields: ConfigFields): QuantizationConfig {
  const format = fields.optionalString("fmt") ?? "e4m3";
  refuseUnless(FORMATS.includes(format), METHOD, fields, "fmt", FORMATS);
  const scheme = fields.optionalString("activation_scheme") ?? "dynamic";
  refuseUnless(SCHEMES.includes(scheme), METHOD, fields, "activation_scheme", SCHEMES);
  const blockSize = parseBlockSize(fields, "weight_block_size");
  return {
    method: METHOD,
    strategies: Object.freeze(blockSize === null ? ["tensor", "channel"] : ["block"]),
    blockSize,
    ignore: fields.optionalStrings("modules_to_not_convert") ?? fields.optionalStrings("ignored_layers") ?? [],
  };
}
