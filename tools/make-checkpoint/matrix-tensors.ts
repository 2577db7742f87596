import { dtypeByteLength, encodeFloats, type TensorData } from "../../src/formats/index.ts";
import { drawRow } from "./gaussian-row.ts";
import type { Float8Encoder, PlainDtype, RowWriter } from "./row-writers.ts";

/** A seeded tensor [rows, columns], or [columns] when `rows` is null. */
export interface SeededTensor {
  readonly name: string;
  readonly rows: number | null;
  readonly columns: number;
  readonly seed: number;
}

/** Rows are written in pieces of about this size. */
const CHUNK_BYTES = 2 ** 20;

/** The tensor as it is, in the dtype of `writer`. */
export function plainTensor(tensor: SeededTensor, dtype: PlainDtype, writer: RowWriter): TensorData {
  const { name, rows, columns } = tensor;
  const shape = rows === null ? [columns] : [rows, columns];
  return { name, dtype, shape, chunks: () => rowChunks(tensor, columns * dtypeByteLength(dtype), writer) };
}

/** The tensor as float8 with a bfloat16 scale a row: `name` [rows, columns] and `name_scale` [rows, 1]. */
export function float8Tensors(tensor: SeededTensor, encoder: Float8Encoder): readonly TensorData[] {
  const { name, columns } = tensor;
  const rows = tensor.rows ?? 1;
  let known: Float32Array | undefined;
  const scales = (): Float32Array => {
    known ??= drawScales(tensor, encoder);
    return known;
  };
  return [
    {
      name,
      dtype: "F8_E4M3",
      shape: [rows, columns],
      chunks: () => rowChunks(tensor, columns, (row, out, index) => encoder.encode(row, scales()[index]!, out)),
    },
    { name: `${name}_scale`, dtype: "BF16", shape: [rows, 1], chunks: () => [encodeScales(scales())] },
  ];
}

/** [rows] */
function drawScales(tensor: SeededTensor, encoder: Float8Encoder): Float32Array {
  const rows = tensor.rows ?? 1;
  const scales = new Float32Array(rows);
  const row = new DrawnRow(tensor);
  for (let index = 0; index < rows; index++) scales[index] = encoder.rowScale(row.draw(index));
  return scales;
}

function encodeScales(scales: Float32Array): Uint8Array {
  const bytes = new Uint8Array(scales.length * dtypeByteLength("BF16"));
  encodeFloats("BF16", scales, bytes);
  return bytes;
}

/** Room for one row of a tensor at a time. */
class DrawnRow {
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

/** Yields the bytes of the rows in order, several rows at a time. The yielded array is used again for the next rows. */
function* rowChunks(tensor: SeededTensor, rowBytes: number, write: RowWriter): Iterable<Uint8Array> {
  const rows = tensor.rows ?? 1;
  const rowsPerChunk = Math.min(rows, Math.max(1, Math.floor(CHUNK_BYTES / rowBytes)));
  const row = new DrawnRow(tensor);
  const chunk = new Uint8Array(rowsPerChunk * rowBytes);
  for (let first = 0; first < rows; first += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, rows - first);
    for (let index = 0; index < count; index++) {
      write(row.draw(first + index), chunk.subarray(index * rowBytes, (index + 1) * rowBytes), first + index);
    }
    yield chunk.subarray(0, count * rowBytes);
  }
}
