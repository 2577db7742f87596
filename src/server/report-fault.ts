import type { ApiError } from "./api-error.ts";
import type { ServerLog } from "./log.ts";

/** Writes what clients are not told of a failure of ours to the log. */
export function reportFault(error: ApiError, requestId: string, log: ServerLog): void {
  if (error.facts.status < 500 || error.cause === undefined) return;
  const { cause } = error;
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  log.error({ id: requestId, reason }, "request failed");
}
