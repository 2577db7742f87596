import type { CharacterClasses } from "../contract.ts";
import { CharacterDecoder, classOf, LAST_CODE_POINT, NO_CHARACTER, UNFINISHED } from "./text-characters.ts";
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
  /** [nodes] Bytes on the longest way down from each node. */
  readonly heights: Uint16Array;
  /** [characters] Those that stand in text, and their kinds. */
  readonly #codePoints: Int32Array;
  readonly #kinds: Uint8Array;

  constructor(trie: TokenTrie) {
    const { ends, codePoints, kinds } = readCharacters(trie);
    this.below = unite(trie, ends);
    this.heights = measureHeights(trie);
    this.#codePoints = Int32Array.from(codePoints);
    this.#kinds = Uint8Array.from(codePoints, (codePoint) => kinds[codePoint]! - 1);
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

/** Of each node [nodes], the bit of the kind of the character that ends there, or 0; which characters there are; 1 + the kind of each. */
function readCharacters({ nodes, depth: mostDepth }: TokenTrie) {
  const ends = new Int32Array(nodes.length / NODE_WORDS);
  const codePoints: number[] = [];
  const kinds = new Uint8Array(LAST_CODE_POINT + 1);
  const decoder = new CharacterDecoder(mostDepth);
  for (let node = NODE_WORDS; node < nodes.length; ) {
    const codePoint = decoder.read(nodes[node]! >> DEPTH_SHIFT, nodes[node]! & BYTE_MASK);
    if (codePoint === NO_CHARACTER) {
      node = nodes[node + END_WORD]!;
      continue;
    }
    if (codePoint !== UNFINISHED) {
      if (kinds[codePoint] === 0) {
        kinds[codePoint] = 1 + kindOf(codePoint);
        codePoints.push(codePoint);
      }
      ends[node / NODE_WORDS] = 1 << (kinds[codePoint]! - 1);
    }
    node += NODE_WORDS;
  }
  return { ends, codePoints, kinds };
}

/** [nodes] What stands at the nodes below each, in place of what stands at it. From the last node to the first: children come before their parents. */
function unite({ nodes, depth: mostDepth }: TokenTrie, own: Int32Array): Int32Array {
  const open = new Int32Array(mostDepth + 2);
  for (let node = own.length - 1; node >= 0; node--) {
    const depth = nodes[node * NODE_WORDS]! >> DEPTH_SHIFT;
    const below = open[depth + 1]!;
    open[depth + 1] = 0;
    open[depth]! |= below | own[node]!;
    own[node] = below;
  }
  return own;
}

function measureHeights({ nodes, depth: mostDepth }: TokenTrie): Uint16Array {
  const heights = new Uint16Array(nodes.length / NODE_WORDS);
  const deepest = new Int32Array(mostDepth + 2);
  for (let node = heights.length - 1; node >= 0; node--) {
    const depth = nodes[node * NODE_WORDS]! >> DEPTH_SHIFT;
    const height = deepest[depth + 1]!;
    deepest[depth + 1] = 0;
    deepest[depth] = Math.max(deepest[depth]!, height + 1);
    heights[node] = Math.min(height, 0xffff);
  }
  return heights;
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
