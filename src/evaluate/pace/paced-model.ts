import type { StreamPart } from "../../chat/index.ts";
import type { ModelClient } from "../../environments/index.ts";
import { type HermesError, isHermesError } from "../../errors.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import type { AdaptiveLimit, Permit } from "./adaptive-limit.ts";
import { delayBefore, PATIENCE, type Patience, pause } from "./patience.ts";

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
      let failed = false;
      let pauseMs: number;
      try {
        for await (const part of this.#model.stream(request, options)) {
          begun = true;
          yield part;
        }
        return;
      } catch (error) {
        failed = true;
        if (begun || !isPutOff(error)) throw error;
        const delay = delayBefore(repetition, error.facts.retryAfterMs, this.#patience);
        if (delay === null) throw error;
        pauseMs = delay;
        this.#refuse(permit, error, delay);
      } finally {
        // Whoever reads the answer may leave at its last part: it was answered all the same.
        if (failed) this.#limit.release(permit);
        else this.#limit.succeed(permit);
      }
      await pause(pauseMs, this.#stop);
    }
  }

  #refuse(permit: Permit, { facts: { reason, retryAfterMs } }: PutOff, delay: number): void {
    if (reason === "rate-limited") this.#limit.refuse(permit, retryAfterMs);
    else this.#limit.postpone(permit, delay);
  }
}

type PutOff = HermesError<"remote-failed">;

/** Refusals that are about the moment, not about the request. */
function isPutOff(error: unknown): error is PutOff {
  if (!isHermesError(error, "remote-failed")) return false;
  return error.facts.reason === "rate-limited" || error.facts.reason === "circuit-open";
}
