import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "../api-error.ts";
import type { Caller } from "../contract.ts";
import type { StoredKey } from "../options.ts";

/** Says who asks. Throws ApiError 401 without one of the keys, where there are any. */
export type Authorise = (headers: Headers) => Caller;

export function createAuthorise(keys: readonly StoredKey[]): Authorise {
  const known = keys.map(({ name, sha256 }) => ({
    hash: Buffer.from(sha256, "hex"),
    caller: { keyName: name, cacheSalt: `key:${name}` },
  }));
  if (known.length === 0) return () => ({ keyName: null, cacheSalt: undefined });
  return (headers) => {
    const key = readKey(headers);
    if (key === null) throw refuse("This server needs a key. Send it as authorization: Bearer KEY.", "missing_api_key");
    const hash = createHash("sha256").update(key).digest();
    // All are compared, so that the time tells nothing of which one was nearly right.
    const [match] = known.filter((stored) => timingSafeEqual(stored.hash, hash));
    if (match === undefined) throw refuse("This key is not known to the server.", "invalid_api_key");
    return match.caller;
  };
}

/** `x-api-key` is what clients of Anthropic's form send. */
function readKey(headers: Headers): string | null {
  const authorization = headers.get("authorization");
  if (authorization === null) return headers.get("x-api-key");
  return /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}

function refuse(message: string, code: string): ApiError {
  return new ApiError(message, { status: 401, type: "authentication_error", code });
}
