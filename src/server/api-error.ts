/** A failure as clients are told of it. `message` is written for them: no path, no stack, nothing of others' requests. */
export interface ApiErrorFacts {
  readonly status: number;
  /** OpenAI's classes of failures: "invalid_request_error", "authentication_error", "rate_limit_error", "server_error", … */
  readonly type: string;
  /** Field or JSON pointer concerned. */
  readonly param?: string | null;
  readonly code?: string | null;
  /** Milliseconds after which repeating may help; sent as retry-after. Without it clients are told not to repeat. */
  readonly retryAfterMs?: number;
}

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly facts: ApiErrorFacts;

  constructor(message: string, facts: ApiErrorFacts, options?: ErrorOptions) {
    super(message, options);
    this.facts = facts;
  }
}

/** The body of every failure, also inside a stream. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | number | null;
  };
}

export function errorBody({ message, facts }: ApiError): ErrorBody {
  const { type, param = null, code = null, status } = facts;
  return { error: { message, type, param, code: code ?? status } };
}

/** A field or value that the caller must change. */
export function badRequest(message: string, param: string | null, code: string | null = null): ApiError {
  return new ApiError(message, { status: 400, type: "invalid_request_error", param, code });
}

const CLIENT_GONE = 499;

/** Why a request is aborted whose client left. Nobody reads it; the status is for the log. */
export function clientGone(): ApiError {
  return new ApiError("The client went away.", { status: CLIENT_GONE, type: "client_closed", code: "client_closed" });
}

export function isClientGone(reason: unknown): boolean {
  return reason instanceof ApiError && reason.facts.status === CLIENT_GONE;
}
