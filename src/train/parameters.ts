import type { TrainedModelConfig } from "./model-config.ts";

/** A named weight inside the flat parameter array. Row-major [rows, columns]; a norm is one row. */
export interface Parameter {
  /** Hugging Face name. */
  readonly name: string;
  readonly kind: "embedding" | "projection" | "norm";
  readonly rows: number;
  readonly columns: number;
  /** Index of its first float. */
  readonly offset: number;
  /** Projections that write into the residual stream start smaller. */
  readonly residual: boolean;
}

/** Float offsets of one layer. q, k, v lie together and so do gate and up: each group is one matrix product. */
export interface LayerOffsets {
  readonly qkv: number;
  readonly output: number;
  readonly gateUp: number;
  readonly down: number;
  readonly inputNorm: number;
  readonly middleNorm: number;
}

export interface ParameterTable {
  readonly parameters: readonly Parameter[];
  readonly layers: readonly LayerOffsets[];
  readonly embedding: number;
  readonly finalNorm: number;
  /** Floats in all; the first `matrixCount` of them belong to matrices and decay, the norms come after. */
  readonly count: number;
  readonly matrixCount: number;
}

/** Lays out every weight of `config` in one flat array: matrices first, then norms. */
export function createParameterTable(config: TrainedModelConfig): ParameterTable {
  const { hiddenSize: hidden, intermediateSize: wide, headDim } = config;
  const parameters: Parameter[] = [];
  let count = 0;
  const place = (name: string, kind: Parameter["kind"], rows: number, columns: number, residual = false): number => {
    const offset = count;
    parameters.push({ name: `model.${name}.weight`, kind, rows, columns, offset, residual });
    count += rows * columns;
    return offset;
  };
  const embedding = place("embed_tokens", "embedding", config.vocabularySize, hidden);
  const matrices = Array.from({ length: config.layers }, (_, layer) => {
    const matrix = (name: string, rows: number, columns: number, residual = false) =>
      place(`layers.${layer}.${name}`, "projection", rows, columns, residual);
    const qkv = matrix("self_attn.q_proj", config.heads * headDim, hidden);
    matrix("self_attn.k_proj", config.kvHeads * headDim, hidden);
    matrix("self_attn.v_proj", config.kvHeads * headDim, hidden);
    const output = matrix("self_attn.o_proj", hidden, config.heads * headDim, true);
    const gateUp = matrix("mlp.gate_proj", wide, hidden);
    matrix("mlp.up_proj", wide, hidden);
    const down = matrix("mlp.down_proj", hidden, wide, true);
    return { qkv, output, gateUp, down };
  });
  const matrixCount = count;
  const layers = matrices.map((offsets, layer) => ({
    ...offsets,
    inputNorm: place(`layers.${layer}.input_layernorm`, "norm", 1, hidden),
    middleNorm: place(`layers.${layer}.post_attention_layernorm`, "norm", 1, hidden),
  }));
  const finalNorm = place("norm", "norm", 1, hidden);
  return { parameters, layers, embedding, finalNorm, count, matrixCount };
}
