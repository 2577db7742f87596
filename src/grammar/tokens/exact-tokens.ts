import { type FlatTokens, flattenTokens } from "./flat-tokens.ts";
import { SharedTrie } from "./shared-trie.ts";
import type { TokenTrie } from "./token-trie.ts";

const QUOTE = 0x22;
/** See ByteMachine.nextForMask: to end two strings, the second one from its beginning, takes three. */
const MOST_QUOTES = 2;
const MOST_BYTES = 128;

/** The tokens that ByteMachine.nextForMask cannot judge, for their many quotes or their length; of Llama 3.1 there are 30. */
export class ExactTokens {
  /** [size] 1 for each of them. */
  readonly #isOne: Uint8Array;
  readonly #all: number[] = [];
  readonly #tokens: SharedTrie;

  constructor({ bytes, starts }: FlatTokens) {
    const size = starts.length - 1;
    this.#isOne = new Uint8Array(size);
    const own = new Array<Uint8Array | null>(size).fill(null);
    for (let token = 0; token < size; token++) {
      const [start, end] = [starts[token]!, starts[token + 1]!];
      let quotes = 0;
      for (let index = start; index < end; index++) if (bytes[index] === QUOTE) quotes++;
      if (quotes <= MOST_QUOTES && end - start <= MOST_BYTES) continue;
      this.#isOne[token] = 1;
      this.#all.push(token);
      own[token] = bytes.subarray(start, end);
    }
    this.#tokens = SharedTrie.of(flattenTokens(own));
  }

  get trie(): TokenTrie {
    return this.#tokens.trie;
  }

  has(token: number): boolean {
    return this.#isOne[token] === 1;
  }

  /** Takes their bits out of a mask. */
  clear(mask: Uint32Array): void {
    for (const token of this.#all) mask[token >> 5] = mask[token >> 5]! & ~(1 << (token & 31));
  }

  /** Takes them out of the first `count` tokens in `found`; returns the number of those that stay. */
  removeFrom(found: Int32Array, count: number): number {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const token = found[index]!;
      found[kept] = token;
      kept += 1 - this.#isOne[token]!;
    }
    return kept;
  }

  /** As SharedTrie. */
  addEqualTokens(found: Int32Array, count: number): number {
    return this.#tokens.addEqualTokens(found, count);
  }
}
