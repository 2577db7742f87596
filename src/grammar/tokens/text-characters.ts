// Part of the hot loop of walking text: nothing here allocates but constructors and tables.
import type { CharacterClasses } from "../contract.ts";

/** Code points below are looked up in a table. */
const TABLE_SIZE = 0x10000;
export const LAST_CODE_POINT = 0x10ffff;

/** No text goes on so. */
export const NO_CHARACTER = -1;
/** Inside a character. */
export const UNFINISHED = -2;

const NO_TEXT = 4;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** [256] Bytes that are missing behind a first byte; NO_TEXT where text, as countTextCharacters has it, has no such byte. */
const MISSING = new Uint8Array(256)
  .fill(NO_TEXT)
  .fill(0, 0x20, 0x7f)
  .fill(1, 0xc2, 0xe0)
  .fill(2, 0xe0, 0xf0)
  .fill(3, 0xf0, 0xf5);
MISSING[QUOTE] = NO_TEXT;
MISSING[BACKSLASH] = NO_TEXT;

/** Reads characters along the branches of a trie. Ill-formed UTF-8 may pass: whoever reads knows which tokens are text. */
export class CharacterDecoder {
  /** [depth + 1] Of a character that is not whole: its bits so far, and how many bytes are missing. */
  readonly #bits: Int32Array;
  readonly #missing: Uint8Array;

  constructor(depth: number) {
    this.#bits = new Int32Array(depth + 1);
    this.#missing = new Uint8Array(depth + 1);
  }

  /** The code point that ends with a byte at a depth, from 1 on, behind the bytes read last at lesser depths; or UNFINISHED, NO_CHARACTER. */
  read(depth: number, byte: number): number {
    let left = this.#missing[depth - 1]!;
    if (left === 0) {
      left = MISSING[byte]!;
      if (left === NO_TEXT) return NO_CHARACTER;
      this.#missing[depth] = left;
      if (left === 0) return byte;
      this.#bits[depth] = byte & (0x3f >> left);
      return UNFINISHED;
    }
    if (byte >> 6 !== 2) return NO_CHARACTER;
    const codePoint = (this.#bits[depth - 1]! << 6) | (byte & 0x3f);
    if (codePoint > LAST_CODE_POINT) return NO_CHARACTER;
    this.#bits[depth] = codePoint;
    this.#missing[depth] = --left;
    return left === 0 ? codePoint : UNFINISHED;
  }
}

/** [TABLE_SIZE] The class of each code point of the first plane. */
export function classTable({ starts, classes }: CharacterClasses): Uint16Array {
  const table = new Uint16Array(TABLE_SIZE);
  for (let index = 0; index < starts.length && starts[index]! < TABLE_SIZE; index++) {
    table.fill(classes[index]!, starts[index], starts[index + 1] ?? TABLE_SIZE);
  }
  return table;
}

export function classOf({ starts, classes }: CharacterClasses, table: Uint16Array, codePoint: number): number {
  if (codePoint < TABLE_SIZE) return table[codePoint]!;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= codePoint) low = middle;
    else high = middle - 1;
  }
  return classes[low]!;
}
