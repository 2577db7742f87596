/**
 * The settings of compressed-tensors (the format of llm-compressor and vLLM) for float8 weights:
 * `config_groups: { group_0: { weights: { num_bits, type, strategy, symmetric } } }, format, ignore`.
 */
import { HermesError } from "../../errors.ts";
import type { ConfigFields } from "../config/config-fields.ts";
import type { QuantizationConfig } from "./quantization-config.ts";

const FORMAT = "float-quantized";
const STRATEGIES = ["channel", "tensor"] as const;

/** @throws HermesError "config-invalid", or "unsupported" for what is not float8 with row or tensor scales. */
export function parseCompressedTensors(fields: ConfigFields): QuantizationConfig {
  refuseUnless(fields, "format", fields.string("format") === FORMAT, [FORMAT]);
  const sparsity = fields.optionalObject("sparsity_config");
  if (sparsity) refuseUnless(sparsity, "format", (sparsity.optionalString("format") ?? "dense") === "dense", ["dense"]);
  const groups = fields.optionalObject("config_groups");
  const groupNames = groups?.names() ?? [];
  if (!groups || groupNames.length === 0) throw fields.invalid("config_groups", "an object with at least one group");
  const strategies = groupNames.map((name) => {
    const weights = groups.optionalObject(name)?.optionalObject("weights");
    if (!weights) throw groups.invalid(name, 'an object with "weights"');
    return parseStrategy(weights);
  });
  return {
    method: "compressed-tensors",
    strategies: Object.freeze([...new Set(strategies)]),
    ignore: fields.optionalStrings("ignore") ?? [],
  };
}

function parseStrategy(weights: ConfigFields): (typeof STRATEGIES)[number] {
  refuseUnless(weights, "type", weights.string("type") === "float", ["float"]);
  refuseUnless(weights, "num_bits", weights.integer("num_bits", { minimum: 1, maximum: 64 }) === 8, ["8"]);
  refuseUnless(weights, "symmetric", weights.optionalBoolean("symmetric") !== false, ["true"]);
  const value = weights.string("strategy");
  const strategy = STRATEGIES.find((known) => known === value);
  refuseUnless(weights, "strategy", strategy !== undefined, STRATEGIES);
  return strategy!;
}

function refuseUnless(fields: ConfigFields, field: string, holds: boolean, supported: readonly string[]): void {
  if (holds) return;
  const what = `compressed-tensors ${field} ${JSON.stringify(fields.value(field)).slice(0, 80)}`;
  const message = `${fields.path}: ${what} is not supported; supported: ${supported.join(", ")}.`;
  throw new HermesError("unsupported", message, { what, supported });
}
