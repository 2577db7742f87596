import type { ByteMachine } from "../contract.ts";
import { MaskCache, setTokens } from "./mask-cache.ts";
import type { TextRoom, TextSlice } from "./text-slices.ts";
import type { TokenIndex } from "./token-index.ts";
import type { TokenTrie } from "./token-trie.ts";
import type { TransitionCache } from "./transition-cache.ts";
import { walkTrie } from "./walk-trie.ts";

/** How many masks were made in which way. */
export interface MaskCounts {
  /** Copied from the cache. */
  readonly cached: number;
  /** Walked beside a slice of text tokens. */
  readonly sliced: number;
  /** Walked over the whole vocabulary. */
  readonly walked: number;
}

/** Masks of one grammar over one vocabulary. */
export class MaskBuilder {
  readonly #transitions: TransitionCache;
  readonly #index: TokenIndex;
  readonly #cache = new MaskCache();
  #cached = 0;
  #sliced = 0;
  #walked = 0;

  constructor(transitions: TransitionCache, index: TokenIndex) {
    this.#transitions = transitions;
    this.#index = index;
  }

  get counts(): MaskCounts {
    return { cached: this.#cached, sliced: this.#sliced, walked: this.#walked };
  }

  /** Forgets all masks, as their states have gone. */
  clear(): void {
    this.#cache.clear();
  }

  /** Writes every word of `mask`, which has at least as many as the vocabulary needs. */
  write(state: number, mask: Uint32Array): void {
    if (this.#cache.read(state, mask)) {
      this.#cached++;
      return;
    }
    const slice = this.#index.slices.choose(readRoom(this.#transitions.machine, state));
    if (slice === null) this.#writeWalked(state, mask);
    else this.#writeSliced(slice, state, mask);
  }

  #writeWalked(state: number, mask: Uint32Array): void {
    const { trie, found, maskWords } = this.#index;
    const count = this.#walk(trie, state);
    mask.fill(0);
    setTokens(mask, found, count);
    this.#walked++;
    if (count < maskWords) this.#cache.keepTokens(state, found.subarray(0, count));
    else this.#cache.keepWords(state, mask.subarray(0, maskWords));
  }

  #writeSliced({ mask: own, others, tails }: TextSlice, state: number, mask: Uint32Array): void {
    const { states, found, maskWords } = this.#index;
    const count = this.#walk(others, state);
    mask.fill(0);
    mask.set(own);
    setTokens(mask, found, count);
    if (tails !== null) {
      const tailCount = walkTrie(tails.trie, this.#transitions, state, states, found);
      setTokens(mask, found, tails.toTokens(found, tailCount));
    }
    this.#sliced++;
    this.#cache.keepWords(state, mask.subarray(0, maskWords));
  }

  /** Writes the tokens of the trie that are allowed into the index's list, those with equal bytes included; returns their number. */
  #walk(trie: TokenTrie, state: number): number {
    const { states, found } = this.#index;
    return this.#index.addEqualTokens(walkTrie(trie, this.#transitions, state, states, found));
  }
}

function readRoom(machine: ByteMachine, state: number): TextRoom {
  return {
    plainTextRoom: machine.plainTextRoom(state),
    textRoom: machine.textRoom?.(state) ?? 0,
    textLimit: machine.textLimit?.(state) ?? Number.POSITIVE_INFINITY,
    isUniformText: machine.isUniformText?.(state) ?? false,
  };
}
