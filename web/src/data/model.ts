/** What the page keeps: conversations as trees of messages, their settings, characters. Everything is immutable and plain JSON. */

export type ConversationId = string;
export type NodeId = string;

/** A conversation. `leaf` is the end of the path shown; its way up to a root is the conversation as the model sees it. */
export interface Conversation {
  readonly id: ConversationId;
  readonly title: string;
  /** The title is made from the first words until the user writes one. */
  readonly titleByUser: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When a message or the title last changed; settings and the path shown do not count. */
  readonly changedAt: number;
  readonly nodes: Readonly<Record<NodeId, MessageNode>>;
  /** Null while the conversation is empty. */
  readonly leaf: NodeId | null;
  /** Roots of deleted branches, so that another tab does not bring them back. */
  readonly removed: readonly NodeId[];
  readonly settings: ConversationSettings;
}

export type MessageNode = UserNode | AssistantNode;

interface NodeBase {
  readonly id: NodeId;
  /** Null for the first message. */
  readonly parent: NodeId | null;
  /** Milliseconds since 1970; siblings are shown in this order. */
  readonly createdAt: number;
}

export interface UserNode extends NodeBase {
  readonly role: "user";
  readonly content: string;
}

/** An answer: one step, or several where tools ran between them. */
export interface AssistantNode extends NodeBase {
  readonly role: "assistant";
  readonly steps: readonly AnswerStep[];
  readonly status: AnswerStatus;
  /** Why the last step ended; null before it did. */
  readonly finishReason: AnswerFinish | null;
  /** Set when `status` is "failed". What had arrived before stays in `steps`. */
  readonly error: AnswerError | null;
  /** Sums over the steps; null where the server did not tell. */
  readonly usage: AnswerUsage | null;
  readonly timings: AnswerTimings | null;
  /** The model that answered. */
  readonly model: string | null;
  /** As they were when the question was asked. */
  readonly settings: ConversationSettings;
  /** The text was written or changed by the user. */
  readonly edited: boolean;
}

/**
 * "interrupted": the page was closed while the answer ran. "stopped": the user stopped it.
 * "waiting" until the first piece arrives, then "running".
 */
export type AnswerStatus = "waiting" | "running" | "done" | "stopped" | "failed" | "interrupted";

/** "rounds": the limit of tool rounds was reached with calls unanswered. */
export type AnswerFinish = "stop" | "length" | "tool-calls" | "cancelled" | "rounds";

/** One answer of the model, and what became of its calls. */
export interface AnswerStep {
  readonly reasoning: Reasoning | null;
  readonly content: string;
  readonly calls: readonly ToolCallRecord[];
  /** Blocks that are no calls; shown, never sent back. */
  readonly invalidCalls: readonly InvalidCall[];
}

export interface Reasoning {
  readonly text: string;
  /** Counted while it runs (one a piece), the server's own count afterwards where it tells. */
  readonly tokens: number;
  /** From the first piece of the thought to its end, or until now while it runs. */
  readonly elapsedMs: number;
  /** False while it runs. */
  readonly ended: boolean;
  /** False when the answer ended inside the thought. */
  readonly closed: boolean;
}

export interface ToolCallRecord {
  readonly id: string;
  readonly name: string;
  /** The model's own JSON text. */
  readonly arguments: string;
  /** "built-in" or the name of an MCP server; null until known. */
  readonly source: string | null;
  /** "waiting-for-user": the server wants a yes; "pending": the model has asked, nothing happened yet. */
  readonly state: "pending" | "waiting-for-user" | "running" | "finished";
  /** Of the question that waits; null in every other state. */
  readonly approvalId: string | null;
  readonly result: ToolCallResult | null;
}

/**
 * "failed": the tool's own error. "refused", "expired": nobody said yes. "unknown": there is no such tool. "invalid": the arguments are no
 * JSON object. "skipped": the limit of rounds was reached. "cancelled": the answer ended before the tool did.
 */
export type ToolOutcome = "done" | "failed" | "refused" | "expired" | "unknown" | "invalid" | "skipped" | "cancelled";

export interface ToolCallResult {
  readonly outcome: ToolOutcome;
  readonly content: string;
  readonly elapsedMs: number;
}

export interface InvalidCall {
  readonly raw: string;
  readonly reason: string;
}

/** Token counts. Reasoning is part of the completion, cached of the prompt. */
export interface AnswerUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
}

/** Milliseconds. */
export interface AnswerTimings {
  /** From sending to the first piece. */
  readonly firstPieceMs: number | null;
  /** From sending to the end. */
  readonly totalMs: number;
  /** Of the completion, from the first piece to the end, tools left out; null where nothing can be said. */
  readonly tokensPerSecond: number | null;
}

export interface AnswerError {
  /**
   * "needs-key": none or a wrong one; "refused": the request must change (`message` says what); "busy": try later;
   * "loading": the model is not ready; "unreachable": no answer at all; "cut": the stream broke off; "server": it failed;
   * "protocol": what came is not what such a server sends.
   */
  readonly kind: "needs-key" | "refused" | "busy" | "loading" | "unreachable" | "cut" | "server" | "protocol";
  readonly message: string;
  /** HTTP status, where there was one. */
  readonly status: number | null;
  /** Asking the same again may help. */
  readonly retryable: boolean;
}

/** Null leaves a value to the model's own defaults (`ModelInfo.sampling`). */
export interface SamplingSettings {
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly minP: number | null;
  readonly repetitionPenalty: number | null;
  /** Most tokens of an answer, reasoning included. */
  readonly maxTokens: number | null;
  readonly seed: number | null;
}

export interface ConversationSettings {
  /** The character the system prompt was taken from; null for none. The prompt may have been changed since. */
  readonly characterId: string | null;
  /** System prompt; "" for none. */
  readonly system: string;
  readonly thinking: boolean;
  /** Leave earlier thoughts in the prompt. */
  readonly keepThoughts: boolean;
  /** Tokens of reasoning after which it is ended; null for no limit. */
  readonly thinkingBudget: number | null;
  readonly sampling: SamplingSettings;
  /** Answer with the server's tools. */
  readonly tools: boolean;
  /** Show answers that are JSON as a tree. */
  readonly jsonView: boolean;
}

/** A persona. Built-in ones cannot be changed or deleted; a copy can. */
export interface Character {
  readonly id: string;
  readonly name: string;
  readonly system: string;
  /** A first message that shows what it is for; null for none. */
  readonly example: string | null;
  /** What starting with it sets beside the prompt. */
  readonly thinking: boolean;
  readonly builtIn: boolean;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  /** New conversations start with these. */
  readonly settings: ConversationSettings;
  /** Fold finished reasoning. */
  readonly foldReasoning: boolean;
  /** Enter sends, shift + Enter makes a line; otherwise the other way round (with control). */
  readonly enterSends: boolean;
}
