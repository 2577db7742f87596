import type { StreamPart } from "../../../chat/index.ts";
import type { ServerDefaults } from "../../options.ts";
import type { ThoughtSettings } from "../request/settle-thought.ts";
import type { AnswerHead, WireInvalidCall, WireNotes, WireToolCall } from "./wire.ts";

/** What the spelling of an answer depends on beside its parts. */
export interface ChatSpelling {
  readonly head: AnswerHead;
  readonly choices: number;
  readonly thought: ThoughtSettings;
  readonly reasoningFields: ServerDefaults["reasoningFields"];
  /** The prompt ends inside a thought. */
  readonly insideThought: boolean;
  readonly logprobs: boolean;
}

export type FinishPart = Extract<StreamPart, { type: "finish" }>;
export type ToolCallPart = Extract<StreamPart, { type: "tool-call" }>;
export type InvalidCallPart = Pick<Extract<StreamPart, { type: "tool-call-invalid" }>, "raw" | "reason">;
export type DiagnosticPart = Extract<StreamPart, { type: "diagnostic" }>;

/** A call without parameters has `{}`: clients fail to read an empty text. */
export function spellCall({ id, name, arguments: json }: ToolCallPart): WireToolCall {
  return { id, type: "function", function: { name, arguments: json === "" ? "{}" : json } };
}

export function spellInvalidCall({ raw, reason }: InvalidCallPart): WireInvalidCall {
  return { raw, reason };
}

export function spellNotes(
  { thinking, budget }: ThoughtSettings,
  { thinkingBudgetReached, stoppedBy }: FinishPart,
  diagnostics: readonly DiagnosticPart[],
): WireNotes {
  return {
    thinking,
    thinking_budget: budget,
    thinking_budget_reached: thinkingBudgetReached,
    stopped_by: stoppedBy,
    diagnostics: diagnostics.map(({ code, message }) => ({ code, message })),
  };
}
