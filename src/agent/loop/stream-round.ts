import { type CollectedMessage, type FinishPart, MessageCollector, type StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { AgentPart } from "../contract.ts";

/** An answer to its end. */
export type RoundAnswer = CollectedMessage & { readonly finish: FinishPart };

/** Passes the parts of an answer on and gives it back whole. */
export async function* streamRound(
  parts: AsyncIterable<StreamPart>,
  round: number,
): AsyncGenerator<AgentPart, RoundAnswer> {
  const collector = new MessageCollector();
  for await (const part of parts) {
    collector.add(part);
    yield { type: "stream-part", round, part };
  }
  const { finish, ...message } = collector.message;
  if (finish === null) {
    throw new HermesError("generation-failed", "The answer ended without a finish part. Ask again.", {
      step: "stream",
    });
  }
  return { ...message, finish };
}
