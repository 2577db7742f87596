import type { FileRange } from "../safetensors/tensor-view.ts";

/** How the bytes of a matrix are stored. Dequantizing is always a multiplication: value = stored * scale. */
export type WeightDtype =
  | { readonly kind: "float32" }
  | { readonly kind: "float16" }
  | { readonly kind: "bfloat16" }
  /** float8 e4m3fn bytes; one scale a row. [rows] */
  | { readonly kind: "float8"; readonly rowScales: Float32Array }
  /** float8 e4m3fn bytes; one scale a block. [ceil(rows / blockRows), ceil(columns / blockColumns)] */
  | {
      readonly kind: "float8-blocks";
      readonly blockRows: number;
      readonly blockColumns: number;
      readonly blockScales: Float32Array;
    };

/** A weight matrix in a checkpoint, to be read piece by piece. Only its scales are held in memory. */
export interface WeightTensor {
  readonly name: string;
  /** Output features; for an embedding table, tokens. */
  readonly rows: number;
  /** Input features. */
  readonly columns: number;
  readonly dtype: WeightDtype;
  /**
   * Writes rows [firstRow, firstRow + rowCount) as stored bytes, little-endian, into `target`.
   * @throws HermesError "usage" outside the matrix or target, "file-invalid", "disposed".
   */
  readRows(target: Uint8Array, firstRow: number, rowCount: number): void;
  /** Where all rows lie, one after the other. @throws HermesError "disposed" when the file is closed. */
  locate(): FileRange;
}
