/** The hot loop of mask building: it allocates nothing. */
import { BYTE_MASK, DEPTH_SHIFT, END_WORD, NODE_WORDS, TOKEN_SHIFT, TOKEN_WORD, type TokenTrie } from "./token-trie.ts";
import { placeOf, type TransitionCache } from "./transition-cache.ts";

/**
 * Writes into `found` every token of the trie that the machine allows from `state` on, and returns their number. `states` has room
 * for the deepest node.
 *
 * The tokens go into a list first and become bits later: setting bits right here would mean one unpredictable branch a node, as every
 * second node ends no token, and a store that the next node waits for. The list is written at every node and its end moved only where
 * a token ends. (Llama 3.1, all text allowed: 5.8 in place of 15.7 ns a node.)
 */
export function walkTrie(
  trie: TokenTrie,
  transitions: TransitionCache,
  state: number,
  states: Int32Array,
  found: Int32Array,
): number {
  const { nodes } = trie;
  const { entries } = transitions;
  const end = nodes.length;
  let count = 0;
  states[0] = state;
  for (let node = NODE_WORDS; node < end; ) {
    const head = nodes[node]!;
    const depth = head >> DEPTH_SHIFT;
    const before = states[depth - 1]!;
    const byte = head & BYTE_MASK;
    const place = placeOf(before, byte);
    const next = entries[place] === before ? entries[place + 1]! : transitions.fill(before, byte, place);
    if (next < 0) {
      node = nodes[node + END_WORD]!;
      continue;
    }
    states[depth] = next;
    found[count] = nodes[node + TOKEN_WORD]!;
    count += (head >> TOKEN_SHIFT) & 1;
    node += NODE_WORDS;
  }
  return count;
}

/** Whether the machine, in `state` at `node`, allows a token that ends below that node. */
export function allowsTokenBelow(
  trie: TokenTrie,
  node: number,
  transitions: TransitionCache,
  state: number,
  states: Int32Array,
): boolean {
  const { nodes } = trie;
  const end = nodes[node + END_WORD]!;
  states[nodes[node]! >> DEPTH_SHIFT] = state;
  for (let below = node + NODE_WORDS; below < end; ) {
    const head = nodes[below]!;
    const depth = head >> DEPTH_SHIFT;
    const next = transitions.next(states[depth - 1]!, head & BYTE_MASK);
    if (next < 0) {
      below = nodes[below + END_WORD]!;
      continue;
    }
    if ((head >> TOKEN_SHIFT) & 1) return true;
    states[depth] = next;
    below += NODE_WORDS;
  }
  return false;
}
