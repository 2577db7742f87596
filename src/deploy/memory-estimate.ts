import { BYTES_16_BIT, cacheBytesPerToken, type DecoderShape, type ModelFacts } from "./model-facts.ts";
import type { Parallelism } from "./parallelism.ts";

/** Where one GPU's memory goes. Bytes; estimates but for weights and cache. */
export interface MemoryEstimate {
  readonly gpuBytes: number;
  /** Share of the GPU that the engine is told to take. */
  readonly fraction: number;
  /** What that share has to hold beside the cache. */
  readonly weightBytes: number;
  /** CUDA context, communication buffers, captured graphs, and the largest step. */
  readonly workingBytes: number;
  /** Whether the share holds the working memory too, or only weights and cache. */
  readonly shareHoldsWorking: boolean;
  /** What is left for keys and values; negative where the weights alone do not fit. */
  readonly cacheBytes: number;
  readonly cacheBytesPerToken: number;
  /** 0 where nothing is left. */
  readonly cacheTokens: number;
}

/** How an engine counts the share of the GPU that it is given. */
export interface MemoryRule {
  readonly shareHoldsWorking: boolean;
  /** The share to ask for, where `workingBytes` of `gpuBytes` are working memory. */
  fraction(gpuBytes: number, workingBytes: number): number;
}

/** Most tokens of one step; the plan gives it to the engine, so that the estimate holds. */
export const STEP_TOKENS = 8192;
/** Most answers at once; likewise. */
export const MOST_ANSWERS = 256;
/** CUDA context, NCCL's buffers, captured graphs and the allocator's gaps: what such processes usually show, not measured by us. */
const RUNTIME_BYTES = 3e9;
/** The residual stream, its normed copy, and one of each on the way through a collective operation. */
const STREAM_COPIES = 4;
/** Logits are sampled as float32, with one copy. */
const LOGIT_BYTES = 2 * 4;

/** What the heaviest of the GPUs holds. Pure arithmetic. */
export function estimateMemory(
  model: ModelFacts,
  parallelism: Parallelism,
  gpuBytes: number,
  rule: MemoryRule,
): MemoryEstimate {
  const { tensor, pipeline } = parallelism;
  const layers = Math.ceil(model.shape.layers / pipeline);
  // The first machine has the embedding, the last one the head.
  const outerBytes = model.weightBytes.outer / (pipeline > 1 && !model.shape.tiedEmbeddings ? 2 : 1);
  const weightBytes = Math.ceil((layers * model.weightBytes.layer + outerBytes) / tensor);
  const workingBytes = RUNTIME_BYTES + stepBytes(model.shape, tensor);
  const fraction = rule.fraction(gpuBytes, workingBytes);
  const cacheBytes = Math.floor(fraction * gpuBytes - weightBytes - (rule.shareHoldsWorking ? workingBytes : 0));
  // More slices than key-value heads: each head is kept several times.
  const perToken = cacheBytesPerToken(model.shape, layers, Math.max(1, model.shape.kvHeads / tensor));
  return {
    gpuBytes,
    fraction,
    weightBytes,
    workingBytes,
    shareHoldsWorking: rule.shareHoldsWorking,
    cacheBytes,
    cacheBytesPerToken: perToken,
    cacheTokens: Math.max(0, Math.floor(cacheBytes / perToken)),
  };
}

/** Intermediate results of a step of STEP_TOKENS in one layer, and the logits of MOST_ANSWERS. */
function stepBytes(shape: DecoderShape, tensor: number): number {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, vocabularySize } = shape;
  // Gate and up, and their product; queries, keys and values.
  const sliced = 3 * intermediateSize + (heads + 2 * kvHeads) * headDim;
  const values = STREAM_COPIES * hiddenSize + sliced / tensor;
  return STEP_TOKENS * values * BYTES_16_BIT + MOST_ANSWERS * vocabularySize * LOGIT_BYTES;
}
