import type { ClassMachine } from "./class-machine.ts";

/** Rooms are told up to here: no token is longer. */
const FARTHEST = 128;
/** States looked at for one answer; a smaller room is a safe answer. */
const MAX_STATES_SEEN = 512;

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
    const room = this.#measure(state);
    this.#rooms.set(state, room);
    return room;
  }

  /** Layer by layer, until one state of a layer does not let every plain character pass. */
  #measure(start: number): number {
    const seen = new Set([start]);
    let layer = [start];
    let room = 0;
    for (; room < FARTHEST && seen.size < MAX_STATES_SEEN; room++) {
      const behind: number[] = [];
      for (const state of layer) {
        for (const characterClass of this.#plainClasses) {
          const next = this.#machine.step(state, characterClass);
          if (next === -1) return room;
          if (!seen.has(next)) behind.push(next);
          seen.add(next);
        }
      }
      if (behind.length === 0) return Number.POSITIVE_INFINITY;
      layer = behind;
    }
    return room;
  }
}
