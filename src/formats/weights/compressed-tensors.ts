/**
 * The settings of compressed-tensors (the format of llm-compressor and vLLM) for float8 weights:
 * `config_groups: { group_0: { weights: { num_bits, type, strategy, block_structure, symmetric } } }, format, ignore`.
 */
import type { ConfigFields } from "../config/config-fields.ts";
import { parseBlockSize } from "./block-size.ts";
import type { QuantizationConfig, ScaleStrategy } from "./quantization-config.ts";
import { refuseUnless } from "./refuse-unless.ts";

const METHOD = "compressed-tensors";
const FORMAT = "float-quantized";
const STRATEGIES: readonly ScaleStrategy[] = ["channel", "tensor", "block"];

/** @throws HermesError "config-invalid", or "unsupported" for what is not float8 with row, tensor or block scales. */
export function parseCompressedTensors(fields: ConfigFields): QuantizationConfig {
  refuseUnless(fields.string("format") === FORMAT, METHOD, fields, "format", [FORMAT]);
  const sparsity = fields.optionalObject("sparsity_config");
  if (sparsity) {
    refuseUnless((sparsity.optionalString("format") ?? "dense") === "dense", METHOD, sparsity, "format", ["dense"]);
  }
  const transforms = fields.optionalObject("transform_config")?.names() ?? [];
  refuseUnless(transforms.length === 0, METHOD, fields, "transform_config", ["{}"]);
  const groups = readGroups(fields);
  return {
    method: METHOD,
    strategies: Object.freeze([...new Set(groups.map(parseStrategy))]),
    blockSize: parseCommonBlockSize(groups),
    ignore: fields.optionalStrings("ignore") ?? [],
  };
}

/** Which weight is in which group is not looked at, so all groups must have blocks of one size. */
function parseCommonBlockSize(groups: readonly ConfigFields[]): QuantizationConfig["blockSize"] {
  let common: QuantizationConfig["blockSize"] = null;
  for (const weights of groups) {
    const size = parseBlockSize(weights, "block_structure");
    const agrees = size === null || common === null || String(size) === String(common);
    refuseUnless(agrees, METHOD, weights, "block_structure", [`[${common}], as in the group before`]);
    common ??= size;
  }
  return common;
}

function readGroups(fields: ConfigFields): readonly ConfigFields[] {
  const groups = fields.optionalObject("config_groups");
  const groupNames = groups?.names() ?? [];
  if (!groups || groupNames.length === 0) throw fields.invalid("config_groups", "an object with at least one group");
  return groupNames.map((name) => {
    const weights = groups.optionalObject(name)?.optionalObject("weights");
    if (!weights) throw groups.invalid(name, 'an object with "weights"');
    return weights;
  });
}

function parseStrategy(weights: ConfigFields): ScaleStrategy {
  refuseUnless(weights.string("type") === "float", METHOD, weights, "type", ["float"]);
  refuseUnless(weights.integer("num_bits", { minimum: 1, maximum: 64 }) === 8, METHOD, weights, "num_bits", ["8"]);
  refuseUnless(weights.optionalBoolean("symmetric") !== false, METHOD, weights, "symmetric", ["true"]);
  const value = weights.string("strategy");
  const strategy = STRATEGIES.find((known) => known === value);
  refuseUnless(strategy !== undefined, METHOD, weights, "strategy", STRATEGIES);
  return strategy!;
}
