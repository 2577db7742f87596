import type { Usage } from "../../../chat/index.ts";
import type { StreamWishes } from "../request/stream-wishes.ts";
import type { ChoicePart } from "../run/part-queue.ts";
import type { ChatSpelling } from "./chat-spelling.ts";
import { ChoiceWriter } from "./choice-writer.ts";
import { RunningTimings } from "./running-timings.ts";
import { spellProgress, spellTimings, spellUsage } from "./spell-counts.ts";
import type { ChatChunk, ChunkChoice } from "./wire.ts";

/** The chunks of an answer, in the order of its parts. */
export async function* writeChunks(
  parts: AsyncIterable<ChoicePart>,
  spelling: ChatSpelling,
  wishes: StreamWishes,
  clock: () => number,
): AsyncGenerator<ChatChunk> {
  const writers = Array.from({ length: spelling.choices }, (_, index) => new ChoiceWriter(spelling, index));
  const usages: Usage[] = [];
  const timings = new RunningTimings(clock);
  const chunk = (choices: readonly ChunkChoice[]): ChatChunk => ({
    ...spelling.head,
    object: "chat.completion.chunk",
    choices,
    ...(wishes.includeUsage ? { usage: null } : {}),
  });
  for await (const { index, part } of parts) {
    timings.note(part);
    if (part.type === "prompt-progress") {
      if (!wishes.progress) continue;
      yield { ...chunk([]), prompt_progress: spellProgress(part) };
    }
    for (const choice of writers[index]!.push(part)) {
      if (part.type === "finish" && choice.finish_reason !== null) {
        yield { ...chunk([choice]), timings: spellTimings(part.usage, part.timings) };
      } else yield { ...chunk([choice]), ...(wishes.timingsPerToken ? { timings: timings.now() } : {}) };
    }
    // In the order of the choices, whatever the order of their ends: the prompt's counts are the first one's.
    if (part.type === "finish") usages[index] = part.usage;
  }
  if (wishes.includeUsage) yield { ...chunk([]), usage: spellUsage(usages) };
}
