import { HermesError } from "../../errors.ts";
import type { HubSettings } from "../settings.ts";

export interface HubRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A hub answers a file with one redirect and a renamed repository with another. */
const MAX_REDIRECTS = 6;

/**
 * Sends a GET request and follows redirects. The token goes to the endpoint's origin only, so that a storage server or whoever a
 * redirect names never sees it, and https never falls back to http. The answer may have any status but a redirect's.
 * Throws HermesError "hub-unreachable" or "hub-answer-invalid".
 */
export async function sendRequest(settings: HubSettings, request: HubRequest): Promise<Response> {
  const origin = new URL(settings.endpoint).origin;
  let url = new URL(request.url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetchHead(
      url,
      request,
      settings.timeoutMs,
      url.origin === origin ? settings.token : undefined,
    );
    const location = response.headers.get("location");
    if (!isRedirect(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    if (next === null || !isAllowedHop(url, next)) throw badRedirect(url, location);
    url = next;
  }
  throw badRedirect(url, `one address after the other (${MAX_REDIRECTS} redirects)`);
}

async function fetchHead(
  url: URL,
  request: HubRequest,
  timeoutMs: number,
  token: string | undefined,
): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    return await fetch(url, {
      redirect: "manual",
      headers: { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      // The body outlives the timer, so only the caller's signal may still end it.
      signal: AbortSignal.any([request.signal, timeout.signal]),
    });
  } catch (error) {
    request.signal.throwIfAborted();
    throw unreachable(url.href, timeout.signal.aborted ? `no answer in ${timeoutMs / 1000} s` : reason(error), error);
  } finally {
    clearTimeout(timer);
  }
}

export function unreachable(url: string, why: string, cause?: unknown): HermesError<"hub-unreachable"> {
  const { host } = new URL(url);
  return new HermesError(
    "hub-unreachable",
    `${host} cannot be reached: ${why}. Check the network and HF_ENDPOINT and run the command again; what was fetched is kept.`,
    { url: withoutQuery(url) },
    { cause },
  );
}

/** What fetch hides in its cause: "fetch failed" alone says nothing. */
export function reason(error: unknown): string {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const { code } = inner as NodeJS.ErrnoException;
    if (typeof code === "string") return inner.message.includes(code) ? inner.message : `${inner.message} (${code})`;
    if (inner.cause === undefined) return inner.message;
  }
  return String(error);
}

/** Addresses of storage servers carry signatures in their query: they belong in no message. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function isAllowedHop(from: URL, to: URL): boolean {
  return to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:");
}

function badRedirect(from: URL, found: string): HermesError<"hub-answer-invalid"> {
  const url = withoutQuery(from.href);
  const target = withoutQuery(found);
  return new HermesError(
    "hub-answer-invalid",
    `${url} redirects to ${target}, expected a few steps that end at an https address: check HF_ENDPOINT and the proxy of this network`,
    { url, expected: "a redirect to an https address", found: target },
  );
}
