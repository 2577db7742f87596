import type { ChatMessage, Json, StreamPart, Tool } from "../chat/index.ts";
import type { ChatRequest, StreamOptions } from "../hermes.ts";

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
  /** Rounds whose calls are run; an answer after so many must do without. Default 8. */
  readonly maxRounds: number;
  /** Milliseconds that one call may take. Default 60,000. */
  readonly toolTimeoutMs: number;
  /** Longest result the model is given, in UTF-16 code units; what is longer is cut, with a note. Default 16,000. */
  readonly resultLength: number;
}

/** Answers chat requests: `Hermes` fits. */
export interface ChatClient {
  stream(request: ChatRequest, options?: StreamOptions): AsyncIterable<StreamPart>;
}

/** A call that waits for the user's yes. */
export interface ApprovalRequest {
  /** Unguessable. */
  readonly approvalId: string;
  readonly callId: string;
  readonly name: string;
  readonly source: string;
  /** The model's own JSON text. */
  readonly arguments: string;
}

/** "expired": nobody answered in time. Counts as no. */
export type ApprovalAnswer = "approved" | "refused" | "expired";

/** Asks the user. The signal is aborted when the answer is of no more use. */
export type Approve = (request: ApprovalRequest, signal: AbortSignal) => Promise<ApprovalAnswer>;

/**
 * What became of a call. "done": the tool's result. "failed": the tool's own error, a time-out or a crash. "refused", "expired": nobody
 * said yes. "unknown": there is no such tool. "invalid": the arguments are no JSON object. "skipped": not run, since the limit of rounds was
 * reached or the answer cut off. "cancelled": the signal was aborted before the call was over.
 */
export type ToolOutcome = "done" | "failed" | "refused" | "expired" | "unknown" | "invalid" | "skipped" | "cancelled";

/**
 * Why a loop is over. "answered": the last answer has no calls. "rounds": the model called again after `maxRounds` rounds of calls; these
 * calls were skipped. "open-calls": some calls are for tools that the request brought itself, and wait for the caller's results.
 * "length": an answer was cut off by the token limit. "cancelled": the signal was aborted.
 */
export type AgentFinishReason = "answered" | "rounds" | "open-calls" | "length" | "cancelled";

/** What a loop tells, in order: the parts of each answer, and between answers what became of its calls. */
export type AgentPart =
  /** An answer of the model begins; rounds count from 1. */
  | { readonly type: "round-start"; readonly round: number }
  | { readonly type: "stream-part"; readonly round: number; readonly part: StreamPart }
  | ({ readonly type: "approval-request" } & ApprovalRequest)
  | { readonly type: "approval-answer"; readonly approvalId: string; readonly answer: ApprovalAnswer }
  | { readonly type: "tool-start"; readonly callId: string; readonly name: string; readonly source: string }
  /** `content` is what the model reads. Each call of an answer has one, in the order of the calls, but those that wait for the caller. */
  | {
      readonly type: "tool-result";
      readonly callId: string;
      readonly name: string;
      readonly outcome: ToolOutcome;
      readonly content: string;
      /** What the tool itself took; 0 where it did not run. */
      readonly elapsedMs: number;
    }
  /** Blocks of the answer were no calls; `content` is what the model reads about them. */
  | { readonly type: "calls-unreadable"; readonly round: number; readonly content: string }
  /** The loop is over. `messages` are to be appended to the conversation: whole rounds only, so that it can go on. */
  | {
      readonly type: "agent-finish";
      readonly reason: AgentFinishReason;
      readonly rounds: number;
      readonly messages: readonly ChatMessage[];
    };
