import {
  type AnswerMessage,
  collectMessage,
  type DiagnosticPart,
  type FinishReason,
  type StreamPart,
  type Timings,
  type TokenLogprob,
  type ToolCallPart,
  type Usage,
} from "../chat/index.ts";
import { HermesError } from "../errors.ts";

/** A whole answer. */
export interface ChatAnswer extends AnswerMessage {
  /** All the model wrote, thought and markup included. */
  readonly raw: string;
  readonly toolCalls: readonly ToolCallPart[];
  readonly diagnostics: readonly DiagnosticPart[];
  readonly finishReason: FinishReason;
  /** The stop string or control token that ended the answer, where one did. */
  readonly stoppedBy: string | null;
  /** True when the thinking budget closed the thought. */
  readonly thinkingBudgetReached: boolean;
  /** Only where the caller had the thought closed before its end. */
  readonly thoughtEndedByCaller?: true;
  /** Of the tokens of the content; only where the request asked for them. */
  readonly logprobs?: readonly TokenLogprob[];
  readonly usage: Usage;
  readonly timings: Timings;
}

/** Folds a stream to its answer. Throws what the stream throws, or "generation-failed" when it just breaks off. */
export async function collectAnswer(stream: AsyncIterable<StreamPart>): Promise<ChatAnswer> {
  const { finish, ...message } = await collectMessage(stream);
  if (finish === null) {
    throw new HermesError("generation-failed", "The stream ended without a finish part. Ask again.", {
      step: "stream",
    });
  }
  const { type: _type, reason, ...rest } = finish;
  return { ...message, ...rest, finishReason: reason };
}
