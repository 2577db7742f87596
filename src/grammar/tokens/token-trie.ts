import type { FlatTokens } from "./flat-tokens.ts";

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

/** Writes nodes in preorder. */
class TrieWriter {
  readonly #nodes: Int32Array;
  readonly #path: Int32Array;
  #length = 0;
  #depth = -1;
  #longest = 0;

  constructor(mostNodes: number, mostDepth: number) {
    this.#nodes = new Int32Array(mostNodes * NODE_WORDS);
    this.#path = new Int32Array(mostDepth + 1);
    this.add(0, 0, -1);
  }

  /** `token` is -1 where none ends. */
  add(depth: number, byte: number, token: number): void {
    this.#closeFrom(depth);
    const node = this.#length;
    this.#nodes[node] = byte | (token >= 0 ? 1 << TOKEN_SHIFT : 0) | (depth << DEPTH_SHIFT);
    this.#nodes[node + TOKEN_WORD] = Math.max(token, 0);
    this.#path[depth] = node;
    this.#length += NODE_WORDS;
    this.#depth = depth;
    this.#longest = Math.max(this.#longest, depth);
  }

  finish(): TokenTrie {
    this.#closeFrom(0);
    return { nodes: this.#nodes.slice(0, this.#length), depth: this.#longest };
  }

  #closeFrom(depth: number): void {
    for (let open = this.#depth; open >= depth; open--) this.#nodes[this.#path[open]! + END_WORD] = this.#length;
  }
}

/** `order`: tokens sorted by their bytes, each with at least one byte, no two with the same. */
export function buildTrie(order: Uint32Array, { bytes, starts }: FlatTokens): TokenTrie {
  let mostNodes = 1;
  let mostDepth = 0;
  for (const token of order) {
    const length = starts[token + 1]! - starts[token]!;
    mostNodes += length;
    mostDepth = Math.max(mostDepth, length);
  }
  const writer = new TrieWriter(mostNodes, mostDepth);
  let before = 0;
  let lengthBefore = 0;
  for (const token of order) {
    const start = starts[token]!;
    const last = starts[token + 1]! - start - 1;
    let common = 0;
    while (common < lengthBefore && bytes[before + common] === bytes[start + common]) common++;
    for (let index = common; index < last; index++) writer.add(index + 1, bytes[start + index]!, -1);
    writer.add(last + 1, bytes[start + last]!, token);
    before = start;
    lengthBefore = last + 1;
  }
  return writer.finish();
}

/** The trie of the tokens whose entry in `keep` is not 0. */
export function filterTrie(trie: TokenTrie, keep: Uint8Array): TokenTrie {
  const { nodes } = trie;
  const count = nodes.length / NODE_WORDS;
  // [count + 1] kept tokens at the nodes before each node; a subtree stays when the number rises within it.
  const keptBefore = new Int32Array(count + 1);
  const tokenAt = (node: number) => {
    const token = nodes[node * NODE_WORDS + TOKEN_WORD]!;
    return (nodes[node * NODE_WORDS]! >> TOKEN_SHIFT) & 1 && keep[token] !== 0 ? token : -1;
  };
  for (let node = 0; node < count; node++) keptBefore[node + 1] = keptBefore[node]! + (tokenAt(node) >= 0 ? 1 : 0);
  const writer = new TrieWriter(count, trie.depth);
  for (let node = 1; node < count; ) {
    const end = nodes[node * NODE_WORDS + END_WORD]! / NODE_WORDS;
    if (keptBefore[end] === keptBefore[node]) {
      node = end;
      continue;
    }
    const head = nodes[node * NODE_WORDS]!;
    writer.add(head >> DEPTH_SHIFT, head & BYTE_MASK, tokenAt(node));
    node++;
  }
  return writer.finish();
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
