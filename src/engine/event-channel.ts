/** Events from one producer to one consumer; the producer never waits. */
export class EventChannel<Event> implements AsyncIterable<Event> {
  readonly #events: Event[] = [];
  readonly #onAbandon: () => void;
  #ended = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  /** @param onAbandon called when the consumer stops reading early */
  constructor(onAbandon: () => void) {
    this.#onAbandon = onAbandon;
  }

  push(event: Event): void {
    this.#events.push(event);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Ends the channel; the consumer gets what was pushed, then `error`. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    try {
      for (;;) {
        const event = this.#events.shift();
        if (event !== undefined) yield event;
        else if (this.#failure !== null) throw this.#failure.error;
        else if (this.#ended) return;
        else await this.#pushed();
      }
    } finally {
      if (!this.#ended) this.#onAbandon();
    }
  }

  async #pushed(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }
}
