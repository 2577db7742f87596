import type { ServerResponse } from "node:http";
import { EventStreamResponse } from "../stream/event-stream.ts";

/**
 * Writes an answer to its socket; resolves when the socket has taken it or is gone. A client that takes nothing of it for
 * `stalledReaderMs` is cut off.
 */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  stalledReaderMs: number,
): Promise<void> {
  if (outgoing.destroyed) {
    if (response instanceof EventStreamResponse) await response.writeTo(outgoing, stalledReaderMs);
    return;
  }
  const closed = new Promise<void>((resolve) => outgoing.once("close", resolve));
  if (response instanceof EventStreamResponse) {
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await Promise.all([response.writeTo(outgoing, stalledReaderMs), closed]);
    return;
  }
  const body = response.body === null ? null : Buffer.from(await response.arrayBuffer());
  const bodyless = response.status === 204 || response.status === 304 || outgoing.req.method === "HEAD";
  const length = bodyless || response.headers.has("content-length") ? {} : { "content-length": body?.byteLength ?? 0 };
  outgoing.setTimeout(stalledReaderMs);
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...length });
  outgoing.end(body);
  await closed;
}
