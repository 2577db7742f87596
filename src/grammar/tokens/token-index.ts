import { flattenTokens } from "./flat-tokens.ts";
import { ManyQuotes } from "./many-quotes.ts";
import { SharedTrie } from "./shared-trie.ts";
import { TextSlices } from "./text-slices.ts";
import type { TokenTrie } from "./token-trie.ts";

/**
 * What masks need of a vocabulary, built once and used by every grammar over it. The two scratch arrays belong to whoever walks at the
 * moment; a walk is never interrupted.
 */
export class TokenIndex {
  readonly slices: TextSlices;
  /** Words of a mask. */
  readonly maskWords: number;
  /** [depth + 1] Machine states along a walk. */
  readonly states: Int32Array;
  /** [size + 1] Tokens found by a walk, which writes once behind the last. */
  readonly found: Int32Array;
  /** Those that `nextForMask` cannot judge. */
  readonly manyQuotes: ManyQuotes;
  readonly #tokens: SharedTrie;

  constructor(bytes: readonly (Uint8Array | null)[]) {
    const flat = flattenTokens(bytes);
    this.#tokens = new SharedTrie(flat);
    this.manyQuotes = new ManyQuotes(flat);
    this.slices = new TextSlices(this.trie, flat);
    this.maskWords = Math.ceil(bytes.length / 32);
    this.states = new Int32Array(this.trie.depth + 1);
    this.found = new Int32Array(bytes.length + 1);
  }

  get trie(): TokenTrie {
    return this.#tokens.trie;
  }

  /** Adds to the first `count` tokens in `found` those with the same bytes; returns their number. */
  addEqualTokens(count: number): number {
    return this.#tokens.addEqualTokens(this.found, count);
  }
}
