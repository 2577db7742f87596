import { packFirstFitDecreasing } from "./packing.ts";
import { createRandomSource, shuffle } from "./random.ts";
import { joinSamples, type PackedRow, type Sample } from "./row.ts";

/** Where a stream stands: all that is needed to go on with the very next row. */
export interface StreamPosition {
  readonly pool: number;
  /** Rows of the pool already handed out. */
  readonly row: number;
}

export interface RowStreamOptions {
  /** Samples of pool `index`; the same index gives the same samples. */
  readonly samples: (index: number) => readonly Sample[];
  /** Tokens of a full row. */
  readonly rowLength: number;
  readonly seed: number;
  readonly position?: StreamPosition;
}

/** An endless stream of packed rows: pools of samples, each packed and shuffled by the seed. */
export class RowStream {
  readonly #options: RowStreamOptions;
  #pool: number;
  #row: number;
  #rows: PackedRow[] | undefined;
  #efficiency = 1;
  #dropped = 0;

  constructor(options: RowStreamOptions) {
    this.#options = options;
    this.#pool = options.position?.pool ?? 0;
    this.#row = options.position?.row ?? 0;
  }

  /** The position behind the last row handed out. */
  get position(): StreamPosition {
    return { pool: this.#pool, row: this.#row };
  }

  /** Packing efficiency of the present pool. */
  get efficiency(): number {
    return this.#efficiency;
  }

  /** Samples longer than a row, left out since this stream was made. */
  get dropped(): number {
    return this.#dropped;
  }

  next(count: number): PackedRow[] {
    return Array.from({ length: count }, () => this.#nextRow());
  }

  #nextRow(): PackedRow {
    this.#rows ??= this.#fillPool();
    while (this.#row >= this.#rows.length) {
      this.#pool++;
      this.#row = 0;
      this.#rows = this.#fillPool();
    }
    return this.#rows[this.#row++]!;
  }

  #fillPool(): PackedRow[] {
    const samples = this.#options.samples(this.#pool);
    const lengths = samples.map((sample) => sample.tokens.length);
    const packing = packFirstFitDecreasing(lengths, this.#options.rowLength);
    this.#efficiency = packing.efficiency;
    this.#dropped += packing.dropped.length;
    const rows = packing.rows.map((indices) => joinSamples(indices.map((index) => samples[index]!)));
    return shuffle(rows, createRandomSource(this.#options.seed, 2, this.#pool));
  }
}
