/** Times of one sequence, in milliseconds of the process clock. */
export class Stopwatch {
  #admittedAt: number | null = null;
  #promptDoneAt: number | null = null;

  get admitted(): boolean {
    return this.#admittedAt !== null;
  }

  admit(): void {
    this.#admittedAt ??= performance.now();
  }

  /** The first logits behind the prompt are there. */
  promptDone(): void {
    this.#promptDoneAt ??= performance.now();
  }

  /** Since admission. */
  get elapsedMs(): number {
    const now = performance.now();
    return now - (this.#admittedAt ?? now);
  }

  read(): { promptMs: number; decodeMs: number } {
    const now = performance.now();
    const promptDoneAt = this.#promptDoneAt ?? now;
    return { promptMs: promptDoneAt - (this.#admittedAt ?? promptDoneAt), decodeMs: now - promptDoneAt };
  }
}
