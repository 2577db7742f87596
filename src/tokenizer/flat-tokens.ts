import { byteOfSpelling } from "./byte-level.ts";

/**
 * The bytes of all tokens one behind another: an array of its own for each would take thirty times the room, and what is read in any order
 * had better lie close together.
 */
export interface FlatTokens {
  readonly bytes: Uint8Array;
  /** [size + 1] Where each token starts; one that stands for nothing is empty. */
  readonly starts: Int32Array;
}

const utf8 = new TextEncoder();

/** Most bytes of UTF-8 that one UTF-16 code unit becomes. */
const MOST_BYTES = 3;

/**
 * Reads the tokens of a byte-level vocabulary.
 *
 * @param spellings by id, in the byte alphabet; undefined where `texts` has the token, or there is none
 * @param texts by id, as they are; they win
 */
export function readTokens(spellings: readonly (string | undefined)[], texts: ReadonlyMap<number, string>): FlatTokens {
  const size = spellings.length;
  const starts = new Int32Array(size + 1);
  const bytes = new Uint8Array(MOST_BYTES * countUnits(spellings, texts));
  for (let token = 0; token < size; token++) {
    const start = starts[token]!;
    const text = texts.get(token);
    starts[token + 1] =
      text === undefined ? writeSpelled(spellings[token] ?? "", bytes, start) : writeText(text, bytes, start);
  }
  return { bytes: bytes.slice(0, starts[size]), starts };
}

function countUnits(spellings: readonly (string | undefined)[], texts: ReadonlyMap<number, string>): number {
  let units = 0;
  for (let token = 0; token < spellings.length; token++) units += spellings[token]?.length ?? 0;
  for (const text of texts.values()) units += text.length;
  return units;
}

/** Returns where the token ends. One with a character outside the byte alphabet can only be decoded as what it says. */
function writeSpelled(spelling: string, bytes: Uint8Array, start: number): number {
  for (let index = 0; index < spelling.length; index++) {
    const byte = byteOfSpelling(spelling.charCodeAt(index));
    if (byte < 0) return writeText(spelling, bytes, start);
    bytes[start + index] = byte;
  }
  return start + spelling.length;
}

function writeText(text: string, bytes: Uint8Array, start: number): number {
  return start + utf8.encodeInto(text, bytes.subarray(start)).written;
}

/** The bytes of a token, shared; empty for an id without a token. */
export function bytesOfToken({ bytes, starts }: FlatTokens, id: number): Uint8Array {
  const end = starts[id + 1];
  return end === undefined ? bytes.subarray(0, 0) : bytes.subarray(starts[id], end);
}

/** The bytes of some tokens, joined. */
export function joinTokens({ bytes, starts }: FlatTokens, ids: readonly number[]): Uint8Array {
  const lengthOf = (id: number) => starts[id + 1]! - starts[id]!;
  const size = starts.length - 1;
  const known = ids.filter((id) => id >= 0 && id < size);
  const joined = new Uint8Array(known.reduce((length, id) => length + lengthOf(id), 0));
  let end = 0;
  for (const id of known) for (let index = starts[id]!; index < starts[id + 1]!; index++) joined[end++] = bytes[index]!;
  return joined;
}
