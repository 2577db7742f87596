/** Of a long prompt only so many last tokens are looked at: reading them takes some milliseconds and memory, once. */
export const MOST_HISTORY = 32_768;

/**
 * Remembers, for every run of n tokens of a sequence, what followed it last. It grows with the sequence, a few map entries a
 * token; a look-up costs the same however long the sequence is.
 */
export class NgramIndex {
  readonly #vocabularySize: number;
  readonly #longest: number;
  readonly #shortest: number;
  /** Per length from `shortest` on: the run's tokens as one number -> position behind its last occurrence. */
  readonly #ends: readonly Map<number, number>[];
  /** Tokens whose runs are known. */
  #length = 0;

  /** Runs of `shortest` to `longest` tokens are known; 1 <= shortest <= longest. */
  constructor(vocabularySize: number, shortest: number, longest: number) {
    this.#vocabularySize = vocabularySize;
    this.#shortest = shortest;
    this.#longest = longest;
    this.#ends = Array.from({ length: longest - shortest + 1 }, () => new Map());
  }

  /** Takes notice of runs in `tokens` that something follows. The sequence may only have grown since the last call. */
  extend(tokens: readonly number[]): void {
    const first = Math.max(1, this.#length, tokens.length - MOST_HISTORY);
    for (let end = first; end < tokens.length; end++) {
      for (let n = this.#shortest; n <= this.#longest && n <= end; n++) {
        this.#ends[n - this.#shortest]!.set(this.#key(tokens, end, n), end);
      }
    }
    this.#length = tokens.length;
  }

  /** Where the longest run at the end of `tokens` stood before: the position behind it. Null when even the shortest is new. */
  find(tokens: readonly number[]): number | null {
    for (let n = Math.min(this.#longest, tokens.length - 1); n >= this.#shortest; n--) {
      const end = this.#ends[n - this.#shortest]!.get(this.#key(tokens, tokens.length, n));
      if (end !== undefined) return end;
    }
    return null;
  }

  /**
   * Tokens [end - n, end) as digits of one number. Exact for three tokens of up to 208,063 ids (2^53); where it is not, two
   * runs may share a place, and a guess is wrong, which the next draw finds out.
   */
  #key(tokens: readonly number[], end: number, n: number): number {
    let key = 0;
    for (let i = end - n; i < end; i++) key = key * this.#vocabularySize + tokens[i]!;
    return key;
  }
}
