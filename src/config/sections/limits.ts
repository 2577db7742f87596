import type { ServerLimits } from "../../server/index.ts";
import { orNull, whole } from "../kinds.ts";
import { type Rows, setting } from "../setting.ts";
import { milliseconds } from "./milliseconds.ts";

const count = whole(1);

export const limitSettings = {
  /** Largest body of a request, in bytes. */
  bodyBytes: setting(count, 10 * 1024 * 1024),
  /** Most messages of a request. */
  messages: setting(count, 1024),
  /** Most tools of a request. */
  tools: setting(count, 128),
  /** Most choices (`n`) of a request. */
  choices: setting(count, 8),
  /** Most tokens of a prompt; null for what the context leaves. */
  promptTokens: setting(orNull(count), null),
  /** Most tokens of an answer; null for what the context leaves. */
  answerTokens: setting(orNull(count), null),
  /** Answers that run at once. */
  runningRequests: setting(count, 64),
  /** Answers of one key that run or wait at once. */
  requestsPerKey: setting(count, 64),
  /** Answers that wait; further ones get 429. */
  queuedRequests: setting(whole(0), 128),
  /** Milliseconds for the headers of a request. */
  headersTimeoutMs: setting(milliseconds, 10_000),
  /** Milliseconds for the body of a request. */
  bodyTimeoutMs: setting(milliseconds, 30_000),
  /** Milliseconds that an answer may take; null for no limit. */
  answerTimeoutMs: setting(orNull(milliseconds), null),
  /** Milliseconds that a client may leave a stream unread. */
  stalledReaderMs: setting(milliseconds, 60_000),
} satisfies Rows<ServerLimits>;
