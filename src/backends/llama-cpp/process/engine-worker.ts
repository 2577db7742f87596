/** The process a GGUF model lives in: it loads the model, then computes tokens. It knows no text and draws nothing. */
import { once } from "node:events";
import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { HermesError, isHermesError } from "../../../errors.ts";
import { generateNext } from "./generate-next.ts";
import type { Llama, LlamaContext, LlamaModel, LlamaSequence } from "./library.ts";
import { loadLibrary, noBinary } from "./load-library.ts";
import type { EngineReply, EngineSettings, EngineStep, SentError, StepLogits, StepRequest } from "./protocol.ts";

/** As much of llama.cpp's own words as an error quotes. */
const QUOTED_LENGTH = 400;
const MOST_COMPLAINTS = 10;

// Native code may be at work on other threads, and an orderly exit would wait for it.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

/** What llama.cpp has complained about while it loaded. */
const complaints: string[] = [];
const [settings] = (await once(process, "message")) as [EngineSettings];
try {
  const llama = await startLlama(settings, (complaint) => {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(complaint.trim());
  });
  const model = await loadModel(llama, settings, complaints);
  const context = await createContext(model, settings);
  const sequences = Array.from({ length: settings.sequences }, () => context.getSequence());
  process.on("message", async ({ id, step }: StepRequest) => {
    try {
      reply({ type: "done", id, logits: await compute(sequences[step.sequence]!, step) });
    } catch (error) {
      reply({ type: "failed", id, error: toSent(error) });
    }
  });
  reply({ type: "loaded", facts: { contextLength: context.contextSize, gpu: settings.gpu && llama.gpu } });
} catch (error) {
  reply({ type: "failed", id: null, error: toSent(error) });
}

function reply(message: EngineReply): void {
  process.send?.(message);
}

async function loadModel(
  llama: Llama,
  { file, gpu }: EngineSettings,
  complaints: readonly string[],
): Promise<LlamaModel> {
  try {
    return await llama.loadModel({
      modelPath: file,
      ...(gpu === false ? { gpuLayers: 0 } : {}),
      onLoadProgress: (fraction) => reply({ type: "progress", fraction }),
    });
  } catch (cause) {
    if (isMemoryError(cause)) throw outOfMemory("its weights", file, cause);
    await setImmediate();
    const reason = [reasonOf(cause), ...complaints].join("; ").slice(0, QUOTED_LENGTH);
    const message = `${file}: llama.cpp cannot load the model (${reason}). Download it again or take another file.`;
    throw new HermesError("file-invalid", message, { path: file });
  }
}

async function startLlama({ library, gpu }: EngineSettings, complain: (complaint: string) => void): Promise<Llama> {
  const { getLlama } = await loadLibrary(library);
  const quiet = {
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: "error",
    maxThreads: 0,
    logger: (_: string, message: string) => complain(message),
  } as const;
  try {
    return await getLlama({ ...quiet, gpu }).catch((error: unknown) => {
      // There is no binary for the CPU alone on Apple silicon; Metal's does, with no layer given to the GPU.
      if (gpu === false) return getLlama({ ...quiet, gpu: "auto" });
      throw error;
    });
  } catch (cause) {
    throw noBinary(gpu, cause);
  }
}

async function createContext(
  model: LlamaModel,
  { file, contextLength, exactContext, cacheDtype, sequences, threads }: EngineSettings,
): Promise<LlamaContext> {
  try {
    return await model.createContext({
      contextSize: exactContext ? contextLength : { max: contextLength },
      sequences,
      threads: threads ?? 0,
      ...(cacheDtype === "float32"
        ? { flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32" }
        : {}),
    });
  } catch (cause) {
    throw outOfMemory(`a context of ${contextLength} tokens for ${sequences} at a time`, file, cause);
  }
}

async function compute(sequence: LlamaSequence, { keep, tokens, logits }: EngineStep): Promise<StepLogits | null> {
  const end = sequence.nextTokenIndex;
  if (keep < end) await sequence.eraseContextTokenRanges([{ start: keep, end }]);
  if (sequence.nextTokenIndex !== keep) {
    throw new Error(`a sequence holds ${sequence.nextTokenIndex} tokens where ${keep} were expected`);
  }
  if (logits === null) {
    await sequence.controlledEvaluate([...tokens]);
    return null;
  }
  const last = [tokens.at(-1)!, { generateNext: generateNext(logits) }] as const;
  const results = await sequence.controlledEvaluate([...tokens.subarray(0, -1), last]);
  const found = results[tokens.length - 1]?.next.logits;
  if (found === undefined) throw new Error("the engine gave no logits");
  return { tokens: Uint32Array.from(found.keys()), values: Float32Array.from(found.values()) };
}

function isMemoryError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === "InsufficientMemoryError";
}

/** `byteLength` of the fact is what is needed at least: the file. */
function outOfMemory(what: string, file: string, cause: unknown): HermesError {
  const message = `${file}: no memory for ${what} (${reasonOf(cause)}). Ask for a shorter context or take a smaller file.`;
  return new HermesError("memory-exhausted", message, { what, byteLength: statSync(file).size });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function toSent(error: unknown): SentError {
  if (isHermesError(error)) return { code: error.code, message: error.message, facts: error.facts };
  const message = `The GGUF engine could not compute a step: ${reasonOf(error)}. Ask again.`;
  return { code: "generation-failed", message, facts: { step: "llama.cpp" } };
}
