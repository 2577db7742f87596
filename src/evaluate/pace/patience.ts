import { setTimeout as wait } from "node:timers/promises";

/** How often something is tried again, and after which waits. */
export interface Patience {
  /** Times a request is sent again that the other side put off. */
  readonly putOff: number;
  /** Times a sample is asked again whose answer was lost on the way. */
  readonly lost: number;
  /** Milliseconds before the first repetition where the other side names none; doubled each time. */
  readonly firstMs: number;
  /** A longer wait than this is no wait but a failure. */
  readonly longestMs: number;
}

/** Some 8 minutes for one request that is put off: quotas count by the minute, a server starts again in less. */
export const PATIENCE: Patience = { putOff: 10, lost: 2, firstMs: 1_000, longestMs: 300_000 };
/** Without a word of the other side no single wait is longer. */
const LONGEST_GUESS_MS = 60_000;

/** Milliseconds before a request that was put off is sent again; null where patience is over. */
export function delayBefore(
  repetition: number,
  askedForMs: number | undefined,
  { putOff, firstMs, longestMs }: Patience,
): number | null {
  if (repetition >= putOff) return null;
  if (askedForMs !== undefined) return askedForMs <= longestMs ? askedForMs : null;
  return Math.min(firstMs * 2 ** repetition, LONGEST_GUESS_MS);
}

/** Rejects with the signal's reason where it ends the wait. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
