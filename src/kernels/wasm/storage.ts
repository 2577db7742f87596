import { bytesPerWeight } from "../checks.ts";
import type { MatrixSource, WeightDtype } from "../contract.ts";

/**
 * How the kernels know the form of stored weights; the same numbers stand in ops/linear/decode.as.ts. The two forms of float8 have
 * the same codes and differ in their scales.
 */
export const storageCode = {
  float32: 0,
  bfloat16: 1,
  float8: 2,
  "float8-blocks": 2,
  int8: 3,
  float16: 4,
} as const satisfies Record<WeightDtype["kind"], number>;

/** Forms in which a matrix may rest in memory; float16 is widened to float32 while loading. */
export type RestingKind = Exclude<WeightDtype["kind"], "float16">;

/** "exact" keeps the stored values (float16 as float32); "fast" makes every matrix int8 with one scale a row. */
export type ComputeMode = "exact" | "fast";

export function restingKind(stored: WeightDtype["kind"], compute: ComputeMode): RestingKind {
  if (compute === "fast") return "int8";
  return stored === "float16" ? "float32" : stored;
}

/** Rows and block of columns of an int8 panel; the layout stands in ops/linear/panel.as.ts. */
export const PANEL_ROWS = 16;
const BLOCK_COLUMNS = 1024;

/** Forms of activations for int8 matrices; the same numbers stand in ops/linear/activations.as.ts. */
export const activationForm = { words: 0, bytes: 1 } as const;
export type ActivationForm = keyof typeof activationForm;

/** Bytes of one row as a source gives it. */
export function storedRowBytes({ columns, dtype }: MatrixSource): number {
  return columns * bytesPerWeight(dtype.kind);
}

/** Bytes of one row at rest; of an int8 panel a sixteenth. */
export function restingRowBytes(kind: RestingKind, columns: number): number {
  if (kind !== "int8") return columns * bytesPerWeight(kind);
  return Math.ceil(columns / 4) * 4 + Math.ceil(columns / BLOCK_COLUMNS) * 4;
}

/** Columns that share a scale with others of their row: all, but in blocks. */
export function scaledColumns(dtype: WeightDtype, columns: number): number {
  return dtype.kind === "float8-blocks" ? Math.min(columns, dtype.blockColumns) : columns;
}

/** Scales of one row at rest: blocks keep one for each block of `blockColumns` columns, so that no kernel asks where a block's rows end. */
export function restingScales(kind: RestingKind, columns: number, blockColumns: number): number {
  return kind === "float8-blocks" ? Math.ceil(columns / blockColumns) : 1;
}

/** Rows that `rows` rows take at rest: int8 fills whole panels. */
export function restingRows(kind: RestingKind, rows: number): number {
  return kind === "int8" ? Math.ceil(rows / PANEL_ROWS) * PANEL_ROWS : rows;
}

/** Byte offset of the first value of row `row` from the first row; in an int8 panel the quads of a row stand 64 bytes apart. */
export function restingOffset(kind: RestingKind, rowBytes: number, row: number): number {
  if (kind !== "int8") return row * rowBytes;
  const inPanel = row % PANEL_ROWS;
  return (row - inPanel) * rowBytes + inPanel * 4;
}
