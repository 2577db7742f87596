export interface RetrySettings {
  /** Requests beyond the first one. */
  readonly retries: number;
  /** Milliseconds before the first repetition; doubled each time. */
  readonly baseDelayMs: number;
  /** No single wait is longer; where an endpoint asks for more, the request fails at once and says so. */
  readonly longestDelayMs: number;
}

/**
 * Milliseconds to wait before repetition number `repetition` (0 is the first); null when there is none to be had. The wait is what the
 * endpoint asked for, else between half and the whole of base * 2^repetition, so that many clients do not come back at once.
 */
export function retryDelay(
  settings: RetrySettings,
  repetition: number,
  random: () => number,
  askedForMs: number | undefined,
): number | null {
  if (repetition >= settings.retries) return null;
  if (askedForMs !== undefined) return askedForMs <= settings.longestDelayMs ? askedForMs : null;
  const whole = Math.min(settings.baseDelayMs * 2 ** repetition, settings.longestDelayMs);
  return whole * (0.5 + random() / 2);
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What `retry-after-ms` or `retry-after` (seconds, or a date of RFC 9110) ask for, in milliseconds. */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const inMs = readNumber(headers["retry-after-ms"]);
  if (inMs !== undefined) return inMs;
  const value = headers["retry-after"];
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

function readNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}
