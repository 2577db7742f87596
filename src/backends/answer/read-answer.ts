import { finishReasonOf, type MessageStream, type PromptWarning, type StreamPart } from "../../chat/index.ts";
import type { EngineEvent } from "../../engine/index.ts";
import type { AnswerController } from "./answer-controller.ts";

/** What an answer's events are read with. */
export interface AnswerReading {
  readonly controller: AnswerController;
  readonly messages: Pick<MessageStream, "push" | "finish">;
  /** Said before everything else. */
  readonly warnings: readonly PromptWarning[];
  /** How many there are. */
  readonly promptTokens: number;
}

/** Turns a generator's events into stream parts. */
export async function* readAnswer(
  events: AsyncIterable<EngineEvent>,
  { controller, messages, warnings, promptTokens }: AnswerReading,
): AsyncGenerator<StreamPart> {
  let unsaid = warnings;
  let raw = "";
  let toolCalls = 0;
  let cachedTokens = 0;
  const read = (): StreamPart[] => {
    const text = controller.takeText();
    raw += text;
    const parts = messages.push(text);
    toolCalls += parts.filter((part) => part.type === "tool-call").length;
    return parts;
  };
  for await (const event of events) {
    // Not before the loop: only a reader who leaves inside it cancels the sequence.
    for (const { code, message } of unsaid) yield { type: "diagnostic", code, message };
    unsaid = [];
    if (event.type === "admitted") cachedTokens = event.cachedTokens;
    else if (event.type === "token") yield* read();
    else {
      controller.finish();
      yield* read();
      const rest = messages.finish();
      toolCalls += rest.filter((part) => part.type === "tool-call").length;
      yield* rest;
      const { completionTokens, reasoningTokens, thinkingBudgetReached, stoppedBy } = controller;
      // A stop string may only come to light now, in text that was held back as a possible beginning of a thought.
      const limitReached = event.reason === "length" && stoppedBy === null;
      yield {
        type: "finish",
        reason: event.reason === "cancelled" ? "cancelled" : finishReasonOf({ limitReached, toolCalls }),
        usage: { promptTokens, completionTokens, reasoningTokens, cachedTokens },
        timings: { promptMs: event.promptMs, decodeMs: event.decodeMs },
        thinkingBudgetReached,
        stoppedBy,
        raw,
      };
    }
  }
}
