import type { ErrorCode } from "../errors.ts";

/** How long something took, by length: what a histogram is made of. */
export interface TimeCounts {
  /** One for each of GRAMMAR_TIME_BOUNDS, and one behind them for what took longer. */
  readonly counts: readonly number[];
  /** Seconds of each count together. */
  readonly sums: readonly number[];
}

/** What the grammars of one model have cost and saved so far. */
export interface GrammarStats {
  /** Of rules that were not kept, from the request to the grammar, the wait for the compiling thread included. */
  readonly compileSeconds: TimeCounts;
  /** Of one mask in MASKS_A_SAMPLE. */
  readonly maskSeconds: TimeCounts;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Tokens that were appended without asking the model. */
  readonly forcedTokens: number;
  /** Rules that were refused, by the code of the error. */
  readonly refused: Readonly<Partial<Record<ErrorCode, number>>>;
}

/** Looking at the time twice costs as much as a mask that is kept, so only some are measured. */
export const MASKS_A_SAMPLE = 8;

/** The bounds of the TimeCounts, in seconds. */
export const GRAMMAR_TIME_BOUNDS: Readonly<Record<"compile" | "mask", readonly number[]>> = {
  compile: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  mask: [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2],
};

/** Counts for GrammarStats. */
export class GrammarMeter {
  readonly #compile = new TimeHistogram(GRAMMAR_TIME_BOUNDS.compile);
  readonly #mask = new TimeHistogram(GRAMMAR_TIME_BOUNDS.mask);
  readonly #refused = new Map<ErrorCode, number>();
  #cacheHits = 0;
  #cacheMisses = 0;
  #forcedTokens = 0;
  #masks = 0;

  hit(): void {
    this.#cacheHits++;
  }

  miss(): void {
    this.#cacheMisses++;
  }

  compiled(milliseconds: number): void {
    this.#compile.add(milliseconds / 1000);
  }

  refused(code: ErrorCode): void {
    this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1);
  }

  forced(tokens: number): void {
    this.#forcedTokens += tokens;
  }

  /** Runs what writes a mask. */
  measureMask(write: () => void): void {
    if (this.#masks++ % MASKS_A_SAMPLE !== 0) {
      write();
      return;
    }
    const start = performance.now();
    write();
    this.#mask.add((performance.now() - start) / 1000);
  }

  stats(): GrammarStats {
    return {
      compileSeconds: this.#compile.read(),
      maskSeconds: this.#mask.read(),
      cacheHits: this.#cacheHits,
      cacheMisses: this.#cacheMisses,
      forcedTokens: this.#forcedTokens,
      refused: Object.fromEntries(this.#refused),
    };
  }
}

class TimeHistogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  readonly #sums: number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
    this.#sums = new Array<number>(bounds.length + 1).fill(0);
  }

  add(seconds: number): void {
    const found = this.#bounds.findIndex((bound) => seconds <= bound);
    const index = found < 0 ? this.#bounds.length : found;
    this.#counts[index]!++;
    this.#sums[index]! += seconds;
  }

  read(): TimeCounts {
    return { counts: [...this.#counts], sums: [...this.#sums] };
  }
}
