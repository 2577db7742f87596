import type { FlatTokens } from "../../tokenizer/index.ts";
import { sortTokens, tokensOutside } from "./sort-tokens.ts";
import { finishAtOnce, type Steps } from "./steps.ts";
import { emptySet } from "./token-set.ts";
import { buildTrie, filterTrie, type TokenTrie } from "./token-trie.ts";

/** A trie in which tokens with the same bytes stand once, under the least of them. */
export class SharedTrie {
  readonly trie: TokenTrie;
  /** [size] Next token with the same bytes, -1 behind the last; null when all tokens differ. */
  readonly #nextEqual: Int32Array | null;
  /** Tokens behind which there is another one, each behind those in front of it in its chain. */
  readonly #repeated: Int32Array;

  private constructor(trie: TokenTrie, nextEqual: Int32Array | null) {
    this.trie = trie;
    this.#nextEqual = nextEqual;
    const repeated: number[] = [];
    nextEqual?.forEach((next, token) => {
      if (next >= 0) repeated.push(token);
    });
    this.#repeated = Int32Array.from(repeated);
  }

  /** Of some of the tokens, in the order of their ids; by default of all that stand for something. */
  static of(flat: FlatTokens, tokens?: Uint32Array): SharedTrie {
    return finishAtOnce(SharedTrie.createInSteps(flat, tokens));
  }

  static *createInSteps(
    flat: FlatTokens,
    tokens = tokensOutside(emptySet(flat.starts.length - 1), flat),
  ): Steps<SharedTrie> {
    const sorted = sortTokens(flat, tokens);
    yield;
    const { trie, nextEqual } = buildTrie(sorted, flat);
    return new SharedTrie(trie, nextEqual);
  }

  /** The tokens that are in a set, which holds all or none of those with the same bytes. */
  filtered(kept: Uint32Array): SharedTrie {
    return new SharedTrie(filterTrie(this.trie, kept), this.#nextEqual);
  }

  /** Whether no other token has the bytes of this one. */
  isAlone(token: number): boolean {
    const next = this.#nextEqual;
    return next === null || (next[token] === -1 && !next.includes(token));
  }

  /** The same for the bits of a mask: cheaper where they are many. */
  addEqualBits(mask: Uint32Array): void {
    for (const token of this.#repeated) {
      const next = this.#nextEqual![token]!;
      const bit = (mask[token >> 5]! >>> (token & 31)) & 1;
      mask[next >> 5] = mask[next >> 5]! | (bit << (next & 31));
    }
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
