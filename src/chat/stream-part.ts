import type { CallNote, InvalidReason } from "./parts.ts";

/** Why generation ended. `tool-calls` wins over `stop`, `length` over both. */
export type FinishReason = "stop" | "length" | "tool-calls" | "cancelled";

/** Token counts of one answer. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Part of completionTokens spent inside the thought. */
  readonly reasoningTokens: number;
  /** Part of promptTokens that was already computed. */
  readonly cachedTokens: number;
}

/** Milliseconds. */
export interface Timings {
  readonly promptMs: number;
  readonly decodeMs: number;
}

/** A token and how likely the model found it, before temperature, penalties and cuts. */
export interface ScoredToken {
  readonly token: number;
  /** What it adds to the text; U+FFFD where it holds a part of a character only. */
  readonly text: string;
  /** Its bytes; null for a control token. */
  readonly bytes: readonly number[] | null;
  /** Natural logarithm of the probability; 0 for a token that was forced. */
  readonly logprob: number;
}

/** A token of the answer beside the likeliest ones in its place, best first. */
export interface TokenLogprob extends ScoredToken {
  readonly top: readonly ScoredToken[];
}

/** The only currency from a backend to the page. Concatenated deltas are the final text. */
export type StreamPart =
  /** How much of the prompt is computed; only where the caller asked for it, before everything else. */
  | {
      readonly type: "prompt-progress";
      readonly totalTokens: number;
      /** Part of totalTokens that was computed already when the work began. */
      readonly cachedTokens: number;
      /** Part of totalTokens that is computed now. */
      readonly processedTokens: number;
      readonly elapsedMs: number;
    }
  | { readonly type: "reasoning-delta"; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  /** The thought is over; `closed` is false when the answer ended inside it. */
  | { readonly type: "reasoning-end"; readonly closed: boolean }
  | { readonly type: "text-delta"; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  /** `arguments` is the model's own JSON text. */
  | {
      readonly type: "tool-call";
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
      readonly notes: readonly CallNote[];
      readonly logprobs?: readonly TokenLogprob[];
    }
  | { readonly type: "tool-call-invalid"; readonly raw: string; readonly reason: InvalidReason }
  | {
      readonly type: "diagnostic";
      readonly code: string;
      readonly message: string;
      /** The call concerned, where one is; `index` counts the calls of the answer. */
      readonly call?: { readonly name: string; readonly index?: number };
    }
  | {
      readonly type: "finish";
      readonly reason: FinishReason;
      readonly usage: Usage;
      readonly timings: Timings;
      /** True when the thinking budget closed the thought. */
      readonly thinkingBudgetReached: boolean;
      /** Only where the caller had the thought closed before its end. */
      readonly thoughtEndedByCaller?: true;
      /** The stop string or control token that ended the answer, where one did. */
      readonly stoppedBy: string | null;
      /** All the model wrote, markup included; no end-of-turn token, nothing from a stop string on. */
      readonly raw: string;
    };
