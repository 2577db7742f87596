import { compareTokens, flattenTokens, sortTokens } from "./flat-tokens.ts";
import { TextSlices } from "./text-slices.ts";
import { buildTrie, type TokenTrie } from "./token-trie.ts";

/**
 * What masks need of a vocabulary, built once and used by every grammar over it. Tokens with the same bytes stand in the trie once,
 * under the least id. The two scratch arrays belong to whoever walks at the moment; a walk is never interrupted.
 */
export class TokenIndex {
  readonly trie: TokenTrie;
  readonly slices: TextSlices;
  /** Words of a mask. */
  readonly maskWords: number;
  /** [depth + 1] Machine states along a walk. */
  readonly states: Int32Array;
  /** [size + 1] Tokens found by a walk, which writes once behind the last. */
  readonly found: Int32Array;
  /** [size] Next token with the same bytes, -1 behind the last; null when all tokens differ. */
  readonly #nextEqual: Int32Array | null;

  constructor(bytes: readonly (Uint8Array | null)[]) {
    const flat = flattenTokens(bytes);
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
      nextEqual ??= new Int32Array(bytes.length).fill(-1);
      nextEqual[sorted[index - 1]!] = token;
    }
    this.trie = buildTrie(first.subarray(0, count), flat);
    this.#nextEqual = nextEqual;
    this.slices = new TextSlices(this.trie, flat);
    this.maskWords = Math.ceil(bytes.length / 32);
    this.states = new Int32Array(this.trie.depth + 1);
    this.found = new Int32Array(bytes.length + 1);
  }

  /** Adds to the first `count` tokens in `found` those with the same bytes; returns their number. */
  addEqualTokens(count: number): number {
    if (this.#nextEqual === null) return count;
    let total = count;
    for (let index = 0; index < count; index++) {
      let token = this.#nextEqual[this.found[index]!]!;
      for (; token >= 0; token = this.#nextEqual[token]!) this.found[total++] = token;
    }
    return total;
  }
}
