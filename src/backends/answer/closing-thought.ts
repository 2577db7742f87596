import type { StreamPart } from "../../chat/index.ts";
import type { StreamOptions } from "../contract.ts";

/** Gives an answer on; however it ends, there is no thought any more. */
export function closingThought(
  parts: AsyncGenerator<StreamPart>,
  { thought }: StreamOptions,
): AsyncGenerator<StreamPart> {
  if (thought === undefined) return parts;
  const giveOn = async function* (): AsyncGenerator<StreamPart> {
    try {
      yield* parts;
    } finally {
      thought.close();
    }
  };
  return giveOn();
}
