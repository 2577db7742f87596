import type { ResolvedSampling, TokenScore } from "../sampling/index.ts";
import type { TokenController } from "./token-controller.ts";

/** One prompt to continue. Tokens only: the engine knows no text. */
export interface GenerateRequest {
  /** At least one. */
  readonly promptTokens: readonly number[];
  readonly controller: TokenController;
  readonly sampling: ResolvedSampling;
  /** Most tokens of the answer; the context may allow fewer. Default: what the context leaves. */
  readonly maxTokens?: number;
  /** What requests of this salt have computed is reused by, and its presence felt in the timing of, no other request. */
  readonly cacheSalt?: string;
  /** Tell of every drawn token how likely the model found it, and of so many likeliest ones in its place. Default: of none. */
  readonly logprobs?: number;
  /** Tell how far the prompt is computed. Default false. */
  readonly promptProgress?: boolean;
  readonly signal?: AbortSignal;
}

/** `stop`: the controller said so. `length`: maxTokens or the context is used up. */
export type EngineFinishReason = "stop" | "length" | "cancelled";

export type EngineEvent =
  /** Work begins; that many prompt tokens were already computed. Said once, also when the sequence is preempted later. */
  | { readonly type: "admitted"; readonly cachedTokens: number }
  /** Where it was asked for, after every step of the prompt: so many of its tokens are computed, the last time all. */
  | { readonly type: "progress"; readonly computedTokens: number; readonly elapsedMs: number }
  /**
   * A token was appended; `forced` when the controller gave it. It has been accepted by the controller already. `score` only where it
   * was asked for, and never of a forced token.
   */
  | { readonly type: "token"; readonly token: number; readonly forced: boolean; readonly score?: TokenScore }
  | {
      readonly type: "finish";
      readonly reason: EngineFinishReason;
      /** Milliseconds from admission to the logits behind the prompt, and from there to the end. */
      readonly promptMs: number;
      readonly decodeMs: number;
      /** Tokens guessed ahead, and how many of them proved right. */
      readonly draftedTokens: number;
      readonly acceptedTokens: number;
    };

/** When sequences guess tokens ahead: "auto" where it was measured to help, "on" whenever there is something to guess from. */
export type SpeculationMode = "auto" | "on" | "off";

/** A look at the engine between two steps. Counts of tokens and steps are since it was made. */
export interface EngineStats {
  readonly running: number;
  readonly waiting: number;
  /** Blocks that hold nothing, that hold something nobody uses now, and that sequences use; together all there are. */
  readonly blocksFree: number;
  readonly blocksCached: number;
  readonly blocksUsed: number;
  readonly steps: number;
  /** Tokens that went through the model: prompts, answers and guesses. */
  readonly computedTokens: number;
  readonly generatedTokens: number;
  /** Tokens that were found computed when their sequences were admitted. */
  readonly cachedTokens: number;
  readonly preemptions: number;
  readonly draftedTokens: number;
  readonly acceptedTokens: number;
}
