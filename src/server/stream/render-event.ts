import type { SseEvent } from "./sse-event.ts";

export const PING: SseEvent = { comment: "ping" };

/** One event as it is sent. JSON holds no line breaks, so one data line is enough. */
export function renderEvent(event: SseEvent): string {
  if ("comment" in event) return `: ${event.comment.replaceAll(/[\r\n]+/g, " ")}\n\n`;
  const data = event.data === "[DONE]" ? "[DONE]" : JSON.stringify(event.data);
  return event.event === undefined ? `data: ${data}\n\n` : `event: ${event.event}\ndata: ${data}\n\n`;
}
