import { dtypeByteLength, type TensorData } from "../../src/formats/index.ts";
import { DrawnRow, type SeededTensor } from "./drawn-row.ts";
import type { Float8Form } from "./layouts.ts";
import type { Float8Encoder, PlainDtype, RowWriter } from "./row-writers.ts";
import { ScaleGrid } from "./scale-grid.ts";

/** Rows are written in pieces of about this size. */
const CHUNK_BYTES = 2 ** 20;

/** The tensor as it is, in the dtype of `writer`. */
export function plainTensor(tensor: SeededTensor, dtype: PlainDtype, writer: RowWriter): TensorData {
  const { name, rows, columns } = tensor;
  const shape = rows === null ? [columns] : [rows, columns];
  return { name, dtype, shape, chunks: () => rowChunks(tensor, columns * dtypeByteLength(dtype), writer) };
}

/** The tensor as float8 codes, its scales, and what else the form has beside it. */
export function float8Tensors(tensor: SeededTensor, encoder: Float8Encoder, form: Float8Form): readonly TensorData[] {
  const { name, columns } = tensor;
  const rows = tensor.rows ?? 1;
  const module = name.replace(/weight$/, "");
  const grid = new ScaleGrid(tensor, encoder, form);
  const unused = (form.unused ?? []).map(
    (ending): TensorData => ({ name: module + ending, dtype: "F32", shape: [], chunks: () => [new Uint8Array(4)] }),
  );
  return [
    {
      name,
      dtype: form.codesDtype ?? "F8_E4M3",
      shape: [rows, columns],
      chunks: () => rowChunks(tensor, columns, (row, out, index) => grid.encode(row, out, index)),
    },
    { name: module + form.scaleEnding, dtype: form.scaleDtype, shape: grid.shape, chunks: () => [grid.bytes()] },
    ...unused,
  ];
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
