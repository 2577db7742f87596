/** Which samples share a row. */
export interface Packing {
  /** Sample indices of each row, in the order in which they were placed. */
  readonly rows: readonly (readonly number[])[];
  /** Indices of samples longer than a row. */
  readonly dropped: readonly number[];
  /** Packed tokens over the tokens the rows have room for; 1 when nothing was packed. */
  readonly efficiency: number;
}

/**
 * First-Fit Decreasing (Johnson et al. 1974): longest sample first (ties by input order), each into the first row with
 * enough room. Lengths and capacity in tokens. O(n log n).
 */
export function packFirstFitDecreasing(lengths: readonly number[], capacity: number): Packing {
  const dropped = lengths.flatMap((length, index) => (length > capacity ? [index] : []));
  const order = lengths
    .map((_, index) => index)
    .filter((index) => lengths[index]! <= capacity)
    .sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const space = new FreeSpace(order.length, capacity);
  const rows: number[][] = [];
  let packed = 0;
  for (const sample of order) {
    const row = space.take(lengths[sample]!);
    if (row === rows.length) rows.push([]);
    rows[row]!.push(sample);
    packed += lengths[sample]!;
  }
  return { rows, dropped, efficiency: rows.length === 0 ? 1 : packed / (rows.length * capacity) };
}

/** A segment tree over the free space of rows: finds the first row with enough of it in O(log n). */
class FreeSpace {
  /** Node i has children 2i and 2i + 1 and holds the larger of their spaces; leaves start at #leaves. */
  readonly #largest: Float64Array;
  readonly #leaves: number;

  constructor(rows: number, capacity: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, rows)));
    this.#largest = new Float64Array(2 * this.#leaves).fill(capacity);
  }

  /** Takes `length` from the first row that has it and returns that row. */
  take(length: number): number {
    let node = 1;
    while (node < this.#leaves) node = this.#largest[2 * node]! >= length ? 2 * node : 2 * node + 1;
    const row = node - this.#leaves;
    this.#largest[node]! -= length;
    while (node > 1) {
      node >>= 1;
      this.#largest[node] = Math.max(this.#largest[2 * node]!, this.#largest[2 * node + 1]!);
    }
    return row;
  }
}
