/** A token with its bytes. */
export interface Piece {
  readonly token: number;
  readonly bytes: Uint8Array;
}

/**
 * Looks for a literal in bytes that come token by token (Knuth, Morris and Pratt). It also knows the tokens that would run past the end of
 * the literal: what follows it belongs to somebody else, so such a token may not be drawn.
 */
export class LiteralSearch {
  readonly #literal: Uint8Array;
  readonly #fallback: Int32Array;
  /** Tokens with the literal's last byte; only they can run past it. */
  readonly #suspects: readonly Piece[];
  /** By bytes matched so far. */
  readonly #overrunning = new Map<number, readonly number[]>();

  /** @param suspects all tokens with the literal's last byte */
  constructor(literal: string, suspects: readonly Piece[]) {
    this.#literal = new TextEncoder().encode(literal);
    this.#fallback = fallbackOf(this.#literal);
    this.#suspects = suspects;
  }

  /** Bytes of the literal that are matched behind one more byte; all of them when it ends here. */
  advance(matched: number, byte: number): number {
    let length = matched === this.#literal.length ? this.#fallback[matched - 1]! : matched;
    while (length > 0 && this.#literal[length] !== byte) length = this.#fallback[length - 1]!;
    return this.#literal[length] === byte ? length + 1 : length;
  }

  isWhole(matched: number): boolean {
    return matched === this.#literal.length;
  }

  /** Tokens that would run past the end of the literal. */
  overrunning(matched: number): readonly number[] {
    let tokens = this.#overrunning.get(matched);
    if (tokens === undefined) {
      const running = this.#suspects.filter(({ bytes }) => this.#endIn(matched, bytes) < bytes.length);
      tokens = running.map(({ token }) => token);
      this.#overrunning.set(matched, tokens);
    }
    return tokens;
  }

  /** Bytes of a token up to the end of the literal; infinite when it does not end in it. */
  #endIn(matched: number, bytes: Uint8Array): number {
    let length = matched;
    for (const [index, byte] of bytes.entries()) {
      length = this.advance(length, byte);
      if (this.isWhole(length)) return index + 1;
    }
    return Number.POSITIVE_INFINITY;
  }
}

/** For each prefix of the literal, the length of its longest proper prefix that is its suffix as well. */
function fallbackOf(literal: Uint8Array): Int32Array {
  const fallback = new Int32Array(literal.length);
  for (let end = 1, length = 0; end < literal.length; end++) {
    while (length > 0 && literal[length] !== literal[end]) length = fallback[length - 1]!;
    if (literal[length] === literal[end]) length++;
    fallback[end] = length;
  }
  return fallback;
}
