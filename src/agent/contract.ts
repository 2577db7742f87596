import type { Json, StreamPart, Tool } from "../chat/index.ts";
import type { ChatRequest } from "../hermes.ts";

/** A tool that a program runs for the model. */
export interface AgentTool {
  /** What the model is told. The name is unique among all tools of a loop. */
  readonly tool: Tool;
  /** Where it comes from: "built-in" or the name of an MCP server. */
  readonly source: string;
  /** Runs without asking the user. */
  readonly allowed: boolean;
  /** Runs a call. Text for the model; a failure of the tool itself is `isError`, not an exception. */
  run(callArguments: Readonly<Record<string, Json>>, signal: AbortSignal): Promise<ToolResult>;
}

export interface ToolResult {
  readonly content: string;
  readonly isError: boolean;
}

/** What a loop needs. */
export interface AgentSetup {
  readonly tools: readonly AgentTool[];
  /** Turns with calls after which the model must answer without. Default 8. */
  readonly maxRounds: number;
}

/** Answers chat requests: `Hermes` fits. */
export interface ChatClient {
  stream(request: ChatRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<StreamPart>;
}

/** What a loop tells, in order: the parts of each answer, and between answers what became of its calls. */
export type AgentPart =
  /** An answer of the model begins; rounds count from 1. */
  | { readonly type: "round-start"; readonly round: number }
  | { readonly type: "stream-part"; readonly round: number; readonly part: StreamPart }
  /** A call waits for the user's yes. */
  | {
      readonly type: "approval-request";
      readonly approvalId: string;
      readonly callId: string;
      readonly name: string;
      readonly source: string;
      readonly arguments: string;
    }
  | { readonly type: "approval-answer"; readonly approvalId: string; readonly approved: boolean }
  | { readonly type: "tool-start"; readonly callId: string; readonly name: string; readonly source: string }
  /** `outcome` "refused": the user said no; "unknown": there is no such tool; "invalid": the arguments are no object. */
  | {
      readonly type: "tool-result";
      readonly callId: string;
      readonly name: string;
      readonly outcome: "done" | "failed" | "refused" | "unknown" | "invalid" | "cancelled";
      readonly content: string;
      readonly elapsedMs: number;
    }
  /** The loop is over. "rounds": the limit was reached with calls unanswered. */
  | { readonly type: "agent-finish"; readonly reason: "answered" | "rounds" | "length" | "cancelled"; readonly rounds: number };
