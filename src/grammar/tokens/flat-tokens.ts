/** The bytes of all tokens one behind another: what is read in any order had better lie close together. */
export interface FlatTokens {
  readonly bytes: Uint8Array;
  /** [size + 1] Where each token starts; one that stands for nothing is empty. */
  readonly starts: Int32Array;
}

export function flattenTokens(tokens: readonly (Uint8Array | null)[]): FlatTokens {
  const starts = new Int32Array(tokens.length + 1);
  for (let token = 0; token < tokens.length; token++) starts[token + 1] = starts[token]! + (tokens[token]?.length ?? 0);
  const bytes = new Uint8Array(starts[tokens.length]!);
  for (let token = 0; token < tokens.length; token++) {
    const own = tokens[token];
    if (own != null) bytes.set(own, starts[token]);
  }
  return { bytes, starts };
}

/** As the sort order wants it: below 0 when `a` comes first, 0 for equal bytes. */
export function compareTokens({ bytes, starts }: FlatTokens, a: number, b: number): number {
  const startA = starts[a]!;
  const startB = starts[b]!;
  const lengthA = starts[a + 1]! - startA;
  const lengthB = starts[b + 1]! - startB;
  const shared = Math.min(lengthA, lengthB);
  for (let index = 0; index < shared; index++) {
    const difference = bytes[startA + index]! - bytes[startB + index]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

/** A token and its place in a trie share words of 32 bits. */
export const MOST_TOKENS = 2 ** 21;

/** Tokens that stand for something, by bytes, then by id. */
export function sortTokens(flat: FlatTokens): Uint32Array {
  const { starts } = flat;
  const size = starts.length - 1;
  const order = new Uint32Array(size);
  let count = 0;
  for (let token = 0; token < size; token++) if (starts[token + 1]! > starts[token]!) order[count++] = token;
  new TokenSorter(flat, order).sort(0, count, 0);
  return order.subarray(0, count);
}

/** Below this many, inserting is faster than counting. */
const FEW = 24;

/** Sorts by one byte after another, the first one first: each round deals a run of tokens that begin alike into 257 parts. */
class TokenSorter {
  readonly #flat: FlatTokens;
  readonly #order: Uint32Array;
  readonly #dealt: Uint32Array;

  constructor(flat: FlatTokens, order: Uint32Array) {
    this.#flat = flat;
    this.#order = order;
    this.#dealt = new Uint32Array(order.length);
  }

  /** The tokens from `from` to `to` of the order, whose first `depth` bytes are the same. */
  sort(from: number, to: number, depth: number): void {
    if (to - from <= FEW) {
      this.#insert(from, to);
      return;
    }
    const ends = this.#deal(from, to, depth);
    // Those that end here come first, and by id already, since dealing keeps the order.
    for (let byte = 0, start = ends[0]!; byte < 256; start = ends[++byte]!) {
      if (ends[byte + 1]! - start > 1) this.sort(start, ends[byte + 1]!, depth + 1);
    }
  }

  /** Where each part ends: that of tokens without a byte at `depth`, then one for each byte. */
  #deal(from: number, to: number, depth: number): Int32Array {
    const { bytes, starts } = this.#flat;
    const order = this.#order;
    const ends = new Int32Array(257);
    const partOf = (token: number) => {
      const at = starts[token]! + depth;
      return at < starts[token + 1]! ? bytes[at]! + 1 : 0;
    };
    for (let index = from; index < to; index++) ends[partOf(order[index]!)]!++;
    for (let part = 0, end = from; part < 257; part++) {
      const count = ends[part]!;
      ends[part] = end;
      end += count;
    }
    for (let index = from; index < to; index++) this.#dealt[ends[partOf(order[index]!)]!++] = order[index]!;
    order.set(this.#dealt.subarray(from, to), from);
    return ends;
  }

  #insert(from: number, to: number): void {
    const order = this.#order;
    for (let index = from + 1; index < to; index++) {
      const token = order[index]!;
      let place = index;
      for (; place > from && compareTokens(this.#flat, order[place - 1]!, token) > 0; place--) {
        order[place] = order[place - 1]!;
      }
      order[place] = token;
    }
  }
}
