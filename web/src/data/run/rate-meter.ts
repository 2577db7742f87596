/** Span over which a rate is measured, and the shortest one that says something, in milliseconds. */
const spanMs = 3_000;
const shortestMs = 250;

/** Pieces a second over the last seconds. */
export class RateMeter {
  /** Moments of pieces, oldest first. */
  readonly #moments: number[] = [];

  add(now: number): void {
    this.#moments.push(now);
    while (this.#moments[0]! < now - spanMs) this.#moments.shift();
  }

  /** After a pause: what came before says nothing about now. */
  restart(): void {
    this.#moments.length = 0;
  }

  /** Null while too little has come. */
  get perSecond(): number | null {
    const [first, last] = [this.#moments[0], this.#moments.at(-1)];
    if (first === undefined || last === undefined || last - first < shortestMs) return null;
    return ((this.#moments.length - 1) * 1_000) / (last - first);
  }
}
