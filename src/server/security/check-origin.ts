import { ApiError } from "../api-error.ts";

/** Headers for a page elsewhere that may read the answer; null for requests of no page or of our own. Throws ApiError 403. */
export type CheckOrigin = (origin: string | null, host: string | null) => Readonly<Record<string, string>> | null;

/** What pages elsewhere may read of answers. */
const EXPOSED = "x-request-id, retry-after, retry-after-ms, x-should-retry, x-hermes-warning";
const PREFLIGHT_SECONDS = 600;

export function createCheckOrigin(corsOrigins: readonly string[]): CheckOrigin {
  const named = new Set(corsOrigins);
  return (origin, host) => {
    if (origin === null) return null;
    // A proxy in front of us may speak https for us.
    if (host !== null && (origin === `http://${host}` || origin === `https://${host}`)) return null;
    if (named.has(origin)) {
      return { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED, vary: "origin" };
    }
    const message = "Web pages of this origin may not use this server. Its operator can allow them by name.";
    throw new ApiError(message, { status: 403, type: "permission_error", code: "origin_not_allowed" });
  };
}

/** What a page of a named origin may send. Header names are the browser's own words for what its page asked for. */
export function preflightHeaders(request: Headers): Readonly<Record<string, string>> {
  return {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers":
      request.get("access-control-request-headers") ?? "authorization, content-type, x-api-key",
    "access-control-max-age": String(PREFLIGHT_SECONDS),
  };
}
