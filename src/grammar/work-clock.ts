// `tick` stands in hot loops: it allocates nothing and looks at the time only now and then.
import { HermesError, isHermesError } from "../errors.ts";

/** Told of every piece of work; throws when there has been too much. */
export interface WorkClock {
  /** @param units pieces of work of some microseconds at most */
  tick(units?: number): void;
  /** @param cells memory that something new takes for good, in units of four bytes */
  keep?(cells: number): void;
}

/** Compiling for longer is refused. */
export const MAX_COMPILE_MS = 2000;

/** Units between two looks at the time: well under a millisecond. */
const UNITS_A_LOOK = 256;

const COMPILE_TIME = "milliseconds of compiling";

/** Never throws. */
export const noClock: WorkClock = Object.freeze({ tick: () => {} });

/** Ends what takes longer than `limitMs`, until it is stopped. */
export class Deadline implements WorkClock {
  readonly #limitMs: number;
  readonly #now: () => number;
  #end: number;
  #left = UNITS_A_LOOK;

  constructor(limitMs = MAX_COMPILE_MS, now = () => performance.now()) {
    this.#limitMs = limitMs;
    this.#now = now;
    this.#end = now() + limitMs;
  }

  /** Throws HermesError "grammar-limit" behind the end. */
  tick(units = 1): void {
    this.#left -= units;
    if (this.#left > 0) return;
    this.#left = UNITS_A_LOOK;
    if (this.#now() > this.#end) throw outOfTime(this.#limitMs);
  }

  /** From now on nothing is refused: a machine goes on to work while answers are written, and keeps its clock. */
  stop(): void {
    this.#end = Number.POSITIVE_INFINITY;
  }
}

export function outOfTime(limitMs: number): HermesError<"grammar-limit"> {
  const message = `compiling takes more than ${limitMs} milliseconds; make the schema or pattern smaller or plainer`;
  return new HermesError("grammar-limit", message, { what: COMPILE_TIME, limit: limitMs });
}

/** Whether a Deadline has thrown this. */
export function isOutOfTime(error: unknown): error is HermesError<"grammar-limit"> {
  return isHermesError(error, "grammar-limit") && error.facts.what === COMPILE_TIME;
}
