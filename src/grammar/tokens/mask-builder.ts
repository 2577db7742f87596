import type { ByteMachine } from "../contract.ts";
import { MaskCache, setTokens } from "./mask-cache.ts";
import type { TextRoom } from "./text-slices.ts";
import type { TokenIndex } from "./token-index.ts";
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

  /** Writes every word of `mask`, which has at least as many as the vocabulary needs. */
  write(state: number, mask: Uint32Array): void {
    if (this.#cache.read(state, mask)) {
      this.#cached++;
      return;
    }
    const slice = this.#index.slices.choose(readRoom(this.#transitions.machine, state));
    const count = this.#walk(slice?.others ?? this.#index.trie, state);
    mask.fill(0);
    if (slice !== null) mask.set(slice.mask);
    setTokens(mask, this.#index.found, count);
    if (slice !== null) this.#sliced++;
    else this.#walked++;
    this.#keep(state, mask, slice === null ? count : Number.POSITIVE_INFINITY);
  }

  #walk(trie: TokenIndex["trie"], state: number): number {
    const { states, found } = this.#index;
    return this.#index.addEqualTokens(walkTrie(trie, this.#transitions, state, states, found));
  }

  #keep(state: number, mask: Uint32Array, tokens: number): void {
    const { found, maskWords } = this.#index;
    if (tokens < maskWords) this.#cache.keepTokens(state, found.subarray(0, tokens));
    else this.#cache.keepWords(state, mask.subarray(0, maskWords));
  }
}

function readRoom(machine: ByteMachine, state: number): TextRoom {
  return {
    plainTextRoom: machine.plainTextRoom(state),
    textRoom: machine.textRoom?.(state) ?? 0,
    textLimit: machine.textLimit?.(state) ?? Number.POSITIVE_INFINITY,
  };
}
