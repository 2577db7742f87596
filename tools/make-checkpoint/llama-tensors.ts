import type { TensorData } from "../../src/formats/index.ts";
import { layoutOf, type WeightLayoutName } from "./layouts.ts";
import { float8Tensors, plainTensor } from "./matrix-tensors.ts";
import { createFloat8Encoder, createPlainWriter } from "./row-writers.ts";
import type { CheckpointShape } from "./shapes.ts";

/** Norm weights scatter around 1, so that forgetting one shows. */
const NORM_STD = 0.1;

/** All tensors of a seeded model, in the order of the forward pass. Each is made when it is written. */
export function llamaTensors(shape: CheckpointShape, layout: WeightLayoutName, seed: number): readonly TensorData[] {
  const { hiddenSize, vocabularySize, std } = shape;
  const { plainDtype, float8 } = layoutOf(layout);
  const normWriter = createPlainWriter(plainDtype, 1, NORM_STD);
  const plainWriter = createPlainWriter(plainDtype, 0, std);
  const float8Encoder = createFloat8Encoder(0, std);
  const norm = (name: string, columns: number = hiddenSize) => [
    plainTensor({ name, rows: null, columns, seed }, plainDtype, normWriter),
  ];
  const plain = (name: string, rows: number, columns: number) => [
    plainTensor({ name, rows, columns, seed }, plainDtype, plainWriter),
  ];
  const table = (name: string) => plain(name, vocabularySize, hiddenSize);
  const projection = (name: string, rows: number, columns: number) =>
    float8 ? float8Tensors({ name, rows, columns, seed }, float8Encoder, float8) : plain(name, rows, columns);
  const headNorms = shape.family === "qwen3" ? ["self_attn.q_norm", "self_attn.k_norm"] : [];
  const layers = Array.from({ length: shape.layers }, (_, layer) => {
    const prefix = `model.layers.${layer}.`;
    return [
      norm(`${prefix}input_layernorm.weight`),
      ...projectionSizes(shape).map(([name, rows, columns]) => projection(`${prefix}${name}.weight`, rows, columns)),
      ...headNorms.map((name) => norm(`${prefix}${name}.weight`, shape.headDim)),
      norm(`${prefix}post_attention_layernorm.weight`),
    ].flat();
  });
  return [
    table("model.embed_tokens.weight"),
    ...layers,
    norm("model.norm.weight"),
    ...(shape.tied ? [] : [table("lm_head.weight")]),
  ].flat();
}

/** Name, rows (outputs) and columns (inputs). */
function projectionSizes(shape: CheckpointShape): readonly (readonly [string, number, number])[] {
  const { hiddenSize, intermediateSize } = shape;
  const queryWidth = shape.heads * shape.headDim;
  const keyWidth = shape.kvHeads * shape.headDim;
  return [
    ["self_attn.q_proj", queryWidth, hiddenSize],
    ["self_attn.k_proj", keyWidth, hiddenSize],
    ["self_attn.v_proj", keyWidth, hiddenSize],
    ["self_attn.o_proj", hiddenSize, queryWidth],
    ["mlp.gate_proj", intermediateSize, hiddenSize],
    ["mlp.up_proj", intermediateSize, hiddenSize],
    ["mlp.down_proj", hiddenSize, intermediateSize],
  ];
}
