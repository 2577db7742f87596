import type { RouteRequest, ServerContext } from "../contract.ts";
import { createEventStream } from "../stream/event-stream.ts";
import type { SseEvent } from "../stream/sse-event.ts";
import type { StreamWishes } from "./request/stream-wishes.ts";

/** Sends chunks as OpenAI does: one event each, and a last one that says that they are all. */
export function sendChunks(
  chunks: AsyncIterable<object>,
  { pingMs }: StreamWishes,
  request: RouteRequest,
  server: ServerContext,
): Promise<Response> {
  return createEventStream(chunkEvents(chunks), request, server, pingMs === undefined ? {} : { pingMs });
}

async function* chunkEvents(chunks: AsyncIterable<object>): AsyncGenerator<SseEvent> {
  for await (const data of chunks) yield { data };
  yield { data: "[DONE]" };
}
