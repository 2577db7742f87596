import type { CharacterClasses } from "../contract.ts";
import { CharacterDecoder, classOf, NO_CHARACTER, UNFINISHED } from "./text-characters.ts";
import { BYTE_MASK, DEPTH_SHIFT, END_WORD, NODE_WORDS, type TokenTrie } from "./token-trie.ts";

/** What patterns tell apart most often; signs that are not here are one kind together. */
const SIGNS = " -_./,:~@+'#%&?=";
const LOWER = 0;
const UPPER = 1;
const DIGIT = 2;
const OTHER_SIGN = 3;
const LETTER = 4;
const OTHER = 5;
const FIRST_SIGN = 6;
const KIND_COUNT = FIRST_SIGN + SIGNS.length;

/**
 * The characters of a vocabulary's text in some twenty kinds, so that a walk can tell at once of whole subtrees that all their characters
 * lead back to the state where it stands.
 */
export class CharacterKinds {
  /** [nodes] Bits of the kinds of the characters that end below each node of the trie, as far as these are text. */
  readonly below: Int32Array;
  /** [characters] Those that stand in text, and their kinds. */
  readonly #codePoints: Int32Array;
  readonly #kinds: Uint8Array;

  constructor(trie: TokenTrie) {
    const own = new Map<number, number>();
    this.below = unite(trie, markNodes(trie, own));
    this.#codePoints = Int32Array.from(own.keys());
    this.#kinds = Uint8Array.from(own.values());
  }

  /** [kinds] Of each kind, the classes of an alphabet that its characters are in. */
  classesOf(alphabet: CharacterClasses, table: Uint16Array): readonly Int32Array[] {
    const sets = Array.from({ length: KIND_COUNT }, () => new Set<number>());
    for (let index = 0; index < this.#codePoints.length; index++) {
      sets[this.#kinds[index]!]!.add(classOf(alphabet, table, this.#codePoints[index]!));
    }
    return sets.map((set) => Int32Array.from(set));
  }
}

/** [nodes] The bit of the kind of the character that ends at a node, or 0; writes down the kinds of all. */
function markNodes({ nodes, depth: mostDepth }: TokenTrie, kinds: Map<number, number>): Int32Array {
  const own = new Int32Array(nodes.length / NODE_WORDS);
  const decoder = new CharacterDecoder(mostDepth);
  for (let node = NODE_WORDS; node < nodes.length; ) {
    const codePoint = decoder.read(nodes[node]! >> DEPTH_SHIFT, nodes[node]! & BYTE_MASK);
    if (codePoint === NO_CHARACTER) {
      node = nodes[node + END_WORD]!;
      continue;
    }
    if (codePoint !== UNFINISHED) {
      let kind = kinds.get(codePoint);
      if (kind === undefined) {
        kind = kindOf(codePoint);
        kinds.set(codePoint, kind);
      }
      own[node / NODE_WORDS] = 1 << kind;
    }
    node += NODE_WORDS;
  }
  return own;
}

/** From the last node to the first: children come before their parents. */
function unite({ nodes, depth: mostDepth }: TokenTrie, own: Int32Array): Int32Array {
  const below = new Int32Array(own.length);
  const open = new Int32Array(mostDepth + 2);
  for (let node = own.length - 1; node >= 0; node--) {
    const depth = nodes[node * NODE_WORDS]! >> DEPTH_SHIFT;
    below[node] = open[depth + 1]!;
    open[depth + 1] = 0;
    open[depth]! |= below[node]! | own[node]!;
  }
  return below;
}

function kindOf(codePoint: number): number {
  if (codePoint > 0x7f) return /\p{L}/u.test(String.fromCodePoint(codePoint)) ? LETTER : OTHER;
  const character = String.fromCharCode(codePoint);
  if (/[a-z]/.test(character)) return LOWER;
  if (/[A-Z]/.test(character)) return UPPER;
  if (/[0-9]/.test(character)) return DIGIT;
  const sign = SIGNS.indexOf(character);
  return sign < 0 ? OTHER_SIGN : FIRST_SIGN + sign;
}
