import type { Escapable } from "./escapes.ts";
import { BYTE, type Place, type Step } from "./place.ts";

/** What reads the text of a JSON string: its value, or a key. */
export interface TextReader extends Place {
  readonly escapable: Escapable;
  /** Whether one of the code points `first` to `last`, none of them a surrogate, may come next. */
  allowsAny(first: number, last: number): boolean;
  /** Code points of `first` to `last` that are worth a try: one of each kind that is told apart, some of which may be dead. */
  candidates(first: number, last: number): Iterable<number>;
  take(codePoint: number): Place | null;
  /** At the closing quote. */
  close(): Step | null;
}

/** What a place in a text may read. */
export const TEXT_BYTES: Uint8Array = new Uint8Array(256).fill(1, 0x20, 0xf5);

/** Places inside a character; 0 is between two. `sub` is the stage times STAGE plus what is known of the code point. */
const STAGE = 2 ** 22;
const BETWEEN = 0;
/** Bytes of UTF-8 that are missing, by length of the whole; the first to be read settles what is too long or too large. */
const UTF8_STAGES: readonly { readonly missing: number; readonly next: number; readonly min: number }[] = [
  { missing: 1, next: 0, min: 0x80 },
  { missing: 2, next: 3, min: 0x800 },
  { missing: 3, next: 4, min: 0x10000 },
  { missing: 1, next: 0, min: 0 },
  { missing: 2, next: 3, min: 0 },
];
const FIRST_UTF8 = 1;
const ESCAPE = 10;
const HEX = 11;
const LOW_BACKSLASH = 15;
const LOW_U = 16;
const LOW_HEX = 17;

const SIMPLE_ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }).map(
    ([written, meant]) => [written.charCodeAt(0), meant.charCodeAt(0)] as const,
  ),
);

export function stepText(reader: TextReader, sub: number, byte: number): Step | null {
  const stage = Math.floor(sub / STAGE);
  const value = sub % STAGE;
  if (stage === BETWEEN) return stepBetween(reader, byte);
  if (stage < ESCAPE) return stepUtf8(reader, stage - FIRST_UTF8, value, byte);
  if (stage === ESCAPE) return stepEscape(reader, byte);
  if (stage < LOW_BACKSLASH) return stepHex(reader, stage - HEX, value, byte);
  if (stage === LOW_BACKSLASH) return byte === BYTE.BACKSLASH ? at(reader, LOW_U, value) : null;
  if (stage === LOW_U) return byte === LETTER_U ? at(reader, LOW_HEX, value * LOW_PARTIAL) : null;
  return stepLowHex(reader, stage - LOW_HEX, value, byte);
}

/** First bytes of the shortest spellings of code points. */
export function firstBytes(codePoints: Iterable<number>): number[] {
  return [...new Set(Array.from(codePoints, firstByte))];
}

/** Bytes that may go on inside a character, for a search that wants one of each kind; escapes with digits only where there is no other. */
export function bytesInCharacter(reader: TextReader, sub: number): readonly number[] {
  const stage = Math.floor(sub / STAGE);
  if (stage === ESCAPE) {
    const simple = [...SIMPLE_ESCAPES].filter(([, meant]) => reader.take(meant) !== null).map(([written]) => written);
    return simple.length > 0 ? simple : [LETTER_U];
  }
  if (stage === LOW_BACKSLASH) return [BYTE.BACKSLASH];
  if (stage > ESCAPE) return stage === LOW_U ? [LETTER_U] : HEX_DIGITS;
  const { missing, min } = UTF8_STAGES[stage - FIRST_UTF8]!;
  const first = (sub % STAGE) * 64 ** missing;
  const found = [...reader.candidates(Math.max(first, min), first + 64 ** missing - 1)];
  return [...new Set(found.map((codePoint) => 0x80 | ((codePoint >> (6 * (missing - 1))) & 0x3f)))];
}

function firstByte(codePoint: number): number {
  if (codePoint < 0x20 || codePoint === BYTE.QUOTE || codePoint === BYTE.BACKSLASH) return BYTE.BACKSLASH;
  if (codePoint < 0x80) return codePoint;
  if (codePoint < 0x800) return 0xc0 | (codePoint >> 6);
  return codePoint < 0x10000 ? 0xe0 | (codePoint >> 12) : 0xf0 | (codePoint >> 18);
}

export function isBetweenCharacters(sub: number): boolean {
  return sub < STAGE;
}

function at(reader: TextReader, stage: number, value: number): Step {
  return { place: reader, sub: stage * STAGE + value };
}

function take(reader: TextReader, codePoint: number): Step | null {
  const place = reader.take(codePoint);
  return place === null ? null : { place, sub: 0 };
}

