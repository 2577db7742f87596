import { BYTE_MASK, END_WORD, NODE_WORDS, TOKEN_SHIFT, TOKEN_WORD, type TokenTrie } from "./token-trie.ts";

/** The fewest tokens that spell these bytes; null where none do. */
export function fewestTokens({ nodes }: TokenTrie, bytes: Uint8Array): readonly number[] | null {
  const { length } = bytes;
  /** [length + 1] Tokens from each place to the end, and the first of them with its length. */
  const counts = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const firsts = new Int32Array(length + 1);
  const lengths = new Int32Array(length + 1);
  counts[length] = 0;
  for (let start = length - 1; start >= 0; start--) {
    let node = 0;
    for (let index = start; index < length; index++) {
      const end = nodes[node + END_WORD]!;
      node += NODE_WORDS;
      while (node < end && (nodes[node]! & BYTE_MASK) !== bytes[index]) node = nodes[node + END_WORD]!;
      if (node >= end) break;
      const isToken = ((nodes[node]! >> TOKEN_SHIFT) & 1) === 1;
      if (!isToken || 1 + counts[index + 1]! >= counts[start]!) continue;
      counts[start] = 1 + counts[index + 1]!;
      firsts[start] = nodes[node + TOKEN_WORD]!;
      lengths[start] = index + 1 - start;
    }
  }
  if (counts[0] === Number.POSITIVE_INFINITY) return null;
  const tokens: number[] = [];
  for (let place = 0; place < length; place += lengths[place]!) tokens.push(firsts[place]!);
  return tokens;
}
