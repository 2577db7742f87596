import { type ErrorFacts, HermesError } from "../../../errors.ts";

export type RemoteFailure = ErrorFacts["remote-failed"]["reason"];
export type RemoteError = HermesError<"remote-failed">;

/** Characters of a reply that an error message quotes. */
const QUOTED_LENGTH = 300;
/** Shorter ones protect nothing ("EMPTY", "ollama") and stand in many an honest sentence. */
const SHORTEST_SECRET = 8;

/** Names an endpoint in errors: no user, password, query or fragment. */
export function printableUrl(url: URL): string {
  return url.origin + url.pathname;
}

/** Makes the errors of one endpoint. What the endpoint itself said is quoted shortened and without the secrets given here. */
export class FailureReporter {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  }

  create(
    url: URL,
    reason: RemoteFailure,
    message: string,
    { cause, ...facts }: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ): RemoteError {
    const shown = printableUrl(url);
    const options = cause === undefined ? {} : { cause: this.#cleanCause(cause) };
    return new HermesError("remote-failed", `${shown}: ${message}`, { url: shown, reason, ...facts }, options);
  }

  /** Text of the other side, fit for one line of a message. */
  quote(text: string): string {
    const line = this.#redact(text).replace(/\s+/g, " ").trim();
    return JSON.stringify(line.length > QUOTED_LENGTH ? `${line.slice(0, QUOTED_LENGTH)}…` : line);
  }

  #redact(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, "[key]"), text);
  }

  /** An error's message may repeat what was sent. */
  #cleanCause(cause: unknown): unknown {
    const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return this.#secrets.some((secret) => text.includes(secret)) ? new Error(this.#redact(text)) : cause;
  }
}

/** Whether asking again may help, as long as nothing of the answer has been seen. */
export function isWorthRetrying({ facts }: RemoteError): boolean {
  switch (facts.reason) {
    case "unreachable":
    case "rate-limited":
    case "server-error":
    case "cut":
      return true;
    default:
      return false;
  }
}

/** Whether the failure speaks of an endpoint that is down, not of one that refuses or limits. */
export function speaksOfDeath({ facts }: RemoteError): boolean {
  return facts.reason === "unreachable" || facts.reason === "timeout" || facts.reason === "server-error";
}
