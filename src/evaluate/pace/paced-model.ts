import { setTimeout as wait } from "node:timers/promises";
import type { StreamPart } from "../../chat/index.ts";
import type { ModelClient } from "../../environments/index.ts";
import { type HermesError, isHermesError } from "../../errors.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import type { AdaptiveLimit } from "./adaptive-limit.ts";

/** How often a request is sent again that the other side put off. */
export interface Patience {
  /** Times for one request. */
  readonly repetitions: number;
  /** Milliseconds before the first repetition where the other side names none; doubled each time. */
  readonly firstMs: number;
  /** A longer wait than this is no wait but a failure. */
  readonly longestMs: number;
}

/** Together some 8 minutes for one request: quotas count by the minute, a server starts again in less. */
const PATIENCE: Patience = { repetitions: 10, firstMs: 1_000, longestMs: 300_000 };
/** Without a word of the other side no single wait is longer. */
const LONGEST_GUESS_MS = 60_000;

/** A model that is asked no faster than a limit allows, and again where it was too busy to begin an answer. */
export class PacedModel implements ModelClient {
  readonly #model: ModelClient;
  readonly #limit: AdaptiveLimit;
  readonly #patience: Patience;
  readonly #stop: AbortSignal | undefined;

  /** @param stop lets nothing new begin; what runs goes on */
  constructor(model: ModelClient, limit: AdaptiveLimit, options: { patience?: Patience; stop?: AbortSignal } = {}) {
    this.#model = model;
    this.#limit = limit;
    this.#patience = options.patience ?? PATIENCE;
    this.#stop = options.stop;
  }

  async *stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    for (let repetition = 0; ; repetition++) {
      const permit = await this.#limit.acquire(this.#stop);
      let begun = false;
      let settled = false;
      let pauseMs = 0;
      try {
        for await (const part of this.#model.stream(request, options)) {
          begun = true;
          yield part;
        }
        settled = true;
        this.#limit.succeed(permit);
        return;
      } catch (error) {
        const delay = begun || !isPutOff(error) ? null : delayBefore(repetition, error, this.#patience);
        if (delay === null) throw error;
        settled = true;
        pauseMs = delay;
        this.#limit.refuse(permit, error instanceof Error && isAsked(error) ? delay : 0);
      } finally {
        if (!settled) this.#limit.release(permit);
      }
      await pause(pauseMs, this.#stop);
    }
  }
}

/** Rejects with the signal's reason, as `acquire` does. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

/** Refusals that are about the moment, not about the request. */
function isPutOff(error: unknown): error is HermesError<"remote-failed"> {
  if (!isHermesError(error, "remote-failed")) return false;
  return error.facts.reason === "rate-limited" || error.facts.reason === "circuit-open";
}

function isAsked(error: Error): boolean {
  return isHermesError(error, "remote-failed") && error.facts.retryAfterMs !== undefined;
}

/** Milliseconds; null where waiting is over. */
function delayBefore(
  repetition: number,
  { facts: { retryAfterMs } }: HermesError<"remote-failed">,
  { repetitions, firstMs, longestMs }: Patience,
): number | null {
  if (repetition >= repetitions) return null;
  if (retryAfterMs !== undefined) return retryAfterMs <= longestMs ? retryAfterMs : null;
  return Math.min(firstMs * 2 ** repetition, LONGEST_GUESS_MS);
}
