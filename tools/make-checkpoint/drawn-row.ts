import { drawRow } from "./gaussian-row.ts";

/** A seeded tensor [rows, columns], or [columns] when `rows` is null. */
export interface SeededTensor {
  readonly name: string;
  readonly rows: number | null;
  readonly columns: number;
  readonly seed: number;
}

/** Room for one row of a tensor at a time. */
export class DrawnRow {
  readonly #key: string;
  readonly #drawn: Uint16Array<ArrayBuffer>;
  readonly #row: Uint16Array;

  constructor({ seed, name, columns }: SeededTensor) {
    this.#key = `${seed}/${name}`;
    this.#drawn = new Uint16Array(columns + (columns % 2));
    this.#row = this.#drawn.subarray(0, columns);
  }

  /** Indices into a pool [columns]; the next call overwrites them. */
  draw(rowIndex: number): Uint16Array {
    drawRow(this.#drawn, this.#key, rowIndex);
    return this.#row;
  }
}
