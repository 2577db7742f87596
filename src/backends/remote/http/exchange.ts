import type { Dispatcher } from "undici";
import { bodyBytes } from "./body-bytes.ts";
import type { FailureReporter, RemoteError } from "./failures.ts";
import { printableUrl } from "./failures.ts";
import { loadUndici } from "./load-undici.ts";
import { readBody } from "./read-body.ts";
import { replyFailure } from "./reply-failure.ts";

/** Most bytes of a reply that is no stream. */
const MOST_ERROR_BYTES = 64 * 1024;
/** 307 and 308 keep method and body; the others would turn a question into a GET. */
const SAME_METHOD_REDIRECTS: ReadonlySet<number> = new Set([307, 308]);
const MOST_REDIRECTS = 3;

/** Codes of Node and undici for connections that never came to a reply. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
  ...["ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_ABORTED", "UND_ERR_PRX_TLS"],
]);

export interface Question {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export type SuccessfulReply = Dispatcher.ResponseData;

/**
 * Asks and gives a reply of status 2xx whose body is still to be read. A redirect is followed within the origin only: the key goes
 * nowhere else. Throws HermesError "remote-failed", or what the signal makes of the request.
 */
export async function exchange(
  start: URL,
  question: Question,
  dispatcher: Dispatcher,
  reporter: FailureReporter,
): Promise<SuccessfulReply> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const reply = await send(url, question, dispatcher, reporter);
    const { statusCode: status, headers } = reply;
    if (status >= 200 && status < 300) return reply;
    if (status < 300 || status >= 400) {
      const text = await readBody(bodyBytes(reply.body), MOST_ERROR_BYTES);
      throw replyFailure(reporter, url, { status, headers }, text);
    }
    reply.body.destroy();
    url = redirectTarget(url, status, headers.location, redirects, reporter);
  }
}

async function send(
  url: URL,
  { method, headers, body, signal }: Question,
  dispatcher: Dispatcher,
  reporter: FailureReporter,
): Promise<SuccessfulReply> {
  try {
    const reply = await loadUndici().request(url, { method, headers, body: body ?? null, signal, dispatcher });
    // Whoever reads the body gets its errors; those of a body given up are nobody's.
    reply.body.on("error", () => {});
    return reply;
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw connectionFailure(url, cause, reporter);
  }
}

function connectionFailure(url: URL, cause: unknown, reporter: FailureReporter): RemoteError {
  const code = String((cause as { code?: unknown })?.code ?? "");
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (CONNECTION_CODES.has(code)) {
    const message = `could not be reached (${code}: ${reporter.quote(detail)}). Is the server running, and is the URL right?`;
    return reporter.create(url, "unreachable", message, { cause });
  }
  const message = `the connection failed: ${reporter.quote(detail)}. Check the URL, its certificate and the proxy.`;
  return reporter.create(url, code.startsWith("HPE_") ? "not-the-protocol" : "rejected", message, { cause });
}

function redirectTarget(
  url: URL,
  status: number,
  location: string | string[] | undefined,
  redirects: number,
  reporter: FailureReporter,
): URL {
  const target = typeof location === "string" && URL.canParse(location, url) ? new URL(location, url) : null;
  const fail = (why: string) => reporter.create(url, "redirected", why, { status });
  if (target === null) throw fail(`redirects (status ${status}) without saying where to. Check the base URL.`);
  if (target.origin !== url.origin) {
    throw fail(`redirects to ${printableUrl(target)}, another origin, to which no key is sent. Use that as base URL.`);
  }
  if (!SAME_METHOD_REDIRECTS.has(status)) {
    throw fail(`redirects with status ${status} to ${printableUrl(target)}; only 307 and 308 keep the question.`);
  }
  if (redirects >= MOST_REDIRECTS) throw fail(`redirects more than ${MOST_REDIRECTS} times. Check the base URL.`);
  return target;
}
