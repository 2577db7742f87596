import type { TransitionCache } from "./transition-cache.ts";

/** Where a known way goes on. */
interface Way {
  readonly byte: number;
  readonly next: number;
}

/** States found in one search, some ten microseconds each. */
const MOST_STATES = 20_000;
/** Remembered places; beyond, all are forgotten. */
const MOST_WAYS = 100_000;
const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/**
 * Short ways to the end of a word, for one sequence: breadth first over bytes. What was found is remembered, so that from the next place,
 * which is mostly on the way or beside it, a few steps are enough. Not kept for several sequences, so that what one finds does not depend
 * on the others.
 */
export class EndSearch {
  readonly #ways = new Map<number, Way>();
  #generation = -1;

  /** Bytes to a state that accepts; null where none was found within the limit. */
  find(transitions: TransitionCache, generation: number, start: number): Uint8Array | null {
    if (generation !== this.#generation || this.#ways.size > MOST_WAYS) this.#ways.clear();
    this.#generation = generation;
    if (!this.#isKnown(transitions, start) && !this.#search(transitions, start)) return null;
    const bytes: number[] = [];
    let state = start;
    while (!transitions.machine.isAccepting(state)) {
      const way = this.#ways.get(state)!;
      bytes.push(way.byte);
      state = way.next;
    }
    return Uint8Array.from(bytes);
  }

  #isKnown({ machine }: TransitionCache, state: number): boolean {
    return this.#ways.has(state) || machine.isAccepting(state);
  }

  /** Looks for a state whose way is known, and remembers the way to it. */
  #search(transitions: TransitionCache, start: number): boolean {
    const { machine } = transitions;
    const queue = [start];
    /** By state found: the state before it, and the byte between. */
    const before = new Map<number, Way>([[start, { byte: -1, next: -1 }]]);
    for (let index = 0; index < queue.length && queue.length < MOST_STATES; index++) {
      const state = queue[index]!;
      for (const byte of machine.bytesTowardsEnd?.(state) ?? ALL_BYTES) {
        const next = transitions.next(state, byte);
        if (next < 0 || before.has(next)) continue;
        before.set(next, { byte, next: state });
        if (this.#isKnown(transitions, next)) {
          this.#remember(before, next);
          return true;
        }
        queue.push(next);
      }
    }
    return false;
  }

  #remember(before: ReadonlyMap<number, Way>, end: number): void {
    for (let state = end; ; ) {
      const { byte, next: earlier } = before.get(state)!;
      if (earlier < 0) return;
      this.#ways.set(earlier, { byte, next: state });
      state = earlier;
    }
  }
}
