import { z } from "zod";
import type { AnswerError } from "../model.ts";

/** A request that failed; `facts` are for the user. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly facts: AnswerError;

  constructor(facts: AnswerError, options?: ErrorOptions) {
    super(facts.message, options);
    this.facts = facts;
  }
}

type Kind = Pick<AnswerError, "kind" | "retryable">;

const kindsByStatus: Readonly<Record<number, Kind>> = {
  401: { kind: "needs-key", retryable: true },
  429: { kind: "busy", retryable: true },
  503: { kind: "loading", retryable: true },
};

function kindOf(status: number): Kind {
  const kind = kindsByStatus[status];
  if (kind !== undefined) return kind;
  if (status >= 400 && status < 500) return { kind: "refused", retryable: false };
  return status >= 500 ? { kind: "server", retryable: true } : { kind: "protocol", retryable: false };
}

const errorForm = z.object({
  error: z.object({
    message: z.string(),
    type: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
  }),
});

/** Statuses by the type of a failure: inside a stream there is no status any more. */
const statusesByType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  rate_limit_error: 429,
  unavailable_error: 503,
};

/** The failure that a body of the form {"error": {"message", "code"}} tells; null when it is no such body. */
export function failureOfBody(body: unknown, status: number | null): ApiFailure | null {
  const form = errorForm.safeParse(body);
  if (!form.success) return null;
  const { message, type, code } = form.data.error;
  // A failure without a code of its own has its status there.
  const known = status ?? (typeof code === "number" ? code : (statusesByType[type ?? ""] ?? 500));
  return new ApiFailure({ ...kindOf(known), message, status: known });
}

/** The failure that an answer with an error status tells; the body is read. */
export async function failureOfResponse(response: Response): Promise<ApiFailure> {
  const text = await response.text().catch(() => "");
  const told = failureOfBody(parseJson(text), response.status);
  if (told !== null) return told;
  const message = `The server answered with status ${response.status} and no reason.`;
  return new ApiFailure({ ...kindOf(response.status), message, status: response.status });
}

/** Undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function unreachable(cause: unknown): ApiFailure {
  const message = "The server cannot be reached. Check that it runs and that this computer is connected to it.";
  return new ApiFailure({ kind: "unreachable", message, status: null, retryable: true }, { cause });
}

export function cutOff(cause?: unknown): ApiFailure {
  const message = "The connection broke before the answer was whole.";
  return new ApiFailure({ kind: "cut", message, status: null, retryable: true }, { cause });
}

export function brokenProtocol(expected: string): ApiFailure {
  const message = `The server sent something else than ${expected}. Is this a Hermes server of the page's version?`;
  return new ApiFailure({ kind: "protocol", message, status: null, retryable: false });
}
