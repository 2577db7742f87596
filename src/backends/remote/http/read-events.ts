import { createParser, type ParseError } from "eventsource-parser";

/** Most characters of one event. A token is a few hundred; tool arguments that come whole may be long. */
export const MOST_EVENT_CHARACTERS = 8 * 1024 * 1024;

/** Thrown for a stream whose events are longer than any honest one. */
export class EventTooLong extends Error {
  override readonly name = "EventTooLong";
}

/**
 * The data of each event of a text/event-stream, however its bytes are cut. Comments (pings) give nothing, and an event that the
 * stream's end cuts off is dropped, as the grammar says. Throws EventTooLong, and what `bytes` throws.
 */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
  mostCharacters = MOST_EVENT_CHARACTERS,
): AsyncGenerator<string> {
  let ready: string[] = [];
  let failure: ParseError | null = null;
  const parser = createParser({
    maxBufferSize: mostCharacters,
    onEvent: ({ data }) => ready.push(data),
    // Unknown fields are to be ignored; only the limit ends a stream.
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") failure = error;
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    parser.feed(decoder.decode(piece, { stream: true }));
    const events = ready;
    ready = [];
    yield* events;
    if (failure !== null) throw new EventTooLong(`an event of more than ${mostCharacters} characters`);
  }
}
