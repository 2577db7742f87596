/** The objects of POST /v1/chat/completions as they go over the wire; names and forms are OpenAI's, but where it says otherwise. */

export type WireFinishReason = "stop" | "length" | "tool_calls";

export interface WireToken {
  readonly token: string;
  /** Null for a control token. */
  readonly bytes: readonly number[] | null;
  readonly logprob: number;
}

export interface WireLogprobs {
  readonly content: readonly (WireToken & { readonly top_logprobs: readonly WireToken[] })[];
  readonly refusal: null;
}

export interface WireToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

/** Ours: a block that looked like a call and is none. */
export interface WireInvalidCall {
  readonly raw: string;
  readonly reason: string;
}

/** Under both names in use, or one of them, as the server is set. */
export interface WireReasoning {
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
}

export interface WireDelta extends WireReasoning {
  readonly role?: "assistant";
  readonly content?: string;
  readonly tool_calls?: readonly (WireToolCall & { readonly index: number })[];
  readonly invalid_tool_calls?: readonly WireInvalidCall[];
}

export interface WireMessage extends WireReasoning {
  readonly role: "assistant";
  readonly content: string | null;
  readonly refusal: null;
  readonly tool_calls?: readonly WireToolCall[];
  readonly invalid_tool_calls?: readonly WireInvalidCall[];
}

/** Ours: how the answer thought, and how it ended. */
export interface WireNotes {
  readonly thinking: boolean;
  /** Tokens; null for no limit. */
  readonly thinking_budget: number | null;
  readonly thinking_budget_reached: boolean;
  /** The stop string or control token that ended the answer, where one did. */
  readonly stopped_by: string | null;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

export interface WireUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: {
    readonly reasoning_tokens: number;
    readonly accepted_prediction_tokens: number;
    readonly rejected_prediction_tokens: number;
  };
}

/** llama.cpp's. */
export interface WireTimings {
  /** Tokens of the prompt that were computed already, and those that were computed now. */
  readonly cache_n: number;
  readonly prompt_n: number;
  readonly prompt_ms: number;
  readonly prompt_per_token_ms: number;
  readonly prompt_per_second: number;
  readonly predicted_n: number;
  readonly predicted_ms: number;
  readonly predicted_per_token_ms: number;
  readonly predicted_per_second: number;
}

/** llama.cpp's: tokens in all, computed already, done; milliseconds since the start. */
export interface WireProgress {
  readonly total: number;
  readonly cache: number;
  readonly processed: number;
  readonly time_ms: number;
}

export interface ChunkChoice {
  readonly index: number;
  readonly delta: WireDelta;
  readonly logprobs: WireLogprobs | null;
  readonly finish_reason: WireFinishReason | null;
  readonly hermes?: WireNotes;
}

/** What all chunks of an answer, and the whole answer, begin with. */
export interface AnswerHead {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

export interface ChatChunk extends AnswerHead {
  readonly object: "chat.completion.chunk";
  readonly choices: readonly ChunkChoice[];
  readonly usage?: WireUsage | null;
  readonly timings?: WireTimings;
  readonly prompt_progress?: WireProgress;
}

export interface ChatCompletion extends AnswerHead {
  readonly object: "chat.completion";
  readonly choices: readonly {
    readonly index: number;
    readonly message: WireMessage;
    readonly logprobs: WireLogprobs | null;
    readonly finish_reason: WireFinishReason;
    readonly hermes: WireNotes;
  }[];
  readonly usage: WireUsage;
  readonly timings: WireTimings;
}
