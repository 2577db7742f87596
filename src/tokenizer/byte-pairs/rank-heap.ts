// Hot loop: allocates nothing once it is large enough.

/** A binary heap of numbers, the smallest on top. */
export class RankHeap {
  #keys = new Float64Array(0);
  #size = 0;

  /** Empties it and makes room for `capacity` numbers. */
  reset(capacity: number): void {
    if (this.#keys.length < capacity) this.#keys = new Float64Array(capacity);
    this.#size = 0;
  }

  get size(): number {
    return this.#size;
  }

  push(key: number): void {
    const keys = this.#keys;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[at] = keys[parent]!;
      at = parent;
    }
    keys[at] = key;
  }

  /** Takes the smallest; there must be one. */
  pop(): number {
    const keys = this.#keys;
    const smallest = keys[0]!;
    const last = keys[--this.#size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= last) break;
      keys[at] = keys[child]!;
      at = child;
    }
    keys[at] = last;
    return smallest;
  }
}