function stepBetween(reader: TextReader, byte: number): Step | null {
  if (byte === BYTE.QUOTE) return reader.close();
  if (byte === BYTE.BACKSLASH) return allowsAnyEscape(reader, 0, 0x10ffff) ? at(reader, ESCAPE, 0) : null;
  if (byte < 0x20) return null;
  if (byte < 0x80) return take(reader, byte);
  if (byte >= 0xc0 && byte < 0xe0) return enterUtf8(reader, 0, byte & 0x1f);
  if (byte >= 0xe0 && byte < 0xf0) return enterUtf8(reader, 1, byte & 0x0f);
  return byte >= 0xf0 && byte < 0xf8 ? enterUtf8(reader, 2, byte & 0x07) : null;
}

function enterUtf8(reader: TextReader, index: number, value: number, min = UTF8_STAGES[index]!.min): Step | null {
  const { missing } = UTF8_STAGES[index]!;
  const first = Math.max(value * 64 ** missing, min);
  const last = Math.min((value + 1) * 64 ** missing - 1, 0x10ffff);
  return allowsAnyPoint(reader, first, last) ? at(reader, FIRST_UTF8 + index, value) : null;
}

function stepUtf8(reader: TextReader, index: number, value: number, byte: number): Step | null {
  if (byte < 0x80 || byte > 0xbf) return null;
  const { missing, next, min } = UTF8_STAGES[index]!;
  const longer = value * 64 + (byte & 0x3f);
  if (missing > 1) return enterUtf8(reader, next, longer, min);
  return longer < min || isSurrogate(longer) ? null : take(reader, longer);
}

function stepEscape(reader: TextReader, byte: number): Step | null {
  if (byte === LETTER_U) return at(reader, HEX, 0);
  const codePoint = SIMPLE_ESCAPES.get(byte);
  return codePoint === undefined ? null : take(reader, codePoint);
}

function stepHex(reader: TextReader, digits: number, value: number, byte: number): Step | null {
  const digit = hexDigit(byte);
  if (digit < 0) return null;
  const longer = value * 16 + digit;
  if (digits < 3) {
    const span = 16 ** (3 - digits);
    return allowsAnyUnit(reader, longer * span, (longer + 1) * span - 1) ? at(reader, HEX + digits + 1, longer) : null;
  }
  if (!isSurrogate(longer)) return mayEscape(reader, longer) ? take(reader, longer) : null;
  return allowsAnyUnit(reader, longer, longer) ? at(reader, LOW_BACKSLASH, longer - 0xd800) : null;
}

/** Ten bits of the high surrogate, then up to twelve of the low one. */
const LOW_PARTIAL = 2 ** 12;

function stepLowHex(reader: TextReader, digits: number, value: number, byte: number): Step | null {
  const digit = hexDigit(byte);
  if (digit < 0) return null;
  const high = Math.floor(value / LOW_PARTIAL);
  const low = (value % LOW_PARTIAL) * 16 + digit;
  const span = 16 ** (3 - digits);
  const first = Math.max(low * span, 0xdc00) - 0xdc00;
  const last = Math.min((low + 1) * span - 1, 0xdfff) - 0xdc00;
  if (first > last) return null;
  const base = 0x10000 + high * 1024;
  if (digits === 3) return take(reader, base + first);
  return reader.allowsAny(base + first, base + last)
    ? at(reader, LOW_HEX + digits + 1, high * LOW_PARTIAL + low)
    : null;
}

function mayEscape({ escapable }: TextReader, codePoint: number): boolean {
  return escapable.some(([first, last]) => first <= codePoint && codePoint <= last);
}

function allowsAnyEscape(reader: TextReader, first: number, last: number): boolean {
  return reader.escapable.some((range) => allowsAnyPoint(reader, Math.max(first, range[0]), Math.min(last, range[1])));
}

/** Units of UTF-16 in an escape: those of a pair stand for all code points that the pair can become. */
function allowsAnyUnit(reader: TextReader, first: number, last: number): boolean {
  if (allowsAnyEscape(reader, first, last)) return true;
  const high = Math.max(first, 0xd800) - 0xd800;
  const highEnd = Math.min(last, 0xdbff) - 0xd800;
  return high <= highEnd && reader.allowsAny(0x10000 + high * 1024, 0x10000 + highEnd * 1024 + 1023);
}

function allowsAnyPoint(reader: TextReader, first: number, last: number): boolean {
  if (first > last) return false;
  const before = Math.min(last, 0xd7ff);
  if (first <= before && reader.allowsAny(first, before)) return true;
  const behind = Math.max(first, 0xe000);
  return behind <= last && reader.allowsAny(behind, last);
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

const LETTER_U = 0x75;

const HEX_DIGITS: readonly number[] = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
