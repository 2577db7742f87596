import type { ByteMachine } from "../contract.ts";
import { type Followers, UTF8_FOLLOWERS } from "../utf8-followers.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_PLAIN = 0x7e;

/** Pairs of a state and a place inside a character that are looked at; strings of real grammars need fewer than ten. */
const MOST_PAIRS = 64;

type Step = Pick<ByteMachine, "next">;

/** Finds states in which text of any kind and length may follow, as inside a string without bounds. */
export class TextRoom {
  readonly #machine: Step;
  readonly #plain = new Map<number, boolean>();
  readonly #text = new Map<number, boolean>();

  constructor(machine: Step) {
    this.#machine = machine;
  }

  /** Whether any plain bytes may follow; see ByteMachine.plainTextRoom. */
  allowsPlain(state: number): boolean {
    let allows = this.#plain.get(state);
    if (allows === undefined) {
      allows = this.#isClosed(state, false);
      this.#plain.set(state, allows);
    }
    return allows;
  }

  /** Whether any text may follow; see ByteMachine.textRoom. */
  allowsText(state: number): boolean {
    let allows = this.#text.get(state);
    if (allows === undefined) {
      allows = this.allowsPlain(state) && this.#isClosed(state, true);
      this.#text.set(state, allows);
    }
    return allows;
  }

  /** Whether text leads from the state only to states in which text may follow. */
  #isClosed(state: number, isWide: boolean): boolean {
    const seen = new Set([state * UTF8_FOLLOWERS.length]);
    for (const pair of seen) {
      if (seen.size > MOST_PAIRS) return false;
      const [from, place] = [Math.floor(pair / UTF8_FOLLOWERS.length), pair % UTF8_FOLLOWERS.length];
      for (const [first, last, next] of rangesAt(place, isWide)) {
        for (let byte = first; byte <= last; byte++) {
          if (byte === QUOTE || byte === BACKSLASH) continue;
          const target = this.#machine.next(from, byte);
          if (target < 0) return false;
          seen.add(target * UTF8_FOLLOWERS.length + next);
        }
      }
    }
    return true;
  }
}

const PLAIN = [[0x20, LAST_PLAIN, 0]] as const;
const WIDE = [...PLAIN, ...UTF8_FOLLOWERS[0]!];

function rangesAt(place: number, isWide: boolean): Followers {
  if (place > 0) return UTF8_FOLLOWERS[place]!;
  return isWide ? WIDE : PLAIN;
}
