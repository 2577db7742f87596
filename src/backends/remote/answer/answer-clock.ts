import type { Timings } from "../../../chat/index.ts";

/** Milliseconds to the first token and from there on; what a remote prompt costs includes the way and the queue. */
export class AnswerClock {
  readonly #startedAt = performance.now();
  #firstAt: number | null = null;

  seen(): void {
    this.#firstAt ??= performance.now();
  }

  timings(): Timings {
    const now = performance.now();
    const firstAt = this.#firstAt ?? now;
    return { promptMs: firstAt - this.#startedAt, decodeMs: now - firstAt };
  }
}
