import type { ModelConfig } from "../formats/index.ts";
import { type CacheDtype, type ComputeMode, cacheBlockByteLength, matrixByteLength } from "../kernels/index.ts";
import { MAX_STEP_TOKENS } from "./activations.ts";
import { BLOCK_TOKENS } from "./block-tokens.ts";
import type { PlannedWeight } from "./planned-weights.ts";

/** How a model would run. */
export interface MemoryPlanOptions {
  readonly compute: ComputeMode;
  readonly cacheDtype: CacheDtype;
  readonly threads: number;
}

/** What a model takes. Bytes. */
export interface MemoryPlan {
  /** Weights as they rest: scales and padding included. */
  readonly weightBytes: number;
  readonly cacheBytesPerToken: number;
  /** Intermediate results of the largest step, its logits and the kernels' scratch. */
  readonly activationBytes: number;
  /** The program itself: Node, its threads, tokenizer and code. */
  readonly runtimeBytes: number;
  /** All of these but the cache. */
  readonly fixedBytes: number;
  /** Bytes of matrices that one decoded token reads: all but an embedding that is not also the head. */
  readonly bytesPerToken: number;
}

/** Resident bytes of Node with a small model loaded, beside its weights and cache; measured with Node 24 on Linux, as those below. */
const RUNTIME_BYTES = 100e6;
/** What a tokenizer takes for each of its tokens: 250 MB for the 128,256 of Llama 3. */
const TOKENIZER_BYTES_A_TOKEN = 2000;
/** What a compute thread adds. */
const THREAD_BYTES = 16e6;
/** Logits rows of the largest ordinary step: as many streams as are decoded together at once. */
const LOGITS_ROWS = 16;
/** A lane's scratch holds the activations of a step as int16 and, where weights lie in another memory, copies of them. */
const SCRATCH_COPIES = 2;

/** What a model of `config` with these weights takes, before anything of it is read. Pure arithmetic. */
export function planMemory(
  config: ModelConfig,
  weights: readonly PlannedWeight[],
  { compute, cacheDtype, threads }: MemoryPlanOptions,
): MemoryPlan {
  const { layers, kvHeads, headDim } = config;
  const byteLengths = weights.map(({ kind, rows, columns, blockColumns }) =>
    matrixByteLength(kind, compute, rows, columns, blockColumns),
  );
  const weightBytes = byteLengths.reduce((sum, bytes) => sum + bytes, 0);
  const shape = { layers, kvHeads, headDim, blockTokens: BLOCK_TOKENS, dtype: cacheDtype };
  const activationBytes = stepBytes(config, threads);
  const runtimeBytes = RUNTIME_BYTES + config.vocabularySize * TOKENIZER_BYTES_A_TOKEN + threads * THREAD_BYTES;
  const embedding = weights.findIndex(({ isEmbedding }) => isEmbedding);
  return {
    weightBytes,
    cacheBytesPerToken: cacheBlockByteLength(shape) / BLOCK_TOKENS,
    activationBytes,
    runtimeBytes,
    fixedBytes: weightBytes + activationBytes + runtimeBytes,
    bytesPerToken: weightBytes - (config.tiedEmbeddings ? 0 : (byteLengths[embedding] ?? 0)),
  };
}

function stepBytes(config: ModelConfig, threads: number): number {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, vocabularySize } = config;
  const values = 3 * hiddenSize + 2 * (heads + kvHeads) * headDim + 2 * intermediateSize;
  const widest = Math.max(hiddenSize, intermediateSize, heads * headDim);
  const scratch = threads * SCRATCH_COPIES * MAX_STEP_TOKENS * widest * 4;
  // Logits stand in the memory and, read out, once more outside.
  return MAX_STEP_TOKENS * values * 4 + scratch + 2 * LOGITS_ROWS * vocabularySize * 4;
}
