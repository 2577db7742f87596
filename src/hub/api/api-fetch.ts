import { HermesError } from "../../errors.ts";
import type { HubSettings } from "../settings.ts";
import { readBody } from "./read-body.ts";
import { describeRefusal, type RequestSubject } from "./refusal.ts";
import { mayPass, PassingFailure, type RetryOptions, readRetryAfter, withRetries } from "./retry.ts";
import { sendRequest, withoutQuery } from "./send-request.ts";

/** Whoever has no network hears of it in a second or two. */
const MAX_FAILURES = 3;
/** A repository of 100,000 files has 100 pages; a list that never ends must. */
const MAX_REQUESTS = 1_000;
/** A page of the largest lists is some hundred kilobytes. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * A `fetch` for the hub's client library that adds what it lacks: token and pages of the endpoint's origin only, retries, a bound
 * on what is read, our errors, and JSON or a refusal where a proxy answers with a page of its own.
 */
export function createApiFetch(settings: HubSettings, subject: RequestSubject, options: RetryOptions): typeof fetch {
  const { origin } = new URL(settings.endpoint);
  let requests = 0;
  return async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    if (++requests > MAX_REQUESTS) throw invalid(url, `a list of more than ${MAX_REQUESTS} pages`);
    if (new URL(url).origin !== origin) throw invalid(url, `a page at ${new URL(url).origin}`);
    return withRetries({ maximumFailures: MAX_FAILURES, ...options }, async () => {
      const response = await sendRequest(settings, {
        url,
        headers: { accept: "application/json" },
        signal: options.signal,
      });
      if (!response.ok) {
        const refusal = await describeRefusal(response, settings, subject);
        throw mayPass(response.status) ? new PassingFailure(refusal, readRetryAfter(response)) : refusal;
      }
      return new Response(await readJsonText(response, url, options.signal, settings.timeoutMs), {
        headers: response.headers,
      });
    });
  };
}

async function readJsonText(response: Response, url: string, signal: AbortSignal, timeoutMs: number): Promise<string> {
  const type = response.headers.get("content-type") ?? "no content type";
  const text = await readText(response, url, signal, timeoutMs);
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid(url, /^\s*</.test(text) ? `a page (${type})` : `${text.length} characters of ${type}`);
  }
}

async function readText(response: Response, url: string, signal: AbortSignal, timeoutMs: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readBody(response, url, signal, timeoutMs)) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw invalid(url, `more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

export function invalid(url: string, found: string, cause?: unknown): HermesError<"hub-answer-invalid"> {
  const address = withoutQuery(url);
  return new HermesError(
    "hub-answer-invalid",
    `${address} answered with ${found}, expected JSON of a model hub: check HF_ENDPOINT, and whether this network answers with a sign-in page`,
    { url: address, expected: "JSON of a model hub", found },
    { cause },
  );
}
