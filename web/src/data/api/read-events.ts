import { createParser } from "eventsource-parser";
import { brokenProtocol, cutOff } from "./api-failure.ts";

/** Longest single event, in characters; nothing a server of ours sends comes near it. */
const longestEvent = 16 * 1024 * 1024;

/** The data of each server-sent event, however the bytes are cut. Comments are skipped. Throws ApiFailure "cut" or "protocol". */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const found: string[] = [];
  let broken = false;
  const parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: ({ data }) => found.push(data),
    onError: ({ type }) => {
      // Fields nobody knows are to be ignored; the standard says so.
      broken ||= type === "max-buffer-size-exceeded";
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause: unknown) => Promise.reject(cutOff(cause)));
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      if (broken) throw brokenProtocol(`events of at most ${longestEvent} characters`);
      yield* found.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
