import { badRequest } from "../../api-error.ts";

/** How an answer is to be sent. */
export interface StreamWishes {
  readonly streamed: boolean;
  readonly includeUsage: boolean;
  readonly progress: boolean;
  readonly timingsPerToken: boolean;
  /** Milliseconds of silence before a ping; null for no pings, undefined for the server's own. */
  readonly pingMs: number | null | undefined;
}

/** Reads the stream fields of a checked body. Throws ApiError 400 for those that need a stream where there is none. */
export function streamWishes(body: Readonly<Record<string, unknown>>): StreamWishes {
  const streamed = body.stream === true;
  const options = (body.stream_options ?? {}) as { readonly include_usage?: boolean | null };
  const wishes: StreamWishes = {
    streamed,
    includeUsage: options.include_usage === true,
    progress: body.return_progress === true,
    timingsPerToken: body.timings_per_token === true,
    pingMs: pingMs(body.sse_ping_interval as number | undefined),
  };
  if (streamed) return wishes;
  const orphan = ["stream_options", "return_progress", "timings_per_token", "sse_ping_interval"].find((name) =>
    asksForSomething(body[name]),
  );
  if (orphan === undefined) return wishes;
  throw badRequest(`${orphan} is for streams; send stream: true with it, or leave it out.`, orphan, "invalid_value");
}

function asksForSomething(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function pingMs(seconds: number | undefined): number | null | undefined {
  if (seconds === undefined) return undefined;
  return seconds <= 0 ? null : seconds * 1000;
}
