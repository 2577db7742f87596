/** Holders of a block that nobody holds and whose content nobody knows. */
const FREE = -1;

/**
 * Who holds which block of the model's cache. A block is free, or held by a number of sequences, or cached: held by none, but
 * its content is worth keeping until the room is needed. Of the cached ones the least recently released goes first.
 */
export class BlockPool {
  readonly size: number;
  readonly #onEvict: (block: number) => void;
  /** Holders of each block; FREE for free, 0 for cached. [size] */
  readonly #holders: Int32Array;
  /** Cached blocks, the longest unused first. */
  readonly #cached = new Set<number>();
  #free: number;
  /** No free block lies below. */
  #lowestFree = 0;

  /** @param onEvict called with a cached block that is about to be handed out for something else */
  constructor(size: number, onEvict: (block: number) => void) {
    this.size = size;
    this.#onEvict = onEvict;
    this.#holders = new Int32Array(size).fill(FREE);
    this.#free = size;
  }

  get free(): number {
    return this.#free;
  }

  get cached(): number {
    return this.#cached.size;
  }

  get used(): number {
    return this.size - this.#free - this.#cached.size;
  }

  /** Blocks that `allocate` can give. */
  get available(): number {
    return this.#free + this.#cached.size;
  }

  /** How many sequences hold the block. */
  holders(block: number): number {
    return Math.max(0, this.#holders[block]!);
  }

  /** A block with one holder, or null when all are held. Low numbers come first, so that little memory is ever touched. */
  allocate(): number | null {
    const block = this.#free > 0 ? this.#takeFree() : this.#evict();
    if (block !== null) this.#holders[block] = 1;
    return block;
  }

  /** One holder more for a block that is held or cached. */
  hold(block: number): void {
    this.#cached.delete(block);
    this.#holders[block]!++;
  }

  /** One holder less; behind the last one the block is cached when `keep` is true, else free. */
  release(block: number, keep: boolean): void {
    const left = --this.#holders[block]!;
    if (left > 0) return;
    if (keep) {
      this.#cached.add(block);
      return;
    }
    this.#holders[block] = FREE;
    this.#free++;
    this.#lowestFree = Math.min(this.#lowestFree, block);
  }

  #takeFree(): number {
    let block = this.#lowestFree;
    while (this.#holders[block] !== FREE) block++;
    this.#lowestFree = block + 1;
    this.#free--;
    return block;
  }

  #evict(): number | null {
    for (const block of this.#cached) {
      this.#cached.delete(block);
      this.#onEvict(block);
      return block;
    }
    return null;
  }
}
