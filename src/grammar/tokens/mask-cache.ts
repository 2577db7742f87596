/** What the masks of one grammar may take together, in bytes: some 260 full ones of Llama 3.1, or thousands of small ones. */
const MOST_BYTES = 4 * 1024 * 1024;
/** What an entry takes beside its array, about. */
const ENTRY_BYTES = 128;

type Stored =
  | { readonly kind: "words"; readonly values: Uint32Array }
  | { readonly kind: "tokens"; readonly values: Int32Array };

/** Masks by machine state; those used longest ago leave first. A mask with few tokens is kept as their list. */
export class MaskCache {
  readonly #masks = new Map<number, Stored>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** Writes the mask of `state` into `mask` and returns true; false, with `mask` as it was, when it is not here. */
  read(state: number, mask: Uint32Array): boolean {
    const stored = this.#masks.get(state);
    if (stored === undefined) return false;
    this.#masks.delete(state);
    this.#masks.set(state, stored);
    mask.fill(0);
    if (stored.kind === "words") mask.set(stored.values);
    else setTokens(mask, stored.values, stored.values.length);
    return true;
  }

  clear(): void {
    this.#masks.clear();
    this.#bytes = 0;
  }

  keepWords(state: number, words: Uint32Array): void {
    this.#keep(state, { kind: "words", values: words.slice() });
  }

  keepTokens(state: number, tokens: Int32Array): void {
    this.#keep(state, { kind: "tokens", values: tokens.slice() });
  }

  /** In whatever way takes less. */
  keep(state: number, words: Uint32Array): void {
    const count = countBits(words, words.length);
    if (count < words.length) this.keepTokens(state, tokensOf(words, count));
    else this.keepWords(state, words);
  }

  #keep(state: number, stored: Stored): void {
    this.#masks.set(state, stored);
    this.#bytes += stored.values.byteLength + ENTRY_BYTES;
    for (const [oldest, { values }] of this.#masks) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#masks.delete(oldest);
      this.#bytes -= values.byteLength + ENTRY_BYTES;
    }
  }
}

/** Sets the bits of the first `count` tokens. */
export function setTokens(mask: Uint32Array, tokens: Int32Array, count: number): void {
  for (let index = 0; index < count; index++) {
    const token = tokens[index]!;
    mask[token >> 5] = mask[token >> 5]! | (1 << (token & 31));
  }
}

/** Bits that are set; some number from `enough` on where there are as many. */
function countBits(words: Uint32Array, enough: number): number {
  let count = 0;
  for (let index = 0; index < words.length && count < enough; index++) {
    for (let bits = words[index]!; bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}

function tokensOf(words: Uint32Array, count: number): Int32Array {
  const tokens = new Int32Array(count);
  let found = 0;
  for (let index = 0; index < words.length; index++) {
    for (let bits = words[index]!; bits !== 0; bits &= bits - 1)
      tokens[found++] = index * 32 + 31 - Math.clz32(bits & -bits);
  }
  return tokens;
}
