/** For tests: all parts of a stream. */
import type { StreamPart } from "../../chat/index.ts";

/** `onPart` is called with every part as it comes. */
export async function collectParts(
  stream: AsyncIterable<StreamPart>,
  onPart: (part: StreamPart) => unknown = () => {},
): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of stream) {
    parts.push(part);
    await onPart(part);
  }
  return parts;
}
