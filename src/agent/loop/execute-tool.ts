import type { Json } from "../../chat/index.ts";
import type { AgentTool, ToolOutcome } from "../contract.ts";
import { abortable } from "./abortable.ts";

export interface Execution {
  readonly outcome: ToolOutcome;
  readonly content: string;
}

export const CANCELLED: Execution = { outcome: "cancelled", content: "The user cancelled this call." };

/** Runs a call to its end, its time-out or the signal; whatever goes wrong is a text for the model. */
export async function executeTool(
  tool: AgentTool,
  callArguments: Readonly<Record<string, Json>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Execution> {
  const limit = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, limit]);
  try {
    const { content, isError } = await abortable(tool.run(callArguments, either), either);
    return { outcome: isError ? "failed" : "done", content };
  } catch (error) {
    if (signal.aborted) return CANCELLED;
    if (limit.aborted) return failed(`it took longer than ${timeoutMs / 1000} s and was stopped`);
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(reason: string): Execution {
  return { outcome: "failed", content: `The tool failed: ${reason}.` };
}
