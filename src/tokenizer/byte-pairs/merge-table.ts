import type { TokenizerFile } from "../tokenizer-file.ts";

/** Hash multipliers: odd, with bits all over the word (Knuth's, and one of MurmurHash3's). */
const LEFT_FACTOR = 0x9e3779b1;
const RIGHT_FACTOR = 0x85ebca6b;

/** Which two tokens merge into which, and which pair goes first. Lookups allocate nothing. */
export class MergeTable {
  /** [rank] token that a merge makes. */
  readonly products: Int32Array;
  /** Open addressing: [slot] left token (-1 for a free slot), right token, rank. */
  readonly #lefts: Int32Array;
  readonly #rights: Int32Array;
  readonly #ranks: Int32Array;
  readonly #mask: number;

  /** `merges` as [left, right, product] in order of rank; a pair that comes twice has its last rank. */
  constructor(merges: readonly (readonly [number, number, number])[]) {
    const slots = 2 ** Math.ceil(Math.log2(2 * merges.length + 1));
    this.products = Int32Array.from(merges, ([, , product]) => product);
    this.#lefts = new Int32Array(slots).fill(-1);
    this.#rights = new Int32Array(slots);
    this.#ranks = new Int32Array(slots);
    this.#mask = slots - 1;
    for (const [rank, [left, right]] of merges.entries()) {
      const slot = this.#slotOf(left, right);
      this.#lefts[slot] = left;
      this.#rights[slot] = right;
      this.#ranks[slot] = rank;
    }
  }

  /** Rank of a pair, -1 for a pair that never merges. */
  rankOf(left: number, right: number): number {
    const slot = this.#slotOf(left, right);
    return this.#lefts[slot] === -1 ? -1 : this.#ranks[slot]!;
  }

  /** The slot of a pair, or the free one where it would stand. */
  #slotOf(left: number, right: number): number {
    const hash = Math.imul(left, LEFT_FACTOR) ^ Math.imul(right, RIGHT_FACTOR);
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#lefts[slot] !== -1 && (this.#lefts[slot] !== left || this.#rights[slot] !== right)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}

/**
 * The merges of a model. What touches a special string is left out: text could build it otherwise.
 * Throws Error for a merge with a token that is not in the vocabulary.
 */
export function readMerges(model: TokenizerFile["model"], specials: ReadonlySet<string>): MergeTable {
  const ids = new Map(Object.entries(model.vocab));
  const idOf = (token: string) => {
    const id = ids.get(token);
    if (id === undefined) throw new Error(`the merges name ${JSON.stringify(token)}, which is not in the vocabulary`);
    return id;
  };
  const merges: [number, number, number][] = [];
  for (const merge of model.merges) {
    const [left, right] = (typeof merge === "string" ? merge.split(" ", 2) : merge) as [string, string];
    if (specials.has(left) || specials.has(right) || specials.has(left + right)) continue;
    merges.push([idOf(left), idOf(right), idOf(left + right)]);
  }
  return new MergeTable(merges);
}
