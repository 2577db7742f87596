import type { ClassMachine, PlainTextRoom } from "../regex/index.ts";

/** A machine of characters with a number of its own. */
export interface TextMachine {
  readonly id: number;
  readonly machine: ClassMachine;
  readonly plainRoom: PlainTextRoom;
}
