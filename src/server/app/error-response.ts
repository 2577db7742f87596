import { type ApiError, errorBody } from "../api-error.ts";

/** Statuses behind which a body may still be on its way; the connection cannot be used again. */
const CUTTING = new Set([408, 413, 415]);

/** The answer of a failure, with further members of its body and further headers. Only failures with a waiting time may be cured by asking again. */
export function errorResponse(error: ApiError, extra: object = {}, given: Record<string, string> = {}): Response {
  const { status, retryAfterMs } = error.facts;
  const headers = new Headers({ ...given, "x-should-retry": retryAfterMs === undefined ? "false" : "true" });
  if (retryAfterMs !== undefined) {
    headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
    headers.set("retry-after-ms", String(Math.ceil(retryAfterMs)));
  }
  if (status === 401) headers.set("www-authenticate", "Bearer");
  if (CUTTING.has(status)) headers.set("connection", "close");
  return Response.json({ ...errorBody(error), ...extra }, { status, headers });
}
