import type { SampleRow } from "../contract.ts";

/** How far a run has come. */
export interface ProgressFigures {
  /** Samples with a row, those of earlier runs included; and all that are to be had. */
  readonly done: number;
  readonly total: number;
  readonly errors: number;
  readonly overlong: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of this run; null before the first sample. */
  readonly samplesPerSecond: number | null;
  /** Tokens of answers a second. */
  readonly tokensPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Counts rows as they come. */
export class RunProgress {
  readonly #total: number;
  readonly #before: number;
  readonly #now: () => number;
  readonly #start: number;
  #rows = 0;
  #errors = 0;
  #overlong = 0;
  #promptTokens = 0;
  #completionTokens = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(total: number, before: number, now: () => number = () => performance.now()) {
    this.#total = total;
    this.#before = before;
    this.#now = now;
    this.#start = now();
  }

  /** `isAsked`: the answer is of this run, not only its score. */
  add({ status, overlong, usage }: SampleRow, isAsked = true): void {
    this.#rows++;
    if (status === "error") this.#errors++;
    if (overlong) this.#overlong++;
    if (!isAsked) return;
    this.#promptTokens += usage?.promptTokens ?? 0;
    this.#completionTokens += usage?.completionTokens ?? 0;
  }

  get figures(): ProgressFigures {
    const done = this.#before + this.#rows;
    const seconds = (this.#now() - this.#start) / 1000;
    const rate = (count: number) => (this.#rows === 0 || seconds === 0 ? null : count / seconds);
    const samplesPerSecond = rate(this.#rows);
    return {
      done,
      total: this.#total,
      errors: this.#errors,
      overlong: this.#overlong,
      promptTokens: this.#promptTokens,
      completionTokens: this.#completionTokens,
      samplesPerSecond,
      tokensPerSecond: rate(this.#completionTokens),
      secondsLeft: samplesPerSecond === null ? null : (this.#total - done) / samplesPerSecond,
    };
  }
}
