import type { Dtype, ModelConfig, QuantizationConfig } from "../formats/index.ts";
import { expectedWeights } from "./weight-names.ts";

/** What the header of a file says of a tensor. */
export interface TensorHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

const dtypeNames = { bfloat16: "BF16", float16: "F16", float32: "F32" } as const;

/** Names under which the scales of the matrix `name` may stand in a checkpoint. */
export function scaleNames(name: string): readonly string[] {
  return [`${name}_scale`, `${name}_scale_inv`, name.replace(/weight$/, "weight_quantizer._amax")];
}

/**
 * The headers that the tensors of an index will have: an index holds names only. A scale beside a weight means float8; else a tensor
 * has the dtype of training. How many scales there are, and their dtype, follow from the configuration.
 */
export function predictTensors(
  config: ModelConfig,
  quantization: QuantizationConfig | null,
  names: { has(name: string): boolean },
): ReadonlyMap<string, TensorHeader> {
  const trained = dtypeNames[config.trainedDtype ?? "bfloat16"];
  const tensors = new Map<string, TensorHeader>();
  for (const [name, shape] of expectedWeights(config)) {
    const scaleName = shape.length === 2 ? scaleNames(name).find((scale) => names.has(scale)) : undefined;
    tensors.set(name, { dtype: scaleName === undefined ? trained : "F8_E4M3", shape });
    if (scaleName === undefined || shape.length !== 2) continue;
    // Only compressed-tensors writes scales in the model's own dtype.
    const dtype = quantization === null || quantization.method === "compressed-tensors" ? trained : "F32";
    tensors.set(scaleName, { dtype, shape: scaleShape(shape, quantization) });
  }
  return tensors;
}

function scaleShape(
  [rows, columns]: readonly [number, number],
  quantization: QuantizationConfig | null,
): readonly number[] {
  const strategy = quantization?.strategies[0] ?? "channel";
  if (strategy === "tensor") return [1];
  if (strategy === "channel") return [rows, 1];
  const [blockRows, blockColumns] = quantization?.blockSize ?? [128, 128];
  return [Math.ceil(rows / blockRows), Math.ceil(columns / blockColumns)];
}
