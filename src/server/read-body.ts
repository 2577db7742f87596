import { ApiError, badRequest } from "./api-error.ts";
import type { ServerLimits } from "./options.ts";

/** Where bytes of a body come from: Node's IncomingMessage or a web stream. */
export type BodySource = AsyncIterable<Uint8Array>;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** Throws ApiError 415 for anything but plain JSON: forms and text are what pages elsewhere can send without being asked. */
export function requireJson(headers: Headers): void {
  const [type, ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const plain = parameters.every((parameter) => /^\s*(charset="?utf-8"?)?\s*$/.test(parameter));
  if (type?.trim() !== "application/json" || !plain) {
    throw unsupportedMedia("Expected the header content-type: application/json, in UTF-8.");
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") throw unsupportedMedia("Expected a body without content-encoding.");
}

/** Reads a body to its end. Throws ApiError 413 as soon as it is too large, 408 when it comes too slowly, 400 when it is no UTF-8. */
export async function readBody(
  source: BodySource | null,
  headers: Headers,
  limits: Pick<ServerLimits, "bodyBytes" | "bodyTimeoutMs">,
  signal: AbortSignal,
): Promise<string> {
  if (Number(headers.get("content-length") ?? 0) > limits.bodyBytes) throw tooLarge(limits.bodyBytes);
  if (source === null) return "";
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow(limits.bodyTimeoutMs)), limits.bodyTimeoutMs);
  const leave = () => late.reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return decode(await Promise.race([collect(source, limits.bodyBytes), late.promise]));
  } catch (error) {
    if (error instanceof ApiError || signal.aborted) throw error;
    throw new ApiError("The body was cut off.", { status: 400, type: "invalid_request_error", code: "body_cut" });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw badRequest("The body is not valid UTF-8.", null, "invalid_encoding");
  }
}

/** Throws ApiError 400. */
export function parseJsonBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = text.trim() === "" ? "The body is empty; expected a JSON object." : "The body is not valid JSON.";
    throw badRequest(message, null, "invalid_json");
  }
}

async function collect(source: BodySource, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of keepOpen(source)) {
    length += chunk.byteLength;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

/** Leaving a loop over Node's stream early would destroy the socket before the refusal is sent. */
function keepOpen(source: BodySource): BodySource {
  if (!("iterator" in source)) return source;
  const readable = source as { iterator(options: { destroyOnReturn: boolean }): BodySource };
  return readable.iterator({ destroyOnReturn: false });
}

function unsupportedMedia(message: string): ApiError {
  return new ApiError(message, { status: 415, type: "invalid_request_error", code: "unsupported_media_type" });
}

function tooLarge(limit: number): ApiError {
  const message = `The body is larger than ${limit} bytes, the most this server reads.`;
  return new ApiError(message, { status: 413, type: "invalid_request_error", code: "body_too_large" });
}

function tooSlow(timeoutMs: number): ApiError {
  const message = `The body did not arrive within ${timeoutMs} ms.`;
  return new ApiError(message, { status: 408, type: "timeout_error", code: "body_timeout", retryAfterMs: 1000 });
}
