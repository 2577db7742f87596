import { type CollectedMessage, type FinishPart, MessageCollector, type StreamPart } from "../chat/index.ts";

/** A whole answer, folded. */
export type Answer = CollectedMessage & { readonly finish: FinishPart };

/** Reads a stream to its end, shows every part as it comes, and folds it. */
export async function streamAnswer(
  stream: AsyncIterable<StreamPart>,
  show: (part: StreamPart) => void,
): Promise<Answer> {
  const collector = new MessageCollector();
  for await (const part of stream) {
    collector.add(part);
    show(part);
  }
  const { message } = collector;
  if (message.finish === null) throw new Error("the answer ended without a finish part");
  return { ...message, finish: message.finish };
}
