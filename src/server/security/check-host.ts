import { isIP } from "node:net";
import { ApiError } from "../api-error.ts";
import type { ServerOptions } from "../options.ts";
import { hostName, isLoopback, withoutBrackets } from "./address.ts";

/**
 * Throws ApiError for a Host header that is not ours: a page elsewhere may have its own name resolve to our address, and its
 * browser would then send it here as a request of the same origin.
 */
export type CheckHost = (header: string | null) => void;

export function createCheckHost(options: Pick<ServerOptions, "host" | "keys" | "allowedHosts">): CheckHost {
  const names = new Set(
    ["localhost", "127.0.0.1", "::1", options.host, ...options.allowedHosts].map((name) =>
      withoutBrackets(name.toLowerCase()),
    ),
  );
  const local = isLoopback(options.host);
  // On other addresses a key keeps strangers out, and the server's names are not known unless told.
  if (!local && options.keys.length > 0 && options.allowedHosts.length === 0) return () => {};
  return (header) => {
    const name = hostName(header ?? "");
    // An address is never the product of a foreign name.
    if (name !== null && (names.has(name) || (!local && isIP(name) !== 0))) return;
    const message = `The Host header names ${name === null ? "no host" : "a host"} that this server does not answer to. Its operator can allow further names.`;
    throw new ApiError(message, { status: 403, type: "permission_error", code: "host_not_allowed" });
  };
}
