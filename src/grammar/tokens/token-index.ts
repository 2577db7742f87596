import type { FlatTokens } from "../../tokenizer/index.ts";
import { ExactTokens } from "./exact-tokens.ts";
import { SharedTrie } from "./shared-trie.ts";
import { finishAtOnce, type Steps } from "./steps.ts";
import { TextMasks } from "./text-masks.ts";
import { TextSlices } from "./text-slices.ts";
import { addToken, emptySet, inNeither } from "./token-set.ts";
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
  readonly textMasks: TextMasks;
  /** Those that `nextForMask` cannot judge. */
  readonly exactTokens: ExactTokens;
  readonly #tokens: SharedTrie;
  readonly #size: number;

  private constructor(size: number, tokens: SharedTrie, exactTokens: ExactTokens, slices: TextSlices) {
    this.#size = size;
    this.#tokens = tokens;
    this.exactTokens = exactTokens;
    this.slices = slices;
    this.maskWords = Math.ceil(size / 32);
    this.states = new Int32Array(this.trie.depth + 1);
    this.found = new Int32Array(size + 1);
    this.textMasks = new TextMasks(tokens, slices.text);
  }

  static of(flat: FlatTokens): TokenIndex {
    return finishAtOnce(TokenIndex.createInSteps(flat));
  }

  /** For 128,256 tokens, steps of some ten milliseconds. */
  static *createInSteps(flat: FlatTokens): Steps<TokenIndex> {
    const tokens = yield* SharedTrie.createInSteps(flat);
    yield;
    const exactTokens = new ExactTokens(flat);
    yield;
    const slices = yield* TextSlices.createInSteps(flat);
    return new TokenIndex(flat.starts.length - 1, tokens, exactTokens, slices);
  }

  /** The index without some tokens, which `rest` hides, in a third of the time; null where it has to be built anew, as one of them is no plain text. */
  without(hidden: readonly number[], rest: FlatTokens): TokenIndex | null {
    const isOnlyInTrie = (token: number) =>
      this.slices.isPlain(token) && this.#tokens.isAlone(token) && !this.exactTokens.has(token);
    if (!hidden.every(isOnlyInTrie)) return null;
    const out = emptySet(this.#size);
    for (const token of hidden) addToken(out, token);
    const tokens = this.#tokens.filtered(inNeither(out, out));
    return new TokenIndex(this.#size, tokens, this.exactTokens, this.slices.without(hidden, rest));
  }

  get trie(): TokenTrie {
    return this.#tokens.trie;
  }

  /** Adds to the first `count` tokens in `found` those with the same bytes; returns their number. */
  addEqualTokens(count: number): number {
    return this.#tokens.addEqualTokens(this.found, count);
  }
}
