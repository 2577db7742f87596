import type { AnswerFinish, AnswerUsage, ToolOutcome } from "../model.ts";

/** What a running answer tells, whichever route it comes from; the currency from the client to the tree. */
export type AnswerEvent =
  /** `id` is what the control route knows the answer by. */
  | { readonly type: "start"; readonly id: string; readonly model: string | null }
  | { readonly type: "prompt-progress"; readonly processed: number; readonly total: number }
  /** The model begins a further answer, after tools. */
  | { readonly type: "step-start" }
  | { readonly type: "reasoning-delta"; readonly text: string }
  | { readonly type: "reasoning-end"; readonly closed: boolean }
  | { readonly type: "text-delta"; readonly text: string }
  /** A piece of a call: the first of an index has id and name. */
  | {
      readonly type: "call-delta";
      readonly index: number;
      readonly id: string | null;
      readonly name: string | null;
      readonly arguments: string;
    }
  | { readonly type: "call-invalid"; readonly raw: string; readonly reason: string }
  | { readonly type: "step-finish"; readonly reason: AnswerFinish }
  /** Of one step. */
  | { readonly type: "usage"; readonly usage: AnswerUsage; readonly decodeMs: number | null }
  | {
      readonly type: "approval-request";
      readonly approvalId: string;
      readonly callId: string;
      readonly source: string;
    }
  | { readonly type: "approval-answer"; readonly approvalId: string }
  | { readonly type: "tool-start"; readonly callId: string; readonly source: string }
  | {
      readonly type: "tool-result";
      readonly callId: string;
      readonly outcome: ToolOutcome;
      readonly content: string;
      readonly elapsedMs: number;
    }
  /** The whole answer is over. */
  | { readonly type: "finish"; readonly reason: AnswerFinish | null };
