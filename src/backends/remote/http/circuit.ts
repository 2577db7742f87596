export interface CircuitSettings {
  /** Failures in a row after which the endpoint is taken for dead. */
  readonly failures: number;
  /** Milliseconds for which it is then left alone, before one request may try it again. */
  readonly openMs: number;
}

/** Keeps requests from an endpoint that does not answer: open after some failures in a row, half open after a while. */
export class Circuit {
  readonly #settings: CircuitSettings;
  readonly #now: () => number;
  #failuresInRow = 0;
  /** When the circuit opened or last let a trial through; null while it is closed. */
  #openedAt: number | null = null;

  /** @param now milliseconds of a clock that never goes back */
  constructor(settings: CircuitSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /**
   * Milliseconds for which no request may pass; 0 lets this one through. Of an open circuit whose time is over, one request is let
   * through as a trial and the others wait as long again, or until it succeeds.
   */
  enter(): number {
    if (this.#openedAt === null) return 0;
    const left = this.#openedAt + this.#settings.openMs - this.#now();
    if (left > 0) return left;
    this.#openedAt = this.#now();
    return 0;
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  succeed(): void {
    this.#failuresInRow = 0;
    this.#openedAt = null;
  }

  fail(): void {
    this.#failuresInRow++;
    if (this.#failuresInRow >= this.#settings.failures) this.#openedAt = this.#now();
  }
}
