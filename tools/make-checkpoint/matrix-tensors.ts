import {
  dtypeByteLength,
  encodeFloats,
  float8RowScale,
  quantizeFloat8Row,
  type TensorData,
} from "../../src/formats/index.ts";
import { fillGaussianRow } from "./gaussian-row.ts";

/** A seeded tensor [rows, columns], or [columns] when `rows` is null. */
export interface SeededTensor {
  readonly name: string;
  readonly rows: number | null;
  readonly columns: number;
  readonly seed: number;
  readonly mean: number;
  readonly std: number;
}

/** Rows are written in pieces of about this size. */
const CHUNK_BYTES = 2 ** 20;

/** The tensor as it is, in one dtype. */
export function plainTensor(tensor: SeededTensor, dtype: "BF16" | "F32"): TensorData {
  const columnsBytes = tensor.columns * dtypeByteLength(dtype);
  const shape = tensor.rows === null ? [tensor.columns] : [tensor.rows, tensor.columns];
  return {
    name: tensor.name,
    dtype,
    shape,
    chunks: () => rowChunks(tensor, columnsBytes, (row, out) => encodeFloats(dtype, row, out)),
  };
}

/** The tensor as float8 with a bfloat16 scale a row: `name` [rows, columns] and `name_scale` [rows, 1]. */
export function float8Tensors(tensor: SeededTensor): readonly TensorData[] {
  const { name, columns } = tensor;
  const rows = tensor.rows ?? 1;
  const writeScale = (row: Float32Array, out: Uint8Array) => {
    encodeFloats("BF16", Float32Array.of(float8RowScale(row)), out);
  };
  return [
    { name, dtype: "F8_E4M3", shape: [rows, columns], chunks: () => rowChunks(tensor, columns, quantizeFloat8Row) },
    {
      name: `${name}_scale`,
      dtype: "BF16",
      shape: [rows, 1],
      chunks: () => rowChunks(tensor, dtypeByteLength("BF16"), writeScale),
    },
  ];
}

/**
 * Makes the rows in order and yields their bytes, several rows at a time. `write` turns one row into
 * `rowBytes` bytes. The yielded array is used again for the next rows.
 */
function* rowChunks(
  tensor: SeededTensor,
  rowBytes: number,
  write: (row: Float32Array, out: Uint8Array) => void,
): Iterable<Uint8Array> {
  const rows = tensor.rows ?? 1;
  const rowsPerChunk = Math.min(rows, Math.max(1, Math.floor(CHUNK_BYTES / rowBytes)));
  const row = new Float32Array(tensor.columns);
  const chunk = new Uint8Array(rowsPerChunk * rowBytes);
  const key = `${tensor.seed}/${tensor.name}`;
  for (let first = 0; first < rows; first += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, rows - first);
    for (let index = 0; index < count; index++) {
      fillGaussianRow(row, key, first + index, tensor.mean, tensor.std);
      write(row, chunk.subarray(index * rowBytes, (index + 1) * rowBytes));
    }
    yield chunk.subarray(0, count * rowBytes);
  }
}
