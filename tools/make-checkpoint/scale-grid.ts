import { dtypeByteLength, encodeFloats, float8RowScale, MAX_FLOAT8 } from "../../src/formats/index.ts";
import { DrawnRow, type SeededTensor } from "./drawn-row.ts";
import type { Float8Form } from "./layouts.ts";
import type { Float8Encoder } from "./row-writers.ts";

/** The scales of a matrix, drawn when first asked for. */
export class ScaleGrid {
  /** Of the tensor that holds them. */
  readonly shape: readonly number[];
  readonly #tensor: SeededTensor;
  readonly #encoder: Float8Encoder;
  readonly #form: Float8Form;
  readonly #blockRows: number;
  readonly #blockColumns: number;
  #known: Float32Array | undefined;

  constructor(tensor: SeededTensor, encoder: Float8Encoder, form: Float8Form) {
    const { columns } = tensor;
    const rows = tensor.rows ?? 1;
    const { sharing } = form;
    this.#tensor = tensor;
    this.#encoder = encoder;
    this.#form = form;
    [this.#blockRows, this.#blockColumns] =
      sharing === "row" ? [1, columns] : sharing === "matrix" ? [rows, columns] : sharing;
    this.shape =
      sharing === "matrix"
        ? (form.scalarShape ?? [1])
        : [Math.ceil(rows / this.#blockRows), Math.ceil(columns / this.#blockColumns)];
  }

  encode(row: Uint16Array, out: Uint8Array, index: number): void {
    this.#eachBlock(row, index, (block, scale, first) => {
      this.#encoder.encode(block, this.#scales()[scale]!, out.subarray(first, first + block.length));
    });
  }

  bytes(): Uint8Array {
    const { scaleDtype, scaleEnding } = this.#form;
    const scales = this.#scales();
    const bytes = new Uint8Array(scales.length * dtypeByteLength(scaleDtype));
    const isAmax = scaleEnding === "weight_quantizer._amax";
    encodeFloats(scaleDtype, isAmax ? scales.map((scale) => scale * MAX_FLOAT8) : scales, bytes);
    return bytes;
  }

  /** [row blocks, column blocks] */
  #scales(): Float32Array {
    this.#known ??= this.#draw();
    return this.#known;
  }

  /** The scale `quantizeFloat8Row` gives: it depends on the largest magnitude only. */
  #draw(): Float32Array {
    const rows = this.#tensor.rows ?? 1;
    const down = Math.ceil(rows / this.#blockRows);
    const largest = new Float32Array(down * Math.ceil(this.#tensor.columns / this.#blockColumns));
    const row = new DrawnRow(this.#tensor);
    for (let index = 0; index < rows; index++) {
      this.#eachBlock(row.draw(index), index, (block, scale) => {
        largest[scale] = Math.max(largest[scale]!, this.#encoder.largest(block));
      });
    }
    return largest.map((value) => float8RowScale(Float32Array.of(value)));
  }

  /** Calls `use` with each part of row `index` that has one scale, the scale's place in the grid and the part's first column. */
  #eachBlock(
    row: Uint16Array,
    index: number,
    use: (block: Uint16Array, scale: number, firstColumn: number) => void,
  ): void {
    const across = Math.ceil(row.length / this.#blockColumns);
    const down = Math.floor(index / this.#blockRows);
    for (let block = 0; block < across; block++) {
      const first = block * this.#blockColumns;
      use(row.subarray(first, first + this.#blockColumns), down * across + block, first);
    }
  }
}
