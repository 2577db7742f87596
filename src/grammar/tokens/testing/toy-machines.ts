/** Machines written by hand for tests and benches: one whose states count, and one that tells its room for text. */
import type { ByteMachine } from "../../contract.ts";

/** `()`, `(()())` and so on to any depth. State 0 is the start, 1 the end, d + 1 inside d brackets. */
export const brackets: ByteMachine = {
  start: 0,
  next(state, byte) {
    if (byte === 0x28 && state !== 1) return state === 0 ? 2 : state + 1;
    return byte === 0x29 && state > 1 ? state - 1 : -1;
  },
  isAccepting: (state) => state === 1,
  plainTextRoom: () => 0,
};

/** Places inside a JSON string: a number after a name counts the hexadecimal digits or continuation bytes that are still to come. */
const places = {
  before: 0,
  text: 1,
  escape: 2,
  digits1: 3,
  digits2: 4,
  digits3: 5,
  digits4: 6,
  bytes1: 7,
  bytes2: 8,
  bytes3: 9,
  afterE0: 10,
  afterEd: 11,
  afterF0: 12,
  afterF4: 13,
  end: 14,
} as const;
const PLACES = 15;

/** Continuation bytes that may follow at a place, and the place behind. */
const continuations: Readonly<Record<number, readonly [low: number, high: number, to: number]>> = {
  [places.bytes1]: [0x80, 0xbf, places.text],
  [places.bytes2]: [0x80, 0xbf, places.bytes1],
  [places.bytes3]: [0x80, 0xbf, places.bytes2],
  [places.afterE0]: [0xa0, 0xbf, places.bytes1],
  [places.afterEd]: [0x80, 0x9f, places.bytes1],
  [places.afterF0]: [0x90, 0xbf, places.bytes2],
  [places.afterF4]: [0x80, 0x8f, places.bytes2],
};

function placeInText(byte: number): number {
  if (byte < 0x20) return -1;
  if (byte === 0x22) return places.end;
  if (byte === 0x5c) return places.escape;
  if (byte < 0x80) return places.text;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  if (byte < 0xe0) return places.bytes1;
  if (byte < 0xf0) return byte === 0xe0 ? places.afterE0 : byte === 0xed ? places.afterEd : places.bytes2;
  return byte === 0xf0 ? places.afterF0 : byte === 0xf4 ? places.afterF4 : places.bytes3;
}

function nextPlace(place: number, byte: number): number {
  if (place === places.before) return byte === 0x22 ? places.text : -1;
  if (place === places.text) return placeInText(byte);
  if (place === places.end) return -1;
  if (place === places.escape) {
    if (byte === 0x75) return places.digits4;
    return '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? places.text : -1;
  }
  if (place <= places.digits4) {
    const isDigit = /[0-9a-fA-F]/.test(String.fromCharCode(byte));
    return !isDigit ? -1 : place === places.digits1 ? places.text : place - 1;
  }
  const [low, high, to] = continuations[place]!;
  return byte >= low && byte <= high ? to : -1;
}

export interface StringMachineOptions {
  /** Characters at most; an escape counts as one. */
  readonly mostCharacters?: number;
  /** The last of the hints on text that the machine gives, in this order. */
  readonly hints?: "none" | "plain" | "text" | "limit" | "uniform";
  /** Share of the room that is told; less than 1 is true, too, but then room and limit differ. */
  readonly toldRoom?: number;
}

/** Any JSON string, quotes included. */
export function createStringMachine(options: StringMachineOptions = {}): ByteMachine {
  const { mostCharacters = Number.POSITIVE_INFINITY, hints = "uniform", toldRoom = 1 } = options;
  const level = ["none", "plain", "text", "limit", "uniform"].indexOf(hints);
  const counts = Number.isFinite(mostCharacters);
  const room = (state: number): number =>
    state % PLACES === places.text ? mostCharacters - Math.floor(state / PLACES) : 0;
  const told = (state: number): number => Math.floor(toldRoom * room(state));
  return {
    start: places.before,
    next(state, byte) {
      const place = state % PLACES;
      const used = Math.floor(state / PLACES);
      const next = nextPlace(place, byte);
      if (next < 0 || !counts || place !== places.text || next === places.end)
        return next < 0 ? -1 : next + used * PLACES;
      return used === mostCharacters ? -1 : next + (used + 1) * PLACES;
    },
    isAccepting: (state) => state % PLACES === places.end,
    plainTextRoom: (state) => (level >= 1 ? told(state) : 0),
    ...(level >= 2 ? { textRoom: told } : {}),
    ...(level >= 3 ? { textLimit: (state: number) => room(state) || Number.POSITIVE_INFINITY } : {}),
    ...(level >= 4 ? { isUniformText: (state: number) => room(state) === Number.POSITIVE_INFINITY } : {}),
  };
}

/** Lists of different strings: `["a","b"]`. It remembers what was written, so nearly every text is a state of its own. */
export function createUniqueStrings(hints: "text" | "uniform"): ByteMachine {
  const inner = createStringMachine();
  const states: { readonly items: readonly string[]; readonly text: string; readonly inside: number }[] = [];
  const numbers = new Map<string, number>();
  const [opened, closed] = [-1, -2];
  const intern = (items: readonly string[], text: string, inside: number): number => {
    const key = JSON.stringify([items, text, inside]);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push({ items, text, inside }) - 1;
  };
  const isText = (state: number) => states[state]!.inside === places.text;
  const start = intern([], "", opened);
  const follow = (state: number, byte: number): number => {
    const { items, text, inside } = states[state]!;
    const character = String.fromCharCode(byte);
    if (inside === closed) return -1;
    if (inside === opened) return character === "[" ? intern(items, "", places.before) : -1;
    if (inside === places.end) {
      if (character === ",") return intern(items, "", places.before);
      return character === "]" ? intern(items, "", closed) : -1;
    }
    const next = inner.next(inside, byte);
    if (next === places.end) return items.includes(text) ? -1 : intern([...items, text], "", next);
    return next < 0 ? -1 : intern(items, inside === places.before ? "" : text + character, next);
  };
  return {
    start,
    get stateCount() {
      return states.length;
    },
    next: follow,
    isAccepting: (state) => states[state]!.inside === closed,
    plainTextRoom: (state) => (isText(state) ? Number.POSITIVE_INFINITY : 0),
    textRoom: (state) => (isText(state) ? Number.POSITIVE_INFINITY : 0),
    isUniformText: (state) => {
      const { items, text } = states[state]!;
      return hints === "uniform" && isText(state) && !items.some((item) => item.startsWith(text));
    },
  };
}
