import { statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { profiles, selectProfile } from "../../chat/index.ts";
import { Engine } from "../../engine/index.ts";
import { HermesError } from "../../errors.ts";
import { CONFIG_FILE, readGenerationConfig, readModelConfig } from "../../formats/index.ts";
import { GrammarCompiler } from "../../grammar/index.ts";
import { countParameters, ThreadModel, type ThreadModelOptions } from "../../model/index.ts";
import { type LoadedTokenizer, loadTokenizer, type Tokenizer } from "../../tokenizer/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import { NativeBackend } from "./native-backend.ts";

/** A thread costs about 16 MB; a larger number is a slip of the keyboard, not a machine. */
const MOST_THREADS = 512;

/** How far loading has come. */
export interface LoadProgress {
  readonly stage: "tokenizer" | "weights" | "ready";
  readonly loadedBytes: number;
  /** Bytes of the checkpoint's tensors; 0 before they are known. */
  readonly totalBytes: number;
}

export interface NativeBackendOptions extends ThreadModelOptions {
  /** Model folder in Hugging Face layout. */
  readonly folder: string;
  /** Default: the folder's name. */
  readonly modelId?: string;
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
  const generation = readGenerationConfig(folder);
  options.onProgress?.({ stage: "tokenizer", loadedBytes: 0, totalBytes: 0 });
  const [tokenizer, grammars, model] = await loadBoth(folder, config.vocabularySize, options);
  const { profile, bosToken, warnings } = selectProfile(config.modelType, tokenizer.settings.endToken ?? null);
  const eosTokenIds = [...config.eosTokenIds, ...generation.eosTokenIds];
  return new NativeBackend({
    modelId: options.modelId ?? basename(folder),
    size: { parameters: countParameters(config), hiddenSize: config.hiddenSize },
    // Exact sums depend a little on how many tokens a step has; guesses, which come when they pay, must not change a seed's answer.
    engine: new Engine(model, { speculation: options.compute === "exact" ? "off" : "auto" }),
    tokenizer,
    grammars,
    profile,
    bosToken,
    stopTokens: collectStopTokens(tokenizer, eosTokenIds, profiles[profile].stopTokens),
    samplingDefaults: generation,
    weightBytes: model.weightBytes,
    warnings: [...warnings.map(({ message }) => message), ...model.warnings],
    release: () => model.dispose(),
  });
}

/** The model loads in its own thread while the tokenizer loads in this one; when one fails the other is given up. */
async function loadBoth(
  folder: string,
  vocabularySize: number,
  options: NativeBackendOptions,
): Promise<[LoadedTokenizer, GrammarCompiler, ThreadModel]> {
  const { folder: _folder, modelId: _modelId, onProgress, ...threadOptions } = options;
  const abort = new AbortController();
  const loading = ThreadModel.load(folder, threadOptions, {
    signal: abort.signal,
    onProgress: (loadedBytes, totalBytes) => {
      const stage = loadedBytes === totalBytes ? "ready" : "weights";
      onProgress?.({ stage, loadedBytes, totalBytes });
    },
  });
  // Where the tokenizer fails first, nobody looks at the model's failure any more.
  loading.catch(() => {});
  try {
    const tokenizer = await loadTokenizer(folder);
    checkVocabulary(folder, tokenizer, vocabularySize);
    const grammars = new GrammarCompiler(tokenizer);
    // This thread waits for the other one; what fails here fails again where a grammar is asked for.
    grammars.prepare().catch(() => {});
    return [tokenizer, grammars, await loading];
  } catch (error) {
    abort.abort();
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

function checkCompute({ threads, compute, cacheDtype }: NativeBackendOptions): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    const message = `threads is ${threads}; expected a whole number from 1 to ${MOST_THREADS}.`;
    throw new HermesError("usage", message, { argument: "threads" });
  }
  checkChoice("compute", compute, ["exact", "fast"]);
  checkChoice("cacheDtype", cacheDtype, ["float32", "float16", "int8"]);
}

function checkChoice(argument: string, value: string | undefined, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value)) return;
  const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  throw new HermesError("usage", `${argument} is ${JSON.stringify(value)}; expected ${expected}.`, { argument });
}

/** A tokenizer with more ids than the embedding has rows belongs to another model. */
function checkVocabulary(folder: string, tokenizer: Tokenizer, vocabularySize: number): void {
  if (tokenizer.vocabularySize <= vocabularySize) return;
  const fault = `the tokenizer has ${tokenizer.vocabularySize} tokens, config.json says vocab_size ${vocabularySize}`;
  const message = `${folder}: ${fault}. Take tokenizer and weights of one model.`;
  throw new HermesError("checkpoint-invalid", message, { path: folder, faults: [fault] });
}
