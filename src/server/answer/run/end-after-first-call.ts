import type { StreamPart } from "../../../chat/index.ts";
import type { StartAnswer } from "./run-answer.ts";

/** An answer that is over with its first call: the model is stopped there, and what it wrote meanwhile is dropped. */
export async function* endAfterFirstCall(start: StartAnswer, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const stop = new AbortController();
  let called = false;
  for await (const part of start({ signal: AbortSignal.any([signal, stop.signal]) })) {
    if (!called) {
      yield part;
      called = part.type === "tool-call";
      if (called) stop.abort();
    } else if (part.type === "finish") yield { ...part, reason: "tool-calls" };
  }
}
