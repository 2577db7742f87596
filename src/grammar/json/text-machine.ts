import type { ClassMachine, PlainTextRoom } from "../regex/index.ts";
import type { Formula } from "./formula.ts";

/** A machine of characters with a number of its own. */
export interface TextMachine {
  readonly id: number;
  readonly machine: ClassMachine;
  /** At most so many texts, Infinity where they were not listed. */
  readonly words: number;
  readonly plainRoom: PlainTextRoom;
  /** Formulas of its states, those that were asked for. */
  readonly formulas: Formula[];
}
