import type { ByteMachine } from "../contract.ts";

/** Entries, as a power of two: 128 KiB, which stay in a core's own cache. */
const ENTRY_BITS = 14;
/** Fibonacci hashing: spreads neighbouring states over the table. */
const HASH_FACTOR = 0x9e3779b1;
const FOLLOWER_BITS = 10;

/** No byte may follow. */
export const NOTHING = -1;
/** More than one byte may follow. */
export const SEVERAL = -2;

/**
 * Remembers transitions of a machine: a walk asks for the same few thousand again and again, and a machine may be slow to answer. New
 * entries push out old ones in the same place, so that the size is fixed however many states there are.
 */
export class TransitionCache {
  #machine: ByteMachine;
  readonly #isForMask: boolean;
  /** [entries, 2] State and the state behind it; the byte is known from the place. -1 in front: empty. */
  readonly entries = new Int32Array(2 << ENTRY_BITS).fill(-1);
  /** [followers, 2] State and the one byte that may follow, or NOTHING or SEVERAL. */
  readonly #followers = new Int32Array(2 << FOLLOWER_BITS).fill(-1);

  /** `isForMask`: remembers `nextForMask` where the machine has it, in place of `next`. */
  constructor(machine: ByteMachine, isForMask = false) {
    this.#machine = machine;
    this.#isForMask = isForMask && machine.nextForMask !== undefined;
  }

  get machine(): ByteMachine {
    return this.#machine;
  }

  /** Forgets the old machine and its states. */
  replaceMachine(machine: ByteMachine): void {
    this.#machine = machine;
    this.entries.fill(-1);
    this.#followers.fill(-1);
  }

  /** As ByteMachine.next, or nextForMask. */
  next(state: number, byte: number): number {
    const place = placeOf(state, byte);
    return this.entries[place] === state ? this.entries[place + 1]! : this.fill(state, byte, place);
  }

  fill(state: number, byte: number, place: number): number {
    const next = this.#isForMask ? this.#machine.nextForMask!(state, byte) : this.#machine.next(state, byte);
    this.entries[place] = state;
    this.entries[place + 1] = next;
    return next;
  }

  /** The state behind several bytes, or -1. */
  nextOfAll(state: number, bytes: Uint8Array): number {
    let current = state;
    for (let index = 0; index < bytes.length && current >= 0; index++) current = this.next(current, bytes[index]!);
    return current;
  }

  /** The only byte that may follow, NOTHING or SEVERAL. */
  onlyByte(state: number): number {
    const place = (Math.imul(state, HASH_FACTOR) >>> (32 - FOLLOWER_BITS)) << 1;
    if (this.#followers[place] === state) return this.#followers[place + 1]!;
    let only = NOTHING;
    for (let byte = 0; byte < 256 && only !== SEVERAL; byte++) {
      if (this.next(state, byte) >= 0) only = only === NOTHING ? byte : SEVERAL;
    }
    this.#followers[place] = state;
    this.#followers[place + 1] = only;
    return only;
  }
}

/** Where the transition lies in `entries`. For one state no two bytes share a place, so an entry need not name its byte. */
export function placeOf(state: number, byte: number): number {
  return ((Math.imul(state, HASH_FACTOR) >>> (32 - ENTRY_BITS)) ^ byte) << 1;
}
