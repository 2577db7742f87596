/** Ends one exchange when its time is over or the caller's signal says so. */
export class Watchdog {
  readonly #abort = new AbortController();
  readonly #unwatch: () => void;
  #timer: NodeJS.Timeout | undefined;
  #missed: { what: string; ms: number } | null = null;

  constructor(caller: AbortSignal) {
    const forward = () => this.#abort.abort(caller.reason);
    caller.addEventListener("abort", forward, { once: true });
    this.#unwatch = () => caller.removeEventListener("abort", forward);
    if (caller.aborted) forward();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What did not come in time; null while all is well. */
  get missed(): { readonly what: string; readonly ms: number } | null {
    return this.#missed;
  }

  /** Starts the clock anew, for the next thing to wait for. */
  expect(what: string, ms: number): void {
    this.rest();
    this.#timer = setTimeout(() => {
      this.#missed = { what, ms };
      this.#abort.abort();
    }, ms);
  }

  /** Stops the clock until the next `expect`. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  dispose(): void {
    this.rest();
    this.#unwatch();
  }
}
