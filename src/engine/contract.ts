import type { ResolvedSampling } from "../sampling/index.ts";
import type { TokenController } from "./token-controller.ts";

/** One prompt to continue. Tokens only: the engine knows no text. */
export interface GenerateRequest {
  /** At least one. */
  readonly promptTokens: readonly number[];
  readonly controller: TokenController;
  readonly sampling: ResolvedSampling;
  /** Most tokens of the answer; the context may allow fewer. Default: what the context leaves. */
  readonly maxTokens?: number;
  readonly signal?: AbortSignal;
}

/** `stop`: the controller said so. `length`: maxTokens or the context is used up. */
export type EngineFinishReason = "stop" | "length" | "cancelled";

export type EngineEvent =
  /** Work begins; that many prompt tokens were already computed. */
  | { readonly type: "admitted"; readonly cachedTokens: number }
  /** A token was appended; `forced` when the controller gave it. It has been accepted by the controller already. */
  | { readonly type: "token"; readonly token: number; readonly forced: boolean }
  | {
      readonly type: "finish";
      readonly reason: EngineFinishReason;
      /** Milliseconds from admission to the logits behind the prompt, and from there to the end. */
      readonly promptMs: number;
      readonly decodeMs: number;
    };
