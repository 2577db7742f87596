import type { Vocabulary } from "../contract.ts";
import { CALL_OPENING } from "./call-machine.ts";
import { LiteralSearch } from "./literal-search.ts";

const THOUGHT_OPENING = "<think>";
const THOUGHT_CLOSING = "</think>";

/** The last byte of all three tags. */
const TAG_END = 0x3e;

interface Piece {
  readonly token: number;
  readonly bytes: Uint8Array;
}

/** What guards need to know of a vocabulary; made once for each. The vocabulary has Hermes tags by their text. */
export class GuardTokens {
  readonly vocabulary: Vocabulary;
  readonly thoughtEnd: LiteralSearch;
  readonly callStart: LiteralSearch;
  /** `<think>` in bytes. */
  readonly opening = new TextEncoder().encode(THOUGHT_OPENING);
  /** All tokens that stand for text. */
  readonly #text: Uint32Array;
  /** Tokens that are a piece of `<think>`, and those that hold its last byte and may run past it. */
  readonly #pieces: readonly Piece[];
  readonly #suspects: readonly Piece[];

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.#text = new Uint32Array(Math.ceil(vocabulary.size / 32));
    const pieces: Piece[] = [];
    const closing: Piece[] = [];
    for (let token = 0; token < vocabulary.size; token++) {
      const bytes = vocabulary.bytes[token] ?? null;
      if (bytes === null) continue;
      allow(this.#text, token);
      if (isPiece(bytes, this.opening)) pieces.push({ token, bytes });
      if (bytes.includes(TAG_END)) closing.push({ token, bytes });
    }
    this.#pieces = pieces;
    this.#suspects = closing.filter(({ bytes }) => !isPiece(bytes, this.opening));
    const candidates = closing.map(({ token }) => token);
    this.thoughtEnd = new LiteralSearch(THOUGHT_CLOSING, vocabulary, candidates);
    this.callStart = new LiteralSearch(CALL_OPENING, vocabulary, candidates);
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

/** Whether the bytes stand somewhere in `whole`. */
function isPiece(bytes: Uint8Array, whole: Uint8Array): boolean {
  if (bytes.length > whole.length) return false;
  for (let at = whole.indexOf(bytes[0]!); at >= 0; at = whole.indexOf(bytes[0]!, at + 1)) {
    if (bytes.every((byte, index) => byte === whole[at + index])) return true;
  }
  return false;
}

function allow(mask: Uint32Array, token: number): void {
  mask[token >>> 5]! |= 1 << (token & 31);
}

function forbid(mask: Uint32Array, token: number): void {
  mask[token >>> 5]! &= ~(1 << (token & 31));
}
