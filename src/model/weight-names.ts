import type { ModelConfig } from "../formats/index.ts";

/** Tensor names outside the layers, as in Hugging Face checkpoints. */
export const outerNames = {
  embedding: "model.embed_tokens.weight",
  finalNorm: "model.norm.weight",
  head: "lm_head.weight",
} as const;

const layerEndings = {
  inputNorm: "input_layernorm.weight",
  query: "self_attn.q_proj.weight",
  queryNorm: "self_attn.q_norm.weight",
  key: "self_attn.k_proj.weight",
  keyNorm: "self_attn.k_norm.weight",
  value: "self_attn.v_proj.weight",
  output: "self_attn.o_proj.weight",
  mlpNorm: "post_attention_layernorm.weight",
  gate: "mlp.gate_proj.weight",
  up: "mlp.up_proj.weight",
  down: "mlp.down_proj.weight",
} as const;

export type LayerWeightName = keyof typeof layerEndings;

/** Full name of a tensor of layer `index`. */
export function layerWeightName(index: number, weight: LayerWeightName): string {
  return `model.layers.${index}.${layerEndings[weight]}`;
}

/** [width] for a norm, [rows, columns] = [out, in] for a matrix. */
export type WeightShape = readonly [width: number] | readonly [rows: number, columns: number];

/** Every tensor a model of this configuration must have. */
export function expectedWeights(config: ModelConfig): ReadonlyMap<string, WeightShape> {
  const { hiddenSize, vocabularySize } = config;
  const weights = new Map<string, WeightShape>([[outerNames.embedding, [vocabularySize, hiddenSize]]]);
  const shapes = Object.entries(layerShapes(config)) as [LayerWeightName, WeightShape][];
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [weight, shape] of shapes) weights.set(layerWeightName(layer, weight), shape);
  }
  weights.set(outerNames.finalNorm, [hiddenSize]);
  if (!config.tiedEmbeddings) weights.set(outerNames.head, [vocabularySize, hiddenSize]);
  return weights;
}

function layerShapes(config: ModelConfig): Readonly<Partial<Record<LayerWeightName, WeightShape>>> {
  const { hiddenSize, intermediateSize, headDim } = config;
  const queryWidth = config.heads * headDim;
  const keyWidth = config.kvHeads * headDim;
  return {
    inputNorm: [hiddenSize],
    query: [queryWidth, hiddenSize],
    key: [keyWidth, hiddenSize],
    value: [keyWidth, hiddenSize],
    ...(config.queryKeyNorm ? { queryNorm: [headDim], keyNorm: [headDim] } : {}),
    output: [hiddenSize, queryWidth],
    mlpNorm: [hiddenSize],
    gate: [intermediateSize, hiddenSize],
    up: [intermediateSize, hiddenSize],
    down: [hiddenSize, intermediateSize],
  };
}
