import type { IndexedVocabulary } from "../tokens/index.ts";
import { CALL_OPENING } from "./call-machine.ts";
import { LiteralSearch, type Piece } from "./literal-search.ts";

const THOUGHT_OPENING = "<think>";
const THOUGHT_CLOSING = "</think>";

/** The last byte of all three tags. */
const TAG_END = 0x3e;

/** What guards need to know of a vocabulary; made once for each. The vocabulary has Hermes tags by their text. */
export class GuardTokens {
  readonly vocabulary: IndexedVocabulary;
  readonly thoughtEnd: LiteralSearch;
  readonly callStart: LiteralSearch;
  /** `<think>` in bytes. */
  readonly opening = new TextEncoder().encode(THOUGHT_OPENING);
  /** All tokens that stand for text. */
  readonly #text: Uint32Array;
  /** Tokens that are a piece of `<think>`, and those that hold its last byte and may run past it. */
  readonly #pieces: readonly Piece[];
  readonly #suspects: readonly Piece[];

  constructor(vocabulary: IndexedVocabulary) {
    this.vocabulary = vocabulary;
    this.#text = new Uint32Array(Math.ceil(vocabulary.size / 32));
    const { starts } = vocabulary.tokens;
    for (let token = 0; token < vocabulary.size; token++) {
      if (starts[token]! < starts[token + 1]!) allow(this.#text, token);
    }
    this.#pieces = findTokens(vocabulary, (bytes, start, end) => isPiece(bytes, start, end, this.opening));
    const closing = findTokens(vocabulary, holdsTagEnd);
    this.#suspects = closing.filter(({ bytes }) => !isPiece(bytes, 0, bytes.length, this.opening));
    this.thoughtEnd = new LiteralSearch(THOUGHT_CLOSING, closing);
    this.callStart = new LiteralSearch(CALL_OPENING, closing);
  }

  /** Sets the mask to all tokens that stand for text but for `without`. */
  writeText(mask: Uint32Array, without: readonly number[]): void {
    mask.set(this.#text);
    for (const token of without) forbid(mask, token);
  }

  /** Adds the tokens that go on with `<think>` behind so many bytes of it, and takes out those that run past its end. */
  limitToOpening(matched: number, mask: Uint32Array): void {
    for (const { token, bytes } of this.#pieces) if (this.goesOnOpening(matched, bytes)) allow(mask, token);
    const rest = this.opening.subarray(matched);
    for (const { token, bytes } of this.#suspects) {
      if (bytes.length > rest.length && rest.every((byte, index) => byte === bytes[index])) forbid(mask, token);
    }
  }

  /** Tokens for the rest of `<think>` behind so many bytes of it; null where none spell it. */
  restOfOpening(matched: number): readonly number[] | null {
    const tokens: number[] = [];
    for (let read = matched; read < this.opening.length; ) {
      const fitting = this.#pieces.filter(({ bytes }) => this.goesOnOpening(read, bytes));
      const longest = fitting.sort((a, b) => b.bytes.length - a.bytes.length)[0];
      if (longest === undefined) return null;
      tokens.push(longest.token);
      read += longest.bytes.length;
    }
    return tokens;
  }

  /** Whether these bytes go on with `<think>` behind `matched` bytes of it, and do not run past it. */
  goesOnOpening(matched: number, bytes: Uint8Array): boolean {
    if (matched + bytes.length > this.opening.length) return false;
    return bytes.every((byte, index) => byte === this.opening[matched + index]);
  }
}

/** Tokens that stand for something and pass a test of the bytes from `start` to `end`. */
function findTokens(
  { tokens: { bytes, starts } }: IndexedVocabulary,
  passes: (bytes: Uint8Array, start: number, end: number) => boolean,
): Piece[] {
  const found: Piece[] = [];
  for (let token = 0; token < starts.length - 1; token++) {
    const start = starts[token]!;
    const end = starts[token + 1]!;
    if (start < end && passes(bytes, start, end)) found.push({ token, bytes: bytes.subarray(start, end) });
  }
  return found;
}

function holdsTagEnd(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index] === TAG_END) return true;
  return false;
}

/** Whether the bytes from `start` to `end` stand somewhere in `whole`. */
function isPiece(bytes: Uint8Array, start: number, end: number, whole: Uint8Array): boolean {
  const length = end - start;
  for (let at = 0; at + length <= whole.length; at++) {
    let same = 0;
    while (same < length && bytes[start + same] === whole[at + same]) same++;
    if (same === length) return true;
  }
  return false;
}

function allow(mask: Uint32Array, token: number): void {
  mask[token >>> 5]! |= 1 << (token & 31);
}

function forbid(mask: Uint32Array, token: number): void {
  mask[token >>> 5]! &= ~(1 << (token & 31));
}
