import { setTimeout as sleep } from "node:timers/promises";
import { isHermesError } from "../../errors.ts";

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Told before each wait. */
  readonly onRetry?: (error: Error, delayMs: number) => void;
  /** First pause, doubled with every failure. */
  readonly retryDelayMs?: number | undefined;
  /** Attempts that may fail one after the other. */
  readonly maximumFailures?: number;
}

/** Attempts that may fail one after the other before the last failure is the caller's: a minute and a half, for a router's restart. */
const MANY_FAILURES = 10;
const defaultDelayMs = 300;
const maximumDelayMs = 20_000;
/** A hub that wants a longer rest than this gets it from the user, not from a program that seems to hang. */
const maximumRestMs = 120_000;

/** A failure that may pass by itself; `delayMs` is what the server asked for. */
export class PassingFailure extends Error {
  readonly failure: Error;
  readonly delayMs: number;

  constructor(failure: Error, delayMs = 0) {
    super(failure.message);
    this.failure = failure;
    this.delayMs = delayMs;
  }
}

/**
 * Runs `attempt` until it succeeds, with growing pauses. `attempt` gets a function that says it has come further: failures are
 * counted from there. What may pass is an unreachable hub and a PassingFailure; the last one is thrown as it was.
 */
export async function withRetries<Result>(
  options: RetryOptions,
  attempt: (cameFurther: () => void) => Promise<Result>,
): Promise<Result> {
  for (let failures = 0; ; ) {
    try {
      return await attempt(() => {
        failures = 0;
      });
    } catch (error) {
      options.signal.throwIfAborted();
      const failure = error instanceof PassingFailure ? error.failure : error;
      const mayPass = error instanceof PassingFailure || isHermesError(error, "hub-unreachable");
      failures++;
      const delayMs = Math.max(
        error instanceof PassingFailure ? error.delayMs : 0,
        Math.min(maximumDelayMs, (options.retryDelayMs ?? defaultDelayMs) * 2 ** (failures - 1)),
      );
      if (!mayPass || failures >= (options.maximumFailures ?? MANY_FAILURES) || delayMs > maximumRestMs) throw failure;
      options.onRetry?.(failure as Error, delayMs);
      await sleep(delayMs, undefined, { signal: options.signal });
    }
  }
}

/** Statuses that may pass: too many requests, and what a gateway says while a server restarts. */
export function mayPass(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** The pause a server asks for in Retry-After, in milliseconds; it may be seconds or a date. */
export function readRetryAfter(response: Response, now: number = Date.now()): number {
  const value = response.headers.get("retry-after")?.trim() ?? "";
  const delayMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : 0;
}
