import type { ByteMachine, TextState } from "../contract.ts";
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
  readonly #exact: TransitionCache;
  readonly #transitions: TransitionCache;
  readonly #index: TokenIndex;
  readonly #cache = new MaskCache();
  #cached = 0;
  #sliced = 0;
  #walked = 0;

  /** `transitions` are those for masks; the same as the exact ones where the machine forgets nothing. */
  constructor(exact: TransitionCache, transitions: TransitionCache, index: TokenIndex) {
    this.#exact = exact;
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
    const { machine } = this.#transitions;
    const base = machine.maskState?.(state) ?? state;
    if (this.#cache.read(base, mask)) this.#cached++;
    else {
      const room = readRoom(machine, base);
      const text = room.isUniformText ? null : (machine.textState?.(base) ?? null);
      const slice = text === null ? this.#index.slices.choose(room) : null;
      if (text !== null) this.#writeText(text, state, base, mask);
      else if (slice === null) this.#writeWalked(state, base, mask);
      else this.#writeSliced(slice, state, base, mask);
    }
    if (base !== state) setTokens(mask, this.#index.found, this.#walkExactTokens(state, 0));
  }

  #writeWalked(state: number, base: number, mask: Uint32Array): void {
    const { trie, found, maskWords } = this.#index;
    const count = this.#walk(trie, state, base);
    mask.fill(0);
    setTokens(mask, found, count);
    this.#walked++;
    if (count < maskWords) this.#cache.keepTokens(base, found.subarray(0, count));
    else this.#cache.keepWords(base, mask.subarray(0, maskWords));
  }

  #writeSliced({ mask: own, others, tails }: TextSlice, state: number, base: number, mask: Uint32Array): void {
    const { states, found, maskWords } = this.#index;
    const count = this.#walk(others, state, base);
    mask.fill(0);
    mask.set(own);
    if (this.#exact !== this.#transitions) this.#index.exactTokens.clear(mask);
    setTokens(mask, found, count);
    if (tails !== null) {
      const tailCount = walkTrie(tails.trie, this.#transitions, base, states, found);
      setTokens(mask, found, tails.toTokens(found, tailCount));
    }
    this.#sliced++;
    this.#cache.keepWords(base, mask.subarray(0, maskWords));
  }

  #writeText(text: TextState, state: number, base: number, mask: Uint32Array): void {
    const { textMasks, slices, exactTokens, states, found, maskWords } = this.#index;
    if (!textMasks.write(text, mask, states, found)) {
      this.#writeWalked(state, base, mask);
      return;
    }
    if (this.#exact !== this.#transitions) exactTokens.clear(mask);
    setTokens(mask, found, this.#walk(slices.notText, state, base));
    this.#sliced++;
    this.#cache.keep(base, mask.subarray(0, maskWords));
  }

  /**
   * Writes the tokens of the trie that are allowed into the index's list, those with equal bytes included; returns their number. Those that have
   * to be walked exactly are left out where `base` stands for more than `state`.
   */
  #walk(trie: TokenTrie, state: number, base: number): number {
    const { states, found, exactTokens } = this.#index;
    const count = walkTrie(trie, this.#transitions, base, states, found);
    if (this.#exact === this.#transitions) return this.#index.addEqualTokens(count);
    const kept = this.#index.addEqualTokens(exactTokens.removeFrom(found, count));
    return base === state ? this.#walkExactTokens(state, kept) : kept;
  }

  /** Adds those that have to be walked exactly to the first `count` tokens found. */
  #walkExactTokens(state: number, count: number): number {
    const { states, found, exactTokens } = this.#index;
    const own = found.subarray(count);
    const ownCount = walkTrie(exactTokens.trie, this.#exact, state, states, own);
    return count + exactTokens.addEqualTokens(own, ownCount);
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
