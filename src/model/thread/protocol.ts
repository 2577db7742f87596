import { type ErrorCode, type ErrorFacts, HermesError, isHermesError } from "../../errors.ts";
import type { CacheDtype, ComputeMode } from "../../kernels/index.ts";
import type { LanguageModel, SequenceStep } from "../contract.ts";

/** How a model is loaded in a thread of its own. */
export interface ThreadModelOptions {
  /** Threads that compute. Default: the machine's, at most 8. */
  readonly threads?: number;
  /** Default "fast". */
  readonly compute?: ComputeMode;
  /** A shorter context than the model's own. Tokens. Default: the model's own, or less where memory is short. */
  readonly contextLength?: number;
  /** Tokens that all sequences together may have in the cache. Default: some contexts, as memory allows. */
  readonly cacheTokens?: number;
  /** Default: float16 where `compute` is "fast", else float32. */
  readonly cacheDtype?: CacheDtype;
}

/** What the thread is started with. */
export interface ModelThreadData extends ThreadModelOptions {
  readonly folder: string;
}

/** What is asked of the thread; it answers each in turn. */
export type ModelRequest =
  | { readonly type: "step"; readonly sequences: readonly SequenceStep[] }
  | { readonly type: "read-block"; readonly block: number }
  | { readonly type: "write-block"; readonly block: number; readonly bytes: Uint8Array }
  | { readonly type: "dispose" };

/** The model's plain facts. */
export type ModelFacts = Omit<LanguageModel, "step" | "readBlock" | "writeBlock" | "dispose">;

export type ModelReply =
  | { readonly type: "progress"; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly type: "loaded"; readonly facts: ModelFacts }
  | { readonly type: "done"; readonly result: Uint8Array | null }
  /** `memory`: where logits are from now on. */
  | { readonly type: "logits"; readonly length: number; readonly memory?: SharedArrayBuffer }
  | { readonly type: "failed"; readonly error: PackedError };

/** An error as it passes between threads, where classes are lost. */
export interface PackedError {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly facts: unknown;
  readonly stack: string | undefined;
}

export function packError(error: unknown): PackedError {
  if (isHermesError(error)) return { code: error.code, message: error.message, facts: error.facts, stack: error.stack };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: null, message, facts: null, stack };
}

export function unpackError({ code, message, facts, stack }: PackedError): Error {
  const error = code === null ? new Error(message) : new HermesError(code, message, facts as ErrorFacts[ErrorCode]);
  if (stack !== undefined) error.stack = stack;
  return error;
}
