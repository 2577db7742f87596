/** Ends the thought of one answer from outside: "answer now". Made by whoever asks, given with the request. */
export class ThoughtControl {
  #state: "open" | "ending" | "over" = "open";
  #listener: (() => void) | null = null;

  /** True from `end` on, until the thought is over. */
  get ending(): boolean {
    return this.#state === "ending";
  }

  /**
   * Closes the thought as if its budget were spent, within one step; a thought that has not begun is closed as it begins. False when
   * there is none any more.
   */
  end(): boolean {
    if (this.#state === "over") return false;
    if (this.#state === "open") {
      this.#state = "ending";
      this.#listener?.();
    }
    return true;
  }

  /** For the backend: the thought is over, or there was none; `end` does nothing from now on. */
  close(): void {
    this.#state = "over";
    this.#listener = null;
  }

  /** For the backend: calls back once, when `end` is called. */
  onEnd(listener: () => void): void {
    if (this.#state === "ending") listener();
    else if (this.#state === "open") this.#listener = listener;
  }
}
