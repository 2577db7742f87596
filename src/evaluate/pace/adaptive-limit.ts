/** What a request was allowed under; handed back once, with what became of it. Handing it back again does nothing. */
export interface Permit {
  readonly startedAt: number;
}

interface Waiter {
  readonly start: (permit: Permit) => void;
}

/**
 * How many requests may run at once: what is asked for, and less where the other side says so. A refusal halves the limit, answers raise it
 * by one a round of them (additive increase, multiplicative decrease, as TCP: Chiu and Jain 1989). Refusals of requests that were under way when
 * the limit was last cut say nothing new.
 */
export class AdaptiveLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #waiting = new Set<Waiter>();
  #limit: number;
  readonly #running = new Set<Permit>();
  #cutAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  /** @param now milliseconds of a clock that never goes back */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#limit = most;
    this.#now = now;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Most requests at once, for now. */
  get current(): number {
    return Math.floor(this.#limit);
  }

  /** First come, first served. Rejects with the signal's reason while it waits. */
  acquire(signal?: AbortSignal): Promise<Permit> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        start(permit) {
          signal?.removeEventListener("abort", leave);
          resolve(permit);
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.add(waiter);
      this.#startWaiting();
    });
  }

  succeed(permit: Permit): void {
    if (!this.#leave(permit)) return;
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    this.#startWaiting();
  }

  /** There were too many at once. `pauseMs`: for how long the other side wants to be left alone. */
  refuse(permit: Permit, pauseMs = 0): void {
    if (this.#running.has(permit) && permit.startedAt > this.#cutAt) {
      this.#limit = Math.max(1, this.#limit / 2);
      this.#cutAt = this.#now();
    }
    this.postpone(permit, pauseMs);
  }

  /** Nobody is there for so long. */
  postpone(permit: Permit, pauseMs: number): void {
    if (!this.#leave(permit)) return;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + pauseMs);
    this.#startWaiting();
  }

  /** Ended in a way that says nothing about how many are welcome. */
  release(permit: Permit): void {
    if (this.#leave(permit)) this.#startWaiting();
  }

  #leave(permit: Permit): boolean {
    return this.#running.delete(permit);
  }

  #startWaiting(): void {
    const pauseMs = this.#pausedUntil - this.#now();
    if (pauseMs > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#startWaiting();
      }, pauseMs);
      return;
    }
    for (const waiter of this.#waiting) {
      if (this.#running.size >= this.current) return;
      this.#waiting.delete(waiter);
      const permit = { startedAt: this.#now() };
      this.#running.add(permit);
      waiter.start(permit);
    }
  }
}
