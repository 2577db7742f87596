import { ApiError } from "../api-error.ts";
import type { ServerLimits } from "../options.ts";

type Limits = Pick<ServerLimits, "runningRequests" | "requestsPerKey" | "queuedRequests">;

interface Waiting {
  admit(): void;
}

/** How much the newest answer counts in the running mean of how long answers take. */
const NEWEST_SHARE = 0.2;
const LONGEST_RETRY_MS = 60_000;

/** The places for running answers, and the queue for them: first come, first served. */
export class Admission {
  readonly #limits: Limits;
  readonly #queue = new Set<Waiting>();
  readonly #perKey = new Map<string, number>();
  #running = 0;
  #meanAnswerMs = 1000;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /**
   * Takes a place, or waits for one; the result gives it back and is harmless when repeated. Throws ApiError 429 when key or queue
   * are at their limit, and the reason of the signal when it fires while waiting.
   */
  async enter(keyName: string | null, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (keyName !== null && (this.#perKey.get(keyName) ?? 0) >= this.#limits.requestsPerKey) {
      throw this.#refuse(
        `This key has ${this.#limits.requestsPerKey} answers running or waiting, the most it may have.`,
      );
    }
    const free = this.#running < this.#limits.runningRequests;
    if (!free && this.#queue.size >= this.#limits.queuedRequests) {
      throw this.#refuse(`The server is busy: ${this.#running} answers run and ${this.#queue.size} wait.`);
    }
    this.#count(keyName, 1);
    if (free) this.#running++;
    else await this.#wait(keyName, signal);
    return this.#placeOf(keyName);
  }

  #placeOf(keyName: string | null): () => void {
    const start = performance.now();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#meanAnswerMs += NEWEST_SHARE * (performance.now() - start - this.#meanAnswerMs);
      this.#count(keyName, -1);
      const next = this.#queue.values().next().value;
      if (next === undefined) this.#running--;
      else next.admit();
    };
  }

  /** Resolves with a place that a finished answer handed over. */
  #wait(keyName: string | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        admit: () => {
          this.#queue.delete(waiting);
          signal.removeEventListener("abort", leave);
          resolve();
        },
      };
      const leave = () => {
        this.#queue.delete(waiting);
        this.#count(keyName, -1);
        reject(signal.reason);
      };
      this.#queue.add(waiting);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #count(keyName: string | null, change: 1 | -1): void {
    if (keyName === null) return;
    const count = (this.#perKey.get(keyName) ?? 0) + change;
    if (count === 0) this.#perKey.delete(keyName);
    else this.#perKey.set(keyName, count);
  }

  #refuse(message: string): ApiError {
    const rounds = (this.#queue.size + 1) / this.#limits.runningRequests;
    const retryAfterMs = Math.min(LONGEST_RETRY_MS, Math.max(1000, Math.ceil(rounds) * this.#meanAnswerMs));
    const facts = { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded", retryAfterMs };
    return new ApiError(`${message} Try again later.`, facts);
  }
}
