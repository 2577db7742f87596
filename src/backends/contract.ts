import type { ChatMessage, StreamPart, Tool } from "../chat/index.ts";
import type { SamplingOptions } from "../sampling/index.ts";

/** One question to a model. Everything not given falls back to the model's generation defaults. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  /** Default false. */
  readonly thinking?: boolean;
  /** Keep earlier thoughts in the prompt. Default false. */
  readonly keepCots?: boolean;
  /** Tokens of reasoning after which the thought is closed for the model. Default: no limit. */
  readonly thinkingBudget?: number;
  /** Most tokens to generate, reasoning included. Default: what the context leaves. */
  readonly maxTokens?: number;
  /** Strings that end the answer and are not part of it. They are looked for behind the thought. */
  readonly stop?: readonly string[];
  readonly sampling?: SamplingOptions;
  /** Continue the final assistant message instead of opening a new turn. Default false. */
  readonly continueFinalMessage?: boolean;
  /**
   * Whose prompts these are. What was computed for one salt is never reused for another, so that nobody can tell from the time
   * an answer takes what others have asked. Default: shared by all who give none.
   */
  readonly cacheSalt?: string;
}

export interface StreamOptions {
  readonly signal?: AbortSignal;
}

/** Anything that answers: the native engine, a GGUF engine, a remote endpoint. */
export interface ChatBackend {
  readonly modelId: string;
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  stream(request: ChatRequest, options?: StreamOptions): AsyncIterable<StreamPart>;
  dispose(): Promise<void>;
}
