import { HermesError } from "../errors.ts";
import { type ModelConfig, openCheckpoint, readModelConfig, readQuantizationConfig } from "../formats/index.ts";
import type { Backend } from "../kernels/index.ts";
import { MAX_STEP_TOKENS } from "./activations.ts";
import { KeyValueCache } from "./key-value-cache.ts";
import { Llama, type LogitsWanted } from "./llama.ts";
import { loadWeights, type WeightProgress } from "./weights.ts";

/** A model ready to run. Steps run one at a time. */
export interface LanguageModel {
  readonly config: ModelConfig;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  /** Most tokens of one step; a longer prompt takes several. */
  readonly maxStepTokens: number;
  /** Bytes of the matrices in backend memory. */
  readonly weightBytes: number;
  /** Bytes of matrices that one decoded token reads whole: all but an embedding that is not also the head. */
  readonly bytesPerToken: number;
  /** Tensors of the checkpoint that nobody uses. */
  readonly warnings: readonly string[];
  /** An empty memory for one sequence; the caller disposes it. */
  createCache(): KeyValueCache;
  /**
   * Runs `tokens` (1 to maxStepTokens) behind those in `cache` and stores them there. Gives the logits of the last or of
   * all these tokens, [1 or tokens, vocabularySize]; an empty array for "none".
   * Throws HermesError "context-exceeded", "kernel-misuse" or "disposed".
   */
  step(tokens: Uint32Array, cache: KeyValueCache, wanted?: LogitsWanted): Promise<Float32Array>;
  /** Frees weights and buffers; the backend and the caches are their owners'. Harmless when repeated. */
  dispose(): void;
}

export interface LoadModelOptions {
  /** A shorter context than the model's own. Tokens. */
  readonly contextLength?: number;
  readonly onProgress?: WeightProgress;
}

/**
 * Loads a model folder in Hugging Face layout. All tensors are checked before the first is read; float8 weights go to the
 * backend as they are stored.
 * Throws HermesError "file-missing", "file-invalid", "config-invalid", "unsupported", "checkpoint-invalid" or "usage".
 */
export async function loadModel(
  folder: string,
  backend: Backend,
  options: LoadModelOptions = {},
): Promise<LanguageModel> {
  const config = readModelConfig(folder);
  checkHeadDim(folder, config);
  const contextLength = chooseContextLength(config, options.contextLength);
  const quantization = readQuantizationConfig(folder);
  const checkpoint = openCheckpoint(folder);
  try {
    const weights = await loadWeights(checkpoint, config, quantization, backend, options.onProgress);
    return createLanguageModel(new Llama(config, weights, backend), backend, contextLength);
  } finally {
    checkpoint.dispose();
  }
}

function createLanguageModel(llama: Llama, backend: Backend, contextLength: number): LanguageModel {
  let disposed = false;
  const checkAlive = (): void => {
    if (disposed) throw new HermesError("disposed", "This model was disposed; load it again.", { what: "model" });
  };
  return {
    config: llama.config,
    contextLength,
    maxStepTokens: MAX_STEP_TOKENS,
    weightBytes: llama.weights.byteLength,
    bytesPerToken: llama.weights.byteLength - (llama.config.tiedEmbeddings ? 0 : llama.weights.embedding.byteLength),
    warnings: llama.weights.warnings,
    createCache() {
      checkAlive();
      return new KeyValueCache(backend, llama.config, contextLength);
    },
    async step(tokens, cache, wanted = "last") {
      checkAlive();
      if (tokens.length < 1 || tokens.length > MAX_STEP_TOKENS) throw badStep(tokens.length);
      return llama.step(tokens, cache, wanted);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      llama.dispose();
      llama.weights.dispose();
    },
  };
}

/** The attention kernels read a head in vectors of four values. */
function checkHeadDim(folder: string, { headDim }: ModelConfig): void {
  if (headDim % 4 === 0) return;
  const what = `head_dim ${headDim}`;
  const supported = ["multiples of 4"];
  const message = `${folder}: ${what} is not supported; supported: ${supported[0]}. Choose another model.`;
  throw new HermesError("unsupported", message, { what, supported });
}

function chooseContextLength(config: ModelConfig, wanted: number | undefined): number {
  if (wanted === undefined) return config.contextLength;
  if (Number.isInteger(wanted) && wanted >= 2 && wanted <= config.contextLength) return wanted;
  const message = `contextLength is ${wanted}; expected a whole number from 2 to ${config.contextLength}, the model's own.`;
  throw new HermesError("usage", message, { argument: "contextLength" });
}

function badStep(tokens: number): HermesError {
  const expected = `1 to ${MAX_STEP_TOKENS} tokens`;
  const message = `A step expected ${expected}, got ${tokens}.`;
  return new HermesError("kernel-misuse", message, { op: "step", expected, got: String(tokens) });
}
