import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { profiles, selectProfile } from "../../chat/index.ts";
import { Engine } from "../../engine/index.ts";
import { HermesError } from "../../errors.ts";
import { CONFIG_FILE, readGenerationConfig, readModelConfig } from "../../formats/index.ts";
import { type Backend, type ComputeMode, createWasmBackend } from "../../kernels/index.ts";
import { loadModel } from "../../model/index.ts";
import { loadTokenizer, type Tokenizer } from "../../tokenizer/index.ts";
import { NativeBackend } from "./native-backend.ts";
import { collectStopTokens } from "./stop-tokens.ts";

/** A thread costs about 16 MB; a larger number is a slip of the keyboard, not a machine. */
const MOST_THREADS = 512;

/** How far loading has come. */
export interface LoadProgress {
  readonly stage: "tokenizer" | "weights" | "ready";
  readonly loadedBytes: number;
  /** Bytes of the checkpoint's tensors; 0 before they are known. */
  readonly totalBytes: number;
}

export interface NativeBackendOptions {
  /** Model folder in Hugging Face layout. */
  readonly folder: string;
  /** Default: the folder's name. */
  readonly modelId?: string;
  /** Threads that compute, 1 to 512. Default: the machine's, at most 8. */
  readonly threads?: number;
  /** "exact" (default) computes with the stored weights; "fast" repacks them to int8 while loading. */
  readonly compute?: ComputeMode;
  /** A shorter context than the model's own. Tokens. */
  readonly contextLength?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Loads a model folder on the WebAssembly kernels. What was begun is freed again on failure.
 * Throws HermesError "file-missing", "file-invalid", "config-invalid", "unsupported", "checkpoint-invalid" or "usage".
 */
export async function loadNativeBackend(options: NativeBackendOptions): Promise<NativeBackend> {
  const folder = resolve(options.folder);
  checkFolder(folder);
  checkCompute(options);
  const config = readModelConfig(folder);
  options.onProgress?.({ stage: "tokenizer", loadedBytes: 0, totalBytes: 0 });
  const tokenizer = await loadTokenizer(folder);
  checkVocabulary(folder, tokenizer, config.vocabularySize);
  const generation = readGenerationConfig(folder);
  const { profile, bosToken, warnings } = selectProfile(config.modelType, tokenizer.settings.endToken ?? null);
  const eosTokenIds = [...config.eosTokenIds, ...generation.eosTokenIds];
  const { kernels, model, engine } = await loadEngine(folder, options);
  return new NativeBackend({
    modelId: options.modelId ?? basename(folder),
    engine,
    tokenizer,
    profile,
    bosToken,
    stopTokens: collectStopTokens(tokenizer, eosTokenIds, profiles[profile].stopTokens),
    samplingDefaults: generation,
    weightBytes: model.weightBytes,
    warnings: [...warnings.map(({ message }) => message), ...model.warnings],
    release: async () => {
      model.dispose();
      await kernels.dispose();
    },
  });
}

async function loadEngine(folder: string, options: NativeBackendOptions) {
  const { threads, compute, contextLength, onProgress } = options;
  const kernels: Backend = await createWasmBackend({
    ...(threads === undefined ? {} : { threads }),
    ...(compute === undefined ? {} : { compute }),
  });
  try {
    const model = await loadModel(folder, kernels, {
      ...(contextLength === undefined ? {} : { contextLength }),
      onProgress: (loadedBytes, totalBytes) => {
        const stage = loadedBytes === totalBytes ? "ready" : "weights";
        onProgress?.({ stage, loadedBytes, totalBytes });
      },
    });
    return { kernels, model, engine: new Engine(model) };
  } catch (error) {
    await kernels.dispose();
    throw error;
  }
}

function checkFolder(folder: string): void {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && statSync(join(folder, CONFIG_FILE), { throwIfNoEntry: false })?.isFile() === true) return;
  const found = isFolder ? `a folder without ${CONFIG_FILE}` : "no such folder";
  const expected = "a Hugging Face model folder with config.json, tokenizer.json and safetensors files";
  const message = `No model at ${folder}: ${found}. Expected ${expected}; check the path.`;
  throw new HermesError("file-missing", message, { path: folder });
}

function checkCompute({ threads, compute }: NativeBackendOptions): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    const message = `threads is ${threads}; expected a whole number from 1 to ${MOST_THREADS}.`;
    throw new HermesError("usage", message, { argument: "threads" });
  }
  if (compute !== undefined && compute !== "exact" && compute !== "fast") {
    const message = `compute is ${JSON.stringify(compute)}; expected "exact" or "fast".`;
    throw new HermesError("usage", message, { argument: "compute" });
  }
}

/** A tokenizer with more ids than the embedding has rows belongs to another model. */
function checkVocabulary(folder: string, tokenizer: Tokenizer, vocabularySize: number): void {
  if (tokenizer.vocabularySize <= vocabularySize) return;
  const fault = `the tokenizer has ${tokenizer.vocabularySize} tokens, config.json says vocab_size ${vocabularySize}`;
  const message = `${folder}: ${fault}. Take tokenizer and weights of one model.`;
  throw new HermesError("checkpoint-invalid", message, { path: folder, faults: [fault] });
}
