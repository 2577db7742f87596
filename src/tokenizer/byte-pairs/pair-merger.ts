import type { MergeTable } from "./merge-table.ts";
import { RankHeap } from "./rank-heap.ts";

/** Byte-pair encoding of bytes: of all pairs that may merge, the one of lowest rank does, the leftmost of several. */
export class PairMerger {
  readonly #byteTokens: Int32Array;
  readonly #merges: MergeTable;
  readonly #heap = new RankHeap();
  /** By place, the parts form a list: token, place of the part behind and before, rank of the pair with the part behind or -1. */
  #tokens = new Int32Array(0);
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #ranks = new Int32Array(0);

  /** `byteTokens`: [256] token of each byte. */
  constructor(byteTokens: Int32Array, merges: MergeTable) {
    this.#byteTokens = byteTokens;
    this.#merges = merges;
  }

  /** Tokens of bytes[start, end). Time: length times its logarithm. */
  merge(bytes: Uint8Array, start: number, end: number): number[] {
    const length = end - start;
    this.#layOut(bytes, start, length);
    const heap = this.#heap;
    while (heap.size > 0) {
      const key = heap.pop();
      const place = key % length;
      // A pair that has changed since it was pushed has another rank.
      if (this.#ranks[place] === (key - place) / length) this.#mergeAt(place, length);
    }
    const merged: number[] = [];
    for (let place = 0; place < length; place = this.#next[place]!) merged.push(this.#tokens[place]!);
    return merged;
  }

  #layOut(bytes: Uint8Array, start: number, length: number): void {
    if (this.#tokens.length < length) {
      this.#tokens = new Int32Array(length);
      this.#next = new Int32Array(length);
      this.#previous = new Int32Array(length);
      this.#ranks = new Int32Array(length);
    }
    // Every merge pushes two pairs at most, and pops one.
    this.#heap.reset(2 * length);
    for (let place = 0; place < length; place++) {
      this.#tokens[place] = this.#byteTokens[bytes[start + place]!]!;
      this.#next[place] = place + 1;
      this.#previous[place] = place - 1;
    }
    for (let place = 0; place < length; place++) this.#rankPair(place, length);
  }

  /** Looks up the pair that begins at a place, and queues it: by rank, then by place. */
  #rankPair(place: number, length: number): void {
    const next = this.#next[place]!;
    const rank = next < length ? this.#merges.rankOf(this.#tokens[place]!, this.#tokens[next]!) : -1;
    this.#ranks[place] = rank;
    if (rank !== -1) this.#heap.push(rank * length + place);
  }

  #mergeAt(place: number, length: number): void {
    const gone = this.#next[place]!;
    const next = this.#next[gone]!;
    this.#tokens[place] = this.#merges.products[this.#ranks[place]!]!;
    this.#ranks[gone] = -1;
    this.#next[place] = next;
    if (next < length) this.#previous[next] = place;
    this.#rankPair(place, length);
    const previous = this.#previous[place]!;
    if (previous !== -1) this.#rankPair(previous, length);
  }
}
