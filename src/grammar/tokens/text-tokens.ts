/** How the reader of text stands: at the end of a whole character, or how many bytes of one are missing and which may be next. */
const WHOLE = 0;
const [ONE, TWO, THREE, AFTER_E0, AFTER_ED, AFTER_F0, AFTER_F4] = [1, 2, 3, 4, 5, 6, 7] as const;
const NO_TEXT = 8;

/** First byte, last byte, state before, state behind: UTF-8 (RFC 3629, section 4) without what a JSON string has to escape. */
const STEPS: readonly (readonly [first: number, last: number, before: number, behind: number])[] = [
  [0x20, 0x21, WHOLE, WHOLE],
  [0x23, 0x5b, WHOLE, WHOLE],
  [0x5d, 0x7e, WHOLE, WHOLE],
  [0xc2, 0xdf, WHOLE, ONE],
  [0xe0, 0xe0, WHOLE, AFTER_E0],
  [0xe1, 0xec, WHOLE, TWO],
  [0xed, 0xed, WHOLE, AFTER_ED],
  [0xee, 0xef, WHOLE, TWO],
  [0xf0, 0xf0, WHOLE, AFTER_F0],
  [0xf1, 0xf3, WHOLE, THREE],
  [0xf4, 0xf4, WHOLE, AFTER_F4],
  [0x80, 0xbf, ONE, WHOLE],
  [0x80, 0xbf, TWO, ONE],
  [0x80, 0xbf, THREE, TWO],
  [0xa0, 0xbf, AFTER_E0, ONE],
  [0x80, 0x9f, AFTER_ED, ONE],
  [0x90, 0xbf, AFTER_F0, TWO],
  [0x80, 0x8f, AFTER_F4, TWO],
];

/** [states, 256] The state behind a byte. */
const BEHIND = new Uint8Array(NO_TEXT << 8).fill(NO_TEXT);
for (const [first, last, before, behind] of STEPS)
  BEHIND.fill(behind, (before << 8) | first, ((before << 8) | last) + 1);

/**
 * Code points of the bytes from `start` to `end` when they are whole UTF-8 of characters that a JSON string holds without escape, as
 * ByteMachine.textRoom counts them; else 0. Where there are as many bytes, all are plain.
 */
export function countTextCharacters(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const table = BEHIND;
  let characters = 0;
  let state: number = WHOLE;
  for (let index = start; index < end; index++) {
    state = table[(state << 8) | bytes[index]!]!;
    if (state === NO_TEXT) return 0;
    if (state === WHOLE) characters++;
  }
  return state === WHOLE ? characters : 0;
}

/** Where the text ends that the bytes from `start` to `end` begin with; `start` where they begin with none. */
export function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let whole = start;
  let state: number = WHOLE;
  for (let index = start; index < end; index++) {
    state = BEHIND[(state << 8) | bytes[index]!]!;
    if (state === NO_TEXT) break;
    if (state === WHOLE) whole = index + 1;
  }
  return whole;
}

/** Bytes at the end of `bytes` that begin a character and do not end it; 0 where the text ends with a whole one or is no UTF-8. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length]!;
    if ((byte & 0xc0) === 0x80) continue;
    return continuationBytes(byte) >= length ? length : 0;
  }
  return 0;
}

/** Bytes that follow a first byte of UTF-8. */
function continuationBytes(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}
