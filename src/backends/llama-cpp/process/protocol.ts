import type { ErrorCode, ErrorFacts } from "../../../errors.ts";
import type { GpuChoice } from "./library.ts";

/** How the engine's process loads its model. */
export interface EngineSettings {
  /** GGUF file, absolute. */
  readonly file: string;
  /** What `import` is given to find node-llama-cpp: its name or the URL of its entry. */
  readonly library: string;
  readonly gpu: GpuChoice;
  /** Null for the machine's. */
  readonly threads: number | null;
  /** Tokens; `exact` must fit, else a shorter one will do. */
  readonly contextLength: number;
  readonly exactContext: boolean;
  /** Answers at a time. */
  readonly sequences: number;
  readonly cacheDtype: "float16" | "float32";
}

/** Which logits a step is to give: none, all of the vocabulary, or the `top` largest and those of `tokens`. */
export type LogitsWish = null | "all" | { readonly top: number; readonly tokens: readonly number[] };

/** Lets a sequence forget what lies behind its first `keep` tokens and computes `tokens` there. */
export interface EngineStep {
  readonly sequence: number;
  readonly keep: number;
  /** At least one. */
  readonly tokens: Uint32Array;
  /** Behind the last token. */
  readonly logits: LogitsWish;
}

/** Logits by token id, in no order. */
export interface StepLogits {
  readonly tokens: Uint32Array;
  readonly values: Float32Array;
}

export interface EngineFacts {
  /** Tokens a sequence may hold. */
  readonly contextLength: number;
  /** The compute layer in use. */
  readonly gpu: string | false;
}

/** The first message to the process are its settings, all others are steps. Those of different sequences run together. */
export interface StepRequest {
  readonly id: number;
  readonly step: EngineStep;
}

/** `id` is null where loading failed. */
export type EngineReply =
  | { readonly type: "progress"; readonly fraction: number }
  | { readonly type: "loaded"; readonly facts: EngineFacts }
  | { readonly type: "done"; readonly id: number; readonly logits: StepLogits | null }
  | { readonly type: "failed"; readonly id: number | null; readonly error: SentError };

/** An error as it passes between processes, where classes are lost. */
export interface SentError<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly message: string;
  readonly facts: ErrorFacts[Code];
}
