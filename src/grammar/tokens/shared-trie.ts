import { compareTokens, type FlatTokens, sortTokens } from "./flat-tokens.ts";
import { buildTrie, type TokenTrie } from "./token-trie.ts";

/** A trie in which tokens with the same bytes stand once, under the least of them. */
export class SharedTrie {
  readonly trie: TokenTrie;
  /** [size] Next token with the same bytes, -1 behind the last; null when all tokens differ. */
  readonly #nextEqual: Int32Array | null;

  constructor(flat: FlatTokens) {
    const sorted = sortTokens(flat);
    const first = new Uint32Array(sorted.length);
    let count = 0;
    let nextEqual: Int32Array | null = null;
    for (let index = 0; index < sorted.length; index++) {
      const token = sorted[index]!;
      if (index === 0 || compareTokens(flat, sorted[index - 1]!, token) !== 0) {
        first[count++] = token;
        continue;
      }
      nextEqual ??= new Int32Array(flat.starts.length - 1).fill(-1);
      nextEqual[sorted[index - 1]!] = token;
    }
    this.trie = buildTrie(first.subarray(0, count), flat);
    this.#nextEqual = nextEqual;
  }

  /** Adds to the first `count` tokens in `found` those with the same bytes; returns their number. */
  addEqualTokens(found: Int32Array, count: number): number {
    if (this.#nextEqual === null) return count;
    let total = count;
    for (let index = 0; index < count; index++) {
      let token = this.#nextEqual[found[index]!]!;
      for (; token >= 0; token = this.#nextEqual[token]!) found[total++] = token;
    }
    return total;
  }
}
