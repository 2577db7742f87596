/** Finds stop strings across the borders of tokens. Holds back only what may begin one. */
export class StopText {
  readonly #stops: readonly string[];
  #held = "";
  #found: string | null = null;

  /** @param stops not empty strings */
  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** The stop string that was met; text from it on is dropped. */
  get found(): string | null {
    return this.#found;
  }

  /** Takes the next text and gives what certainly lies before any stop string. */
  push(text: string): string {
    if (this.#found !== null) return "";
    const seen = this.#held + text;
    const match = this.#firstMatch(seen);
    if (match !== null) {
      this.#found = match.stop;
      this.#held = "";
      return seen.slice(0, match.at);
    }
    const heldLength = this.#possibleStart(seen);
    this.#held = seen.slice(seen.length - heldLength);
    return seen.slice(0, seen.length - heldLength);
  }

  /** What was held back and turned out to be text. */
  finish(): string {
    const rest = this.#held;
    this.#held = "";
    return rest;
  }

  /** The match that is complete first; of those the longest. So the result does not depend on how text is cut. */
  #firstMatch(text: string): { stop: string; at: number } | null {
    let first: { stop: string; at: number } | null = null;
    for (const stop of this.#stops) {
      const at = text.indexOf(stop);
      if (at < 0) continue;
      const end = at + stop.length;
      const firstEnd = first === null ? Number.POSITIVE_INFINITY : first.at + first.stop.length;
      if (end < firstEnd || (end === firstEnd && at < first!.at)) first = { stop, at };
    }
    return first;
  }

  /** Length of the longest end of `text` that begins a stop string. */
  #possibleStart(text: string): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(text.length - length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
