import type { FailureReporter, RemoteError, RemoteFailure } from "./failures.ts";
import { readRetryAfter } from "./retry.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The failure of a reply that is no success. `text` is its body, or null when that was too long to read. */
export function replyFailure(reporter: FailureReporter, url: URL, reply: Reply, text: string | null): RemoteError {
  const { status } = reply;
  const said = text === null || text.trim() === "" ? "" : ` It said ${reporter.quote(readErrorText(text))}.`;
  const retryAfterMs = readRetryAfter(reply.headers, Date.now());
  const facts = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const asked = retryAfterMs === undefined ? "" : ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
  const message = `answered with status ${status}.${said}${asked} ${advice(status)}`;
  return reporter.create(url, reasonOf(status, reply), message, facts);
}

/** The failure of an error object, be it the whole reply or an event of a stream. */
export function errorObjectFailure(reporter: FailureReporter, url: URL, error: unknown): RemoteError {
  const fields = typeof error === "object" && error !== null ? (error as Record<string, unknown>) : {};
  const text = typeof fields.message === "string" ? fields.message : JSON.stringify(error);
  const code = Number(fields.code);
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined;
  const reason = status === undefined ? "server-error" : reasonOf(status, null);
  const message = `reported an error inside its answer: ${reporter.quote(text)}. ${advice(status ?? 500)}`;
  return reporter.create(url, reason, message, status === undefined ? {} : { status });
}

function reasonOf(status: number, reply: Reply | null): RemoteFailure {
  if (status === 401 || status === 403) return "unauthorised";
  if (status === 404) return "not-found";
  if (status === 429) return "rate-limited";
  // 501 and the server's own word on it say that asking again is of no use.
  if (status >= 500 && status !== 501 && reply?.headers["x-should-retry"] !== "false") return "server-error";
  return "rejected";
}

function advice(status: number): string {
  if (status === 401 || status === 403) return "Check the API key and what it may do.";
  if (status === 404) return "Check the base URL (it usually ends with /v1) and the model's name.";
  if (status === 429) return "Ask less often, or later.";
  if (status >= 500) return "Ask again later, or look at the server's log.";
  return "Change the request accordingly.";
}

/** The message inside an error body, else the body. Servers write `{error: {message}}`, `{error: text}`, `{message}` or `{detail}`. */
function readErrorText(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  for (const path of [["error", "message"], ["error"], ["message"], ["detail"]]) {
    const found = path.reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      body,
    );
    if (typeof found === "string") return found;
  }
  return text;
}
