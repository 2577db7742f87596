/**
 * What each row gets in the one-to-one assignment of rows to columns with the greatest sum; 0 for a row that gets no column. By
 * Kuhn-Munkres with shortest augmenting paths, in (smaller count)² × (greater count) steps. `values[row][column]` are at least 0.
 */
export function bestAssignment(values: readonly (readonly number[])[]): number[] {
  const columns = values[0]?.length ?? 0;
  if (columns === 0) return values.map(() => 0);
  if (values.length <= columns) {
    return new Assignment(values).columns.map((column, row) => values[row]![column]!);
  }
  const turned = Array.from({ length: columns }, (_, column) => values.map((row) => row[column]!));
  const gained = values.map(() => 0);
  for (const [column, row] of new Assignment(turned).columns.entries()) gained[row] = values[row]![column]!;
  return gained;
}

/** Of at most as many rows as columns. Rows and columns count from 1; column 0 stands for the row that is being placed. */
class Assignment {
  readonly #values: readonly (readonly number[])[];
  readonly #count: number;
  readonly #rowPrice: Float64Array;
  readonly #columnPrice: Float64Array;
  /** Row of each column, 0 for none. */
  readonly #rowOf: Int32Array;
  /** The column before each one on the path that was found. */
  readonly #before: Int32Array;

  constructor(values: readonly (readonly number[])[]) {
    this.#values = values;
    this.#count = values[0]!.length;
    this.#rowPrice = new Float64Array(values.length + 1);
    this.#columnPrice = new Float64Array(this.#count + 1);
    this.#rowOf = new Int32Array(this.#count + 1);
    this.#before = new Int32Array(this.#count + 1);
    for (let row = 1; row <= values.length; row++) this.#place(row);
  }

  /** Column of each row, both from 0. */
  get columns(): number[] {
    const columns = this.#values.map(() => 0);
    for (let column = 1; column <= this.#count; column++) {
      if (this.#rowOf[column]! > 0) columns[this.#rowOf[column]! - 1] = column - 1;
    }
    return columns;
  }

  /** Looks for the cheapest path to a free column and moves the rows on it by one. */
  #place(row: number): void {
    const slack = new Float64Array(this.#count + 1).fill(Number.POSITIVE_INFINITY);
    const reached = new Uint8Array(this.#count + 1);
    this.#rowOf[0] = row;
    let column = 0;
    do {
      reached[column] = 1;
      column = this.#reachNext(column, slack, reached);
    } while (this.#rowOf[column] !== 0);
    for (; column !== 0; column = this.#before[column]!) this.#rowOf[column] = this.#rowOf[this.#before[column]!]!;
  }

  #reachNext(from: number, slack: Float64Array, reached: Uint8Array): number {
    const row = this.#rowOf[from]!;
    let next = 0;
    slack[0] = Number.POSITIVE_INFINITY;
    for (let column = 1; column <= this.#count; column++) {
      if (reached[column]) continue;
      const cost = -this.#values[row - 1]![column - 1]! - this.#rowPrice[row]! - this.#columnPrice[column]!;
      if (cost < slack[column]!) {
        slack[column] = cost;
        this.#before[column] = from;
      }
      if (next === 0 || slack[column]! < slack[next]!) next = column;
    }
    this.#raisePrices(slack[next]!, slack, reached);
    return next;
  }

  #raisePrices(by: number, slack: Float64Array, reached: Uint8Array): void {
    for (let column = 0; column <= this.#count; column++) {
      if (reached[column]) {
        this.#rowPrice[this.#rowOf[column]!]! += by;
        this.#columnPrice[column]! -= by;
      } else slack[column]! -= by;
    }
  }
}
