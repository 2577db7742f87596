import { z } from "zod";
import { honoured } from "./define-field.ts";
import type { Field } from "./field.ts";

/** Longest a client may ask to be left without a sign of life, in seconds. */
const LONGEST_PING_INTERVAL = 3600;
/** More pings than this keep the server busy with nothing. */
const SHORTEST_PING_INTERVAL = 0.005;

const streamOptions = z.strictObject({
  include_usage: z.boolean().nullish(),
  include_obfuscation: z.literal(false, "chunks are not padded; leave it out or false").nullish(),
  continuous_usage_stats: z.literal(false, "usage comes once, in the last chunk; leave it out or false").nullish(),
});

/** How an answer is sent. */
export const streamFields: readonly Field[] = [
  honoured("stream", z.boolean(), "Send the answer as it is written, as server-sent events."),
  honoured("stream_options", streamOptions, "include_usage: a last chunk with the token counts."),
  honoured("return_progress", z.boolean(), "Tell in the stream how much of the prompt is computed, as llama.cpp does."),
  honoured(
    "timings_per_token",
    z.boolean(),
    "llama.cpp's timings in every chunk of content; they are always in the last one.",
  ),
  honoured(
    "sse_ping_interval",
    z
      .number()
      .min(-1)
      .max(LONGEST_PING_INTERVAL)
      .refine(
        (seconds) => seconds <= 0 || seconds >= SHORTEST_PING_INTERVAL,
        `at least ${SHORTEST_PING_INTERVAL} seconds`,
      ),
    "Seconds of silence before a ping; -1: no pings. Default: the server's, 15.",
  ),
];
