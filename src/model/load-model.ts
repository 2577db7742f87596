import { HermesError } from "../errors.ts";
import { type ModelConfig, openCheckpoint, readModelConfig, readQuantizationConfig } from "../formats/index.ts";
import type { Backend, CacheDtype } from "../kernels/index.ts";
import { BLOCK_TOKENS } from "./block-tokens.ts";
import type { LanguageModel } from "./contract.ts";
import { fingerprintModel } from "./fingerprint.ts";
import { Llama } from "./llama.ts";
import { LocalModel } from "./local-model.ts";
import { loadWeights, type WeightProgress } from "./weights.ts";

export interface LoadModelOptions {
  /** A shorter context than the model's own. Tokens. */
  readonly contextLength?: number;
  /** Tokens that all sequences together may have in the cache. Default: one context. */
  readonly cacheTokens?: number;
  /** Default "float32". */
  readonly cacheDtype?: CacheDtype;
  readonly onProgress?: WeightProgress;
}

/**
 * Loads a model folder in Hugging Face layout. All tensors are checked before the first is read. What was begun is freed again
 * on failure; the backend stays its owner's.
 * Throws HermesError "file-missing", "file-invalid", "config-invalid", "unsupported", "checkpoint-invalid",
 * "memory-exhausted" or "usage".
 */
export async function loadModel(
  folder: string,
  backend: Backend,
  options: LoadModelOptions = {},
): Promise<LanguageModel> {
  const config = readModelConfig(folder);
  checkHeadDim(folder, config);
  const contextLength = chooseContextLength(config, options.contextLength);
  const blocks = Math.ceil(checkCacheTokens(options.cacheTokens ?? contextLength, contextLength) / BLOCK_TOKENS);
  const { layers, kvHeads, headDim } = config;
  const dtype = options.cacheDtype ?? "float32";
  const quantization = readQuantizationConfig(folder);
  const checkpoint = openCheckpoint(folder);
  try {
    const weights = await loadWeights(checkpoint, config, quantization, backend, options.onProgress);
    const form = [backend.name, backend.arithmetic, dtype, BLOCK_TOKENS];
    const fingerprint = fingerprintModel(checkpoint, { config, quantization, form });
    try {
      const cache = backend.createBlockCache({ layers, kvHeads, headDim, blockTokens: BLOCK_TOKENS, blocks, dtype });
      return new LocalModel(new Llama(config, weights, backend), backend, cache, contextLength, fingerprint);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  } finally {
    checkpoint.dispose();
  }
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

function checkCacheTokens(cacheTokens: number, contextLength: number): number {
  if (Number.isInteger(cacheTokens) && cacheTokens >= contextLength) return cacheTokens;
  const message = `cacheTokens is ${cacheTokens}; expected a whole number of at least ${contextLength}, one whole context.`;
  throw new HermesError("usage", message, { argument: "cacheTokens" });
}
