import { basename, resolve } from "node:path";
import { profiles, selectProfile } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import { type GgufModel, readGgufModel } from "../../formats/index.ts";
import { GrammarCompiler } from "../../grammar/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import type { LoadProgress } from "../native/load-native-backend.ts";
import { createGgufTokenizer } from "./gguf-tokenizer.ts";
import { LlamaCppBackend } from "./llama-cpp-backend.ts";
import { LlamaCppGenerator } from "./llama-cpp-generator.ts";
import { EngineProcess } from "./process/engine-process.ts";
import { findLibrary } from "./process/find-library.ts";
import type { GpuChoice } from "./process/library.ts";
import type { EngineSettings } from "./process/protocol.ts";

const MOST_THREADS = 512;
const MOST_PARALLEL = 256;

export interface LlamaCppBackendOptions {
  /** GGUF file; of a model in parts the first. */
  readonly file: string;
  /** Default: the file's name without its ending. */
  readonly modelId?: string;
  /** Threads that compute. Default: the machine's. */
  readonly threads?: number;
  /** Longest prompt plus answer, in tokens. Default: the model's, or as much of it as fits into memory. */
  readonly contextLength?: number;
  /** Answers at a time, each with the whole context for itself; further ones wait. Default 1. */
  readonly parallel?: number;
  /** What computes: false for the CPU alone (default), "auto" for the best there is. */
  readonly gpu?: GpuChoice;
  /** How the context is held. Default "float16". */
  readonly cacheDtype?: "float16" | "float32";
  /** Folder whose node_modules holds node-llama-cpp, where it is not installed beside this package. */
  readonly libraryFolder?: string;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Loads a GGUF model on llama.cpp, in a process of its own. node-llama-cpp is an optional package.
 * Throws HermesError "dependency-missing", "file-missing", "file-invalid", "config-invalid", "unsupported",
 * "memory-exhausted", "engine-crashed" or "usage".
 */
export async function loadLlamaCppBackend(options: LlamaCppBackendOptions): Promise<LlamaCppBackend> {
  const file = resolve(options.file);
  checkOptions(options);
  const library = findLibrary(options.libraryFolder);
  const model = readGgufModel(file);
  checkWhole("contextLength", options.contextLength, 2, model.contextLength);
  const settings = settingsOf(file, library, model, options);
  const progress = progressOf(model, options);
  progress("tokenizer", 0);
  const tokenizer = createGgufTokenizer(model.vocabulary, file);
  const { profile, bosToken, warnings } = selectProfile(model.architecture, tokenizer.settings.endToken ?? null);
  const grammars = new GrammarCompiler(tokenizer);
  // This process waits for the other one; what fails here fails again where a grammar is asked for.
  grammars.prepare().catch(() => {});
  const runner = await EngineProcess.start(settings, (fraction) => progress("weights", fraction));
  progress("ready", 1);
  const contextLength = Math.min(settings.contextLength, runner.facts.contextLength);
  const restart = () => EngineProcess.start({ ...settings, contextLength, exactContext: true }, () => {});
  const vocabularySize = model.vocabulary.tokens.length;
  return new LlamaCppBackend({
    modelId: options.modelId ?? basename(file, ".gguf"),
    size: model,
    contextLength,
    generator: new LlamaCppGenerator({ runner, restart, contextLength, vocabularySize, sequences: settings.sequences }),
    tokenizer,
    grammars,
    profile,
    bosToken,
    stopTokens: collectStopTokens(tokenizer, model.vocabulary.endTokenIds, profiles[profile].stopTokens),
    samplingDefaults: model.sampling,
    weightBytes: model.byteLength,
    gpu: runner.facts.gpu,
    warnings: [...warnings.map(({ message }) => message), ...shorterContext(contextLength, settings.contextLength)],
  });
}

function shorterContext(contextLength: number, wanted: number): readonly string[] {
  if (contextLength >= wanted) return [];
  return [`memory has room for a context of ${contextLength} tokens; the model's own is ${wanted}`];
}

function settingsOf(file: string, library: string, model: GgufModel, options: LlamaCppBackendOptions): EngineSettings {
  return {
    file,
    library,
    gpu: options.gpu ?? false,
    threads: options.threads ?? null,
    contextLength: options.contextLength ?? model.contextLength,
    exactContext: options.contextLength !== undefined,
    sequences: options.parallel ?? 1,
    cacheDtype: options.cacheDtype ?? "float16",
  };
}

function progressOf({ byteLength }: GgufModel, { onProgress }: LlamaCppBackendOptions) {
  return (stage: LoadProgress["stage"], fraction: number): void =>
    onProgress?.({ stage, loadedBytes: Math.round(fraction * byteLength), totalBytes: byteLength });
}

function checkOptions({ threads, parallel, gpu, cacheDtype }: LlamaCppBackendOptions): void {
  checkWhole("threads", threads, 1, MOST_THREADS);
  checkWhole("parallel", parallel, 1, MOST_PARALLEL);
  checkChoice("gpu", gpu, ["auto", "metal", "cuda", "vulkan", false]);
  checkChoice("cacheDtype", cacheDtype, ["float16", "float32"]);
}

function checkWhole(argument: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const message = `${argument} is ${value}; expected a whole number from ${least} to ${most}.`;
  throw new HermesError("usage", message, { argument });
}

function checkChoice(argument: string, value: unknown, choices: readonly unknown[]): void {
  if (value === undefined || choices.includes(value)) return;
  const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  throw new HermesError("usage", `${argument} is ${JSON.stringify(value)}; expected ${expected} with a GGUF model.`, {
    argument,
  });
}
