import type { AnswerHead, WireFinishReason, WireNotes, WireProgress, WireTimings, WireUsage } from "../chat/wire.ts";

/** The objects of POST /v1/completions as they go over the wire; names and forms are OpenAI's. */

export interface TextLogprobs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly number[];
  /** Log-probabilities by the text of the token. */
  readonly top_logprobs: readonly Readonly<Record<string, number>>[] | null;
  /** Where each token begins, in characters (code points) of the answer. */
  readonly text_offset: readonly number[];
}

/** Ours, at the end of an answer. */
export type TextNotes = Pick<WireNotes, "stopped_by" | "diagnostics">;

export interface TextChoice {
  readonly index: number;
  readonly text: string;
  readonly logprobs: TextLogprobs | null;
  readonly finish_reason: WireFinishReason | null;
  readonly hermes?: TextNotes;
}

/** A whole answer, and a chunk of one. */
export interface TextCompletion extends AnswerHead {
  readonly object: "text_completion";
  readonly choices: readonly TextChoice[];
  readonly usage?: WireUsage | null;
  readonly timings?: WireTimings;
  readonly prompt_progress?: WireProgress;
}
