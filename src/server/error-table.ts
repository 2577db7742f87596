import { type ErrorCode, type HermesError, isHermesError } from "../errors.ts";
import { ApiError, type ApiErrorFacts } from "./api-error.ts";

/** What clients are told of one kind of failure. */
interface Row extends Omit<ApiErrorFacts, "param"> {
  /** Said instead of the error's own message, which may hold paths or addresses. */
  readonly message?: string;
}

const callersFault = { status: 400, type: "invalid_request_error" } as const;
const fault: Row = { status: 500, type: "server_error", message: "The server failed to answer." };
const unavailable = { status: 503, type: "unavailable_error", retryAfterMs: 1000 } as const;

/** Every code of HermesError; what a request cannot cause is a fault of the server. */
const rows: Readonly<Record<ErrorCode, Row>> = {
  usage: { ...callersFault, code: "invalid_value" },
  "prompt-invalid": { ...callersFault, code: "invalid_prompt" },
  "context-exceeded": { ...callersFault, code: "context_length_exceeded" },
  unsupported: { ...callersFault, code: "unsupported" },
  "schema-invalid": { ...callersFault, code: "invalid_schema" },
  "schema-unsupported": { ...callersFault, code: "unsupported_schema" },
  "grammar-limit": { ...callersFault, code: "schema_too_complex" },
  "generation-failed": { ...fault, message: "The model failed to go on with this answer." },
  "compute-failed": { ...fault, message: "The model's engine has failed; the server must be started again." },
  "memory-exhausted": { ...unavailable, message: "The server has no memory left for this request." },
  "engine-crashed": { ...unavailable, message: "The model's engine has crashed and is started again." },
  disposed: { ...unavailable, message: "The server is stopping." },
  "remote-failed": { status: 502, type: "server_error", message: "The endpoint behind this server failed." },
  "file-missing": fault,
  "file-invalid": fault,
  "config-invalid": fault,
  "checkpoint-invalid": fault,
  "kernel-misuse": fault,
  "cache-invalid": fault,
  "cache-write-failed": fault,
  "object-invalid": fault,
  "training-invalid": fault,
  "hub-refused": fault,
  "hub-unreachable": fault,
  "hub-answer-invalid": fault,
  "download-damaged": fault,
  "disk-full": fault,
  "licence-not-accepted": fault,
  "model-incomplete": fault,
  "environment-failed": fault,
  "dependency-missing": fault,
};

/** What a client is told of any failure; only ApiErrors and the caller's own mistakes are told in their own words. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (!isHermesError(error)) {
    return new ApiError("The server failed to answer.", { status: 500, type: "server_error" }, { cause: error });
  }
  const { message = error.message, ...facts } = remoteRow(error) ?? rows[error.code];
  return new ApiError(message, { ...facts, param: paramOf(error) }, { cause: error });
}

/** An endpoint behind us that is busy or away is so for our clients too. */
function remoteRow(error: HermesError): Row | null {
  if (!isHermesError(error, "remote-failed")) return null;
  const { reason, retryAfterMs = 1000 } = error.facts;
  switch (reason) {
    case "rate-limited":
      return {
        status: 429,
        type: "rate_limit_error",
        code: "rate_limit_exceeded",
        retryAfterMs,
        message: "The endpoint behind this server is busy. Try again later.",
      };
    case "circuit-open":
    case "unreachable":
      return { ...unavailable, retryAfterMs, message: "The endpoint behind this server cannot be reached." };
    case "timeout":
      return { status: 504, type: "server_error", message: "The endpoint behind this server took too long." };
    case "rejected":
      return { ...callersFault, code: "rejected", message: "The endpoint behind this server refused the request." };
    default:
      return null;
  }
}

/** Bodies spell the names of our options with underscores. */
function paramOf(error: HermesError): string | null {
  if (isHermesError(error, "usage")) {
    return error.facts.argument?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? null;
  }
  return isHermesError(error, "prompt-invalid") ? error.facts.field : null;
}
