// The hot loop of walking: `next` allocates only at a state's first visit.
import type { ByteMachine } from "../contract.ts";
import type { WorkClock } from "../work-clock.ts";
import { examplesOf } from "./alphabet.ts";
import { allowsAny, type ClassMachine, type Language } from "./class-machine.ts";
import { intersection, wholeMatchLanguage } from "./languages.ts";
import { PlainTextRoom } from "./plain-text.ts";

/**
 * The UTF-8 encodings of a language's words: no overlong forms, no surrogates. Exact: every state has a word behind it. Null where no word
 * can be encoded.
 */
export function utf8Machine(language: Language, clock?: WorkClock): ByteMachine | null {
  const encodable = withoutSurrogates(language, clock);
  return encodable === null ? null : new Utf8Machine(encodable);
}

/** Where some class holds nothing but surrogates, a state may have no other word behind it; else any word can do without them. */
function withoutSurrogates(language: Language, clock?: WorkClock): Language {
  if (language === null || !examplesOf(language.alphabet).some(isSurrogate)) return language;
  return intersection([language, wholeMatchLanguage("[^\\ud800-\\udfff]*")], clock);
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

/** A character of which some bytes are still to come; it may be any of the 64 ** `bytesLeft` code points from `first`. */
interface PartialCharacter {
  /** The character machine's state in front. */
  readonly state: number;
  readonly first: number;
  readonly bytesLeft: number;
  /** The smallest code point that wants as many bytes. */
  readonly least: number;
}

/** The forms of a first byte: `byte` with the bits above `bits` as here, and what follows. */
const leads: readonly {
  readonly byte: number;
  readonly bits: number;
  readonly bytesLeft: number;
  readonly least: number;
}[] = [
  { byte: 0xc0, bits: 0x1f, bytesLeft: 1, least: 0x80 },
  { byte: 0xe0, bits: 0x0f, bytesLeft: 2, least: 0x800 },
  { byte: 0xf0, bits: 0x07, bytesLeft: 3, least: 0x10000 },
];

const unknown = -2;

/** State `2 s` stands between characters, in state `s` of the character machine; `2 i + 1` is inside partial character `i`. */
class Utf8Machine implements ByteMachine {
  readonly start: number;
  readonly #machine: ClassMachine;
  readonly #room: PlainTextRoom;
  readonly #partials: PartialCharacter[] = [];
  readonly #numbers = new Map<number, number>();
  /** By state: where the bytes 0x80 to 0xFF lead. */
  readonly #rows: (Int32Array | undefined)[] = [];

  constructor(machine: ClassMachine) {
    this.#machine = machine;
    this.#room = new PlainTextRoom(machine);
    this.start = machine.start * 2;
  }

  next(state: number, byte: number): number {
    if (byte < 0x80) return (state & 1) === 0 ? between(this.#machine.next(state >> 1, byte)) : -1;
    let row = this.#rows[state];
    if (row === undefined) {
      row = new Int32Array(128).fill(unknown);
      this.#rows[state] = row;
    }
    const known = row[byte - 0x80]!;
    if (known !== unknown) return known;
    const next = (state & 1) === 0 ? this.#begin(state >> 1, byte) : this.#continue(this.#partials[state >> 1]!, byte);
    row[byte - 0x80] = next;
    return next;
  }

  isAccepting(state: number): boolean {
    return (state & 1) === 0 && this.#machine.isAccepting(state >> 1);
  }

  plainTextRoom(state: number): number {
    return (state & 1) === 0 ? this.#room.of(state >> 1) : 0;
  }

  #begin(state: number, byte: number): number {
    const lead = leads.find(({ byte: form, bits }) => (byte & ~bits) === form);
    if (lead === undefined) return -1;
    const { bits, bytesLeft, least } = lead;
    return this.#partial({ state, first: (byte & bits) << (6 * bytesLeft), bytesLeft, least });
  }

  #continue({ state, first, bytesLeft, least }: PartialCharacter, byte: number): number {
    if (byte > 0xbf) return -1;
    const left = bytesLeft - 1;
    const from = first + ((byte & 0x3f) << (6 * left));
    if (left > 0) return this.#partial({ state, first: from, bytesLeft: left, least });
    return isEncodable(from, least) ? between(this.#machine.next(state, from)) : -1;
  }

  /** -1 where the character cannot be finished. */
  #partial(partial: PartialCharacter): number {
    const { state, first, bytesLeft, least } = partial;
    const from = Math.max(first, least);
    const last = Math.min(first + 64 ** bytesLeft - 1, 0x10ffff);
    const ends = from <= 0xdfff && last >= 0xd800 ? 0xd7ff : last;
    if (from > ends || !allowsAny(this.#machine, state, from, ends)) return -1;
    const key = (state * 0x8000 + first / 64) * 4 + bytesLeft;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#partials.push(partial) - 1;
      this.#numbers.set(key, number);
    }
    return number * 2 + 1;
  }
}

function between(state: number): number {
  return state === -1 ? -1 : state * 2;
}

function isEncodable(codePoint: number, least: number): boolean {
  return codePoint >= least && codePoint <= 0x10ffff && !isSurrogate(codePoint);
}
