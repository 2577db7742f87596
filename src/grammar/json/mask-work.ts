import { HermesError } from "../../errors.ts";
import type { WorkClock } from "../work-clock.ts";

/** Work for one mask, in parts of formulas and states of patterns looked at: about a second, 80 times what the schemas of the bench need. */
const MAX_MASK_WORK = 1_000_000;
/** What patterns may learn while one mask is made, in cells of four bytes: some 20,000 states; and all together, 64 MiB. */
const MAX_MASK_CELLS = 2 ** 21;
const MAX_CELLS = 2 ** 24;
/** A state of a pattern takes so many, about. */
const STATE_CELLS = 96;

/**
 * Counts what a machine computes for each mask: thirty patterns side by side, each within its own limits, could have a state for every text, and
 * one mask would hold up all others for minutes. Throws HermesError "grammar-limit"; before the first mask, only as its own clock does.
 */
export class MaskWork implements WorkClock {
  readonly #clock: WorkClock;
  #workLeft = Number.POSITIVE_INFINITY;
  #cells = 0;
  #mostCells = MAX_CELLS;

  constructor(clock: WorkClock) {
    this.#clock = clock;
  }

  /** States of patterns so far, about. */
  get textStates(): number {
    return Math.floor(this.#cells / STATE_CELLS);
  }

  tick(units = 1): void {
    this.#clock.tick(units);
    this.#workLeft -= units;
    if (this.#workLeft < 0) throw overLimit("work for one mask", MAX_MASK_WORK);
  }

  keep(cells: number): void {
    this.#cells += cells;
    if (this.#cells > this.#mostCells) throw overLimit("memory of the patterns of a schema", this.#mostCells);
  }

  /** At the beginning of a mask. */
  renew(): void {
    this.#workLeft = MAX_MASK_WORK;
    this.#mostCells = Math.min(MAX_CELLS, this.#cells + MAX_MASK_CELLS);
  }
}

function overLimit(what: string, limit: number): HermesError<"grammar-limit"> {
  const message = `${what}: more than ${limit}; expected fewer patterns and branches beside each other`;
  return new HermesError("grammar-limit", message, { what, limit });
}
