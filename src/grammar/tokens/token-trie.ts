import type { FlatTokens } from "../../tokenizer/index.ts";
import { hasToken } from "./token-set.ts";

/**
 * The tokens of a vocabulary as a tree of bytes, flat and in preorder: a walk runs forwards through memory, and leaving a subtree is
 * one jump. A node is three words; node 0 is the root, without byte and token.
 */
export interface TokenTrie {
  /** [nodes, 3] Word 0: byte in bits 0 to 7, whether a token ends here in bit 8, depth in bytes above. 1: index behind the subtree. 2: token. */
  readonly nodes: Int32Array;
  /** Bytes of the longest token. */
  readonly depth: number;
}

export const NODE_WORDS = 3;
export const END_WORD = 1;
export const TOKEN_WORD = 2;
export const BYTE_MASK = 0xff;
export const TOKEN_SHIFT = 8;
export const DEPTH_SHIFT = 9;

/**
 * The trie of tokens in the order of their bytes, each with at least one byte. Those with the same bytes stand once, under the first of them;
 * `nextEqual` [size] leads from each of them to the next one, -1 behind the last, and is null when all differ.
 */
export function buildTrie(order: Uint32Array, { bytes, starts }: FlatTokens) {
  const nodes = new Int32Array((countBytes(order, starts) + 1) * NODE_WORDS);
  /** Nodes that are still open, by depth. */
  const path: number[] = [0];
  let nextEqual: Int32Array | null = null;
  let end = NODE_WORDS;
  let before = -1;
  let startBefore = 0;
  let lengthBefore = 0;
  let depth = 0;
  for (let index = 0; index < order.length; index++) {
    const token = order[index]!;
    const start = starts[token]!;
    const length = starts[token + 1]! - start;
    let common = 0;
    while (common < lengthBefore && bytes[startBefore + common] === bytes[start + common]) common++;
    if (common === length) {
      nextEqual ??= new Int32Array(starts.length - 1).fill(-1);
      nextEqual[before] = token;
    } else {
      for (let open = lengthBefore; open > common; open--) nodes[path[open]! + END_WORD] = end;
      for (let at = common; at < length; end += NODE_WORDS) {
        nodes[end] = bytes[start + at]! | (++at << DEPTH_SHIFT);
        path[at] = end;
      }
      nodes[path[length]!]! |= 1 << TOKEN_SHIFT;
      nodes[path[length]! + TOKEN_WORD] = token;
      if (length > depth) depth = length;
    }
    before = token;
    startBefore = start;
    lengthBefore = length;
  }
  for (let open = lengthBefore; open >= 0; open--) nodes[path[open]! + END_WORD] = end;
  return { trie: { nodes: nodes.slice(0, end), depth }, nextEqual };
}

function countBytes(tokens: Uint32Array, starts: Int32Array): number {
  let count = 0;
  for (let index = 0; index < tokens.length; index++) count += starts[tokens[index]! + 1]! - starts[tokens[index]!]!;
  return count;
}

/** The trie of the tokens that are in a set. */
export function filterTrie(trie: TokenTrie, kept: Uint32Array): TokenTrie {
  const nodes = new Int32Array(trie.nodes.length);
  /** [depth + 1] The bytes on the way to the node that is read, and the nodes on the way to the last one written. */
  const bytes = new Uint8Array(trie.depth + 1);
  const path = new Int32Array(trie.depth + 1);
  let end = NODE_WORDS;
  // Depth of the last node written, and how much of the way to it is the way to the node that is read.
  let [written, common, depth] = [0, 0, 0];
  for (let node = NODE_WORDS; node < trie.nodes.length; node += NODE_WORDS) {
    const head = trie.nodes[node]!;
    const length = head >> DEPTH_SHIFT;
    bytes[length] = head & BYTE_MASK;
    if (length <= common) common = length - 1;
    const token = trie.nodes[node + TOKEN_WORD]!;
    if (((head >> TOKEN_SHIFT) & 1) === 0 || !hasToken(kept, token)) continue;
    for (let open = written; open > common; open--) nodes[path[open]! + END_WORD] = end;
    for (let at = common + 1; at <= length; at++, end += NODE_WORDS) {
      nodes[end] = bytes[at]! | (at << DEPTH_SHIFT);
      path[at] = end;
    }
    nodes[end - NODE_WORDS]! |= 1 << TOKEN_SHIFT;
    nodes[end - NODE_WORDS + TOKEN_WORD] = token;
    written = common = length;
    if (length > depth) depth = length;
  }
  for (let open = written; open >= 0; open--) nodes[path[open]! + END_WORD] = end;
  return { nodes: nodes.slice(0, end), depth };
}

/** The node that the bytes from `start` on lead to from the root, as an index into `nodes`; -1 when no token begins with them. */
export function findNode(trie: TokenTrie, bytes: Uint8Array, start: number): number {
  const { nodes } = trie;
  let node = 0;
  for (let index = start; index < bytes.length; index++) {
    const end = nodes[node + END_WORD]!;
    node += NODE_WORDS;
    while (node < end && (nodes[node]! & BYTE_MASK) !== bytes[index]) node = nodes[node + END_WORD]!;
    if (node >= end) return -1;
  }
  return node;
}
