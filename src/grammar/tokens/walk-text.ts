/** The hot loop of walking text by its characters: it allocates only for states that it sees for the first time. */
import type { CharacterSteps } from "../contract.ts";
import type { CharacterKinds } from "./character-kinds.ts";
import { CharacterDecoder, classOf, classTable, NO_CHARACTER, UNFINISHED } from "./text-characters.ts";
import type { TokenTrie } from "./token-trie.ts";

/** Subtrees of fewer words are walked: that is no more work than to ask what leads back. */
const LEAST_SUBTREE = 5 * 3;

/** How the text of a vocabulary is read by machines of one alphabet. */
export class TextWalk {
  readonly #trie: TokenTrie;
  readonly #machine: CharacterSteps;
  readonly #kinds: CharacterKinds;
  readonly #table: Uint16Array;
  readonly #kindClasses: readonly Int32Array[];
  /** By state: bits of the kinds of which all characters lead back to it. */
  readonly #loops = new Map<number, number>();

  constructor(trie: TokenTrie, kinds: CharacterKinds, machine: CharacterSteps) {
    this.#trie = trie;
    this.#kinds = kinds;
    this.#machine = machine;
    this.#table = classTable(machine.alphabet);
    this.#kindClasses = kinds.classesOf(machine.alphabet, this.#table);
  }

  /**
   * Writes into `found` every token that is text and that the machine lets pass from `state` on, and returns their number. Others that are
   * no text may be among them. `states` has room for the deepest node.
   */
  find(state: number, states: Int32Array, found: Int32Array): number {
    const machine = this.#machine;
    const table = this.#table;
    const { below } = this.#kinds;
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
      if (behind - node < LEAST_SUBTREE || (below[node / nodeWords - 1]! & ~this.#loopsOf(next)) !== 0) continue;
      for (; node < behind; node += nodeWords) {
        found[count] = nodes[node + tokenWord]!;
        count += (nodes[node]! >> tokenShift) & 1;
      }
    }
    return count;
  }

  #loopsOf(state: number): number {
    let loops = this.#loops.get(state);
    if (loops === undefined) {
      loops = 0;
      for (const [kind, classes] of this.#kindClasses.entries()) {
        if (classes.every((characterClass) => this.#machine.step(state, characterClass) === state)) loops |= 1 << kind;
      }
      this.#loops.set(state, loops);
    }
    return loops;
  }
}
