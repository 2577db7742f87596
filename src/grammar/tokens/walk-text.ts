/** The hot loop of walking text by its characters: it allocates only for states that it sees for the first time. */
import type { CharacterSteps } from "../contract.ts";
import type { CharacterKinds } from "./character-kinds.ts";
import { CharacterDecoder, classOf, classTable, NO_CHARACTER, UNFINISHED } from "./text-characters.ts";
import { TextReaches } from "./text-reach.ts";
import type { TokenTrie } from "./token-trie.ts";

/** Subtrees of fewer words are walked: that is no more work than to ask what may follow. */
const LEAST_SUBTREE = 5 * 3;
/** In larger ones it is less work to look for what may follow. */
const LARGE_SUBTREE = 400 * 3;

/** How the text of a vocabulary is read by machines of one alphabet. */
export class TextWalk {
  readonly #trie: TokenTrie;
  readonly #machine: CharacterSteps;
  readonly #kinds: CharacterKinds;
  readonly #table: Uint16Array;
  readonly #reaches: TextReaches;

  constructor(trie: TokenTrie, kinds: CharacterKinds, machine: CharacterSteps) {
    this.#trie = trie;
    this.#kinds = kinds;
    this.#machine = machine;
    this.#table = classTable(machine.alphabet);
    this.#reaches = new TextReaches(machine, kinds.classesOf(machine.alphabet, this.#table));
  }

  /**
   * Writes into `found` every token that is text and that the machine lets pass from `state` on, and returns their number. Others that are
   * no text may be among them. `states` has room for the deepest node.
   */
  find(state: number, states: Int32Array, found: Int32Array): number {
    const machine = this.#machine;
    const table = this.#table;
    const reaches = this.#reaches;
    const { below, heights } = this.#kinds;
    // The layout of token-trie.ts once more, as in walk-trie.ts.
    const [nodeWords, endWord, tokenWord, byteMask, tokenShift, depthShift] = [3, 1, 2, 0xff, 8, 9] as const;
    const { nodes } = this.#trie;
    const decoder = new CharacterDecoder(this.#trie.depth);
    const end = nodes.length;
    let count = 0;
    states[0] = state;
    for (let node: number = nodeWords; node < end; ) {
      const head = nodes[node]!;
      const depth = head >> depthShift;
      const behind = nodes[node + endWord]!;
      const codePoint = decoder.read(depth, head & byteMask);
      let next = states[depth - 1]!;
      if (codePoint >= 0) next = machine.step(next, classOf(machine.alphabet, table, codePoint));
      if (codePoint === NO_CHARACTER || next < 0) {
        node = behind;
        continue;
      }
      states[depth] = next;
      found[count] = nodes[node + tokenWord]!;
      if (codePoint !== UNFINISHED) count += (head >> tokenShift) & 1;
      node += nodeWords;
      if (behind - node < LEAST_SUBTREE) continue;
      const index = node / nodeWords - 1;
      if ((below[index]! & ~reaches.loops(next)) !== 0) {
        const reach = behind - node < LARGE_SUBTREE ? reaches.known(next) : reaches.of(next);
        if (reach === undefined || (below[index]! & ~reach.kinds) !== 0 || heights[index]! > reach.room) continue;
      }
      for (; node < behind; node += nodeWords) {
        found[count] = nodes[node + tokenWord]!;
        count += (nodes[node]! >> tokenShift) & 1;
      }
    }
    return count;
  }
}
