import { finishReasonOf, type StreamPart } from "../../../chat/index.ts";
import type { AnswerReader } from "./answer-reader.ts";

/** What servers say when an answer ended as it should, or at a limit. */
const ORDINARY: ReadonlySet<string> = new Set([
  "stop",
  "tool_calls",
  "function_call",
  "eos",
  "eos_token",
  "stop_sequence",
]);
const LIMITS: ReadonlySet<string> = new Set(["length", "max_tokens"]);

export function isLimit(finishReason: string | null): boolean {
  return finishReason !== null && LIMITS.has(finishReason);
}

/**
 * What is odd about how an answer ended. `countsAreCertain` is false when the server did not count its tokens, `stoppedHere` is what
 * made us end it.
 */
export function* endingDiagnostics(
  finishReason: string | null,
  countsAreCertain: boolean,
  stoppedHere: string | null,
): Generator<StreamPart> {
  if (finishReason === null && stoppedHere === null) {
    const message = "the endpoint did not say why the answer ended; it may be incomplete";
    yield { type: "diagnostic", code: "finish-reason-missing", message };
  }
  if (finishReason !== null && !ORDINARY.has(finishReason) && !isLimit(finishReason)) {
    const message = `the endpoint ended the answer with ${JSON.stringify(finishReason)}; it may be incomplete`;
    yield { type: "diagnostic", code: "unusual-finish-reason", message };
  }
  if (!countsAreCertain) {
    const message =
      "the endpoint did not count the tokens of this answer; usage is counted from the pieces of its stream";
    yield { type: "diagnostic", code: "usage-estimated", message };
  }
}

/** How an answer came to its end. */
export type AnswerEnd = "stop" | "length" | "cancelled";

type Finish = Extract<StreamPart, { type: "finish" }>;

/** The last part. A stop string wins over a limit that was reached in the same breath. */
export function finishPart(
  end: AnswerEnd,
  { reader, ...facts }: Omit<Finish, "type" | "reason" | "raw"> & { readonly reader: AnswerReader },
): Finish {
  const { toolCalls, raw } = reader;
  const limitReached = end === "length" && facts.stoppedBy === null;
  const reason = end === "cancelled" ? "cancelled" : finishReasonOf({ limitReached, toolCalls });
  return { type: "finish", reason, ...facts, raw };
}
