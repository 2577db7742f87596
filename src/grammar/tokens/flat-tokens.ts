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

/** A sort key is these first bytes of a token and its id behind them, which fit a double exactly. */
const KEY_BYTES = 4;
export const MOST_TOKENS = 2 ** 21;

/** Tokens that stand for something, by bytes, then by id. At most MOST_TOKENS. */
export function sortTokens(flat: FlatTokens): Uint32Array {
  const { bytes, starts } = flat;
  const size = starts.length - 1;
  const keys = new Float64Array(size);
  let count = 0;
  for (let token = 0; token < size; token++) {
    const end = starts[token + 1]!;
    let key = 0;
    for (let index = starts[token]!; index < starts[token]! + KEY_BYTES; index++) {
      key = key * 256 + (index < end ? bytes[index]! : 0);
    }
    if (end > starts[token]!) keys[count++] = key * MOST_TOKENS + token;
  }
  // Without a comparing function the platform sorts numbers itself; with one, only tokens that begin alike are left to it.
  const sorted = keys.subarray(0, count).sort();
  const order = Uint32Array.from(sorted, (key) => key % MOST_TOKENS);
  for (let start = 0; start < count; ) {
    const prefix = Math.floor(sorted[start]! / MOST_TOKENS);
    let end = start + 1;
    while (end < count && Math.floor(sorted[end]! / MOST_TOKENS) === prefix) end++;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => compareTokens(flat, a, b) || a - b);
    start = end;
  }
  return order;
}
