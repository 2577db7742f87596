import { randomUUID } from "node:crypto";
import type { Json, ToolCallPart } from "../../chat/index.ts";
import type { AgentPart, AgentSetup, AgentTool, ApprovalAnswer, Approve } from "../contract.ts";
import { abortable } from "./abortable.ts";
import { CANCELLED, type Execution, executeTool } from "./execute-tool.ts";
import { limitText } from "./limit-text.ts";
import type { ToolTable } from "./tool-table.ts";

export interface CallContext {
  readonly tools: ToolTable;
  readonly setup: AgentSetup;
  readonly approve: Approve;
  readonly signal: AbortSignal;
  /** Why calls are not run, for the model; null where they are. */
  readonly skip: string | null;
}

/** Takes one call to its result, which is the last part and what this returns. A result says what happened; nothing is thrown for it. */
export async function* runCall(call: ToolCallPart, context: CallContext): AsyncGenerator<AgentPart, string> {
  const { outcome, content, elapsedMs = 0 } = yield* settle(call, context);
  const limited = limitText(content, context.setup.resultLength);
  yield { type: "tool-result", callId: call.id, name: call.name, outcome, content: limited, elapsedMs };
  return limited;
}

async function* settle(
  call: ToolCallPart,
  context: CallContext,
): AsyncGenerator<AgentPart, Execution & { readonly elapsedMs?: number }> {
  const { tools, setup, signal, skip } = context;
  if (signal.aborted) return CANCELLED;
  if (skip !== null) return { outcome: "skipped", content: skip };
  const tool = tools.get(call.name);
  if (tool === undefined) {
    const content = `There is no tool ${JSON.stringify(call.name)}. There are: ${tools.names.join(", ") || "none"}.`;
    return { outcome: "unknown", content };
  }
  const callArguments = parseArguments(call.arguments);
  if (callArguments === null) {
    return { outcome: "invalid", content: 'The arguments are not a JSON object. Write {"NAME": VALUE, …}.' };
  }
  const answer = tool.allowed ? "approved" : yield* askUser(call, tool, context);
  if (answer === null) return CANCELLED;
  if (answer === "refused") return { outcome: "refused", content: "The user did not allow this call." };
  if (answer === "expired")
    return { outcome: "expired", content: "The call was not run: the user did not answer in time." };
  yield { type: "tool-start", callId: call.id, name: call.name, source: tool.source };
  // The tool's own time: how long the user thought about it is not part of it.
  const start = performance.now();
  const execution = await executeTool(tool, callArguments, setup.toolTimeoutMs, signal);
  return { ...execution, elapsedMs: performance.now() - start };
}

/** Null where the signal was aborted. */
async function* askUser(
  call: ToolCallPart,
  { source }: AgentTool,
  { approve, signal }: CallContext,
): AsyncGenerator<AgentPart, ApprovalAnswer | null> {
  const approvalId = randomUUID();
  const request = { approvalId, callId: call.id, name: call.name, source, arguments: call.arguments };
  // Asked before it is told, so that whoever is told can answer at once.
  const asked = abortable(approve(request, signal), signal).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  asked.catch(() => {});
  yield { type: "approval-request", ...request };
  const answer = await asked;
  if (answer !== null) yield { type: "approval-answer", approvalId, answer };
  return answer;
}

/** Null where the text is no JSON object. Models write nothing at all where a tool takes no arguments. */
function parseArguments(text: string): Readonly<Record<string, Json>> | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, Json>)
      : null;
  } catch {
    return null;
  }
}
