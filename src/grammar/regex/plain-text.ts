import { characterRoom } from "../character-room.ts";
import type { ClassMachine } from "./class-machine.ts";

/** No token is longer. */
const limits = { farthest: 128, mostSeen: 512 };

/**
 * How many plain characters (0x20 to 0x7E without `"` and `\`) may follow a state in any order and number up to this; Infinity where any
 * number may. What ByteMachine.plainTextRoom promises, for characters.
 */
export class PlainTextRoom {
  readonly #machine: ClassMachine;
  readonly #plainClasses: readonly number[];
  readonly #rooms = new Map<number, number>();

  constructor(machine: ClassMachine) {
    this.#machine = machine;
    const plain = machine.alphabet.ascii.subarray(0x20, 0x7f);
    const quotes = [0x22 - 0x20, 0x5c - 0x20];
    this.#plainClasses = [...new Set([...plain].filter((_, index) => !quotes.includes(index)))];
  }

  of(state: number): number {
    const known = this.#rooms.get(state);
    if (known !== undefined) return known;
    const room = characterRoom(this.#machine, state, this.#plainClasses, limits);
    this.#rooms.set(state, room);
    return room;
  }
}
