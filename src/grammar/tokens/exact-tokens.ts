import type { FlatTokens } from "../../tokenizer/index.ts";
import { SharedTrie } from "./shared-trie.ts";
import { addToken, emptySet, hasToken, removeToken } from "./token-set.ts";
import type { TokenTrie } from "./token-trie.ts";

const QUOTE = 0x22;
/** See ByteMachine.nextForMask: to end two strings, the second one from its beginning, takes three. */
const MOST_QUOTES = 2;
const MOST_BYTES = 128;

/** The tokens that ByteMachine.nextForMask cannot judge, for their many quotes or their length; of Llama 3.1 there are 30. */
export class ExactTokens {
  readonly #set: Uint32Array;
  readonly #all: Uint32Array;
  readonly #tokens: SharedTrie;

  constructor(flat: FlatTokens) {
    this.#all = findExact(flat);
    this.#set = emptySet(flat.starts.length - 1);
    for (const token of this.#all) addToken(this.#set, token);
    this.#tokens = SharedTrie.of(flat, this.#all);
  }

  get trie(): TokenTrie {
    return this.#tokens.trie;
  }

  has(token: number): boolean {
    return hasToken(this.#set, token);
  }

  /** Takes their bits out of a mask. */
  clear(mask: Uint32Array): void {
    for (const token of this.#all) removeToken(mask, token);
  }

  /** Takes them out of the first `count` tokens in `found`; returns the number of those that stay. */
  removeFrom(found: Int32Array, count: number): number {
    const set = this.#set;
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const token = found[index]!;
      found[kept] = token;
      kept += 1 ^ ((set[token >> 5]! >>> (token & 31)) & 1);
    }
    return kept;
  }

  /** As SharedTrie. */
  addEqualTokens(found: Int32Array, count: number): number {
    return this.#tokens.addEqualTokens(found, count);
  }
}

function findExact({ bytes, starts }: FlatTokens): Uint32Array {
  const found: number[] = [];
  let next = bytes.indexOf(QUOTE);
  for (let token = 0; token < starts.length - 1; token++) {
    const end = starts[token + 1]!;
    let quotes = 0;
    for (; next >= 0 && next < end; next = bytes.indexOf(QUOTE, next + 1)) quotes++;
    if (quotes > MOST_QUOTES || end - starts[token]! > MOST_BYTES) found.push(token);
  }
  return Uint32Array.from(found);
}
