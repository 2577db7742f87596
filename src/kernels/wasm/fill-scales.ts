import type { MatrixSource, WeightDtype } from "../contract.ts";
import type { Arena } from "./arena.ts";
import { type RestingKind, restingRows } from "./storage.ts";
import type { Segment } from "./wasm-matrix.ts";

export type Float8Blocks = Extract<WeightDtype, { readonly kind: "float8-blocks" }>;

/** Scales of the stored form; the conversion to int8 multiplies its own in. Those of padding are 0. */
export function fillScales({ dtype, columns }: MatrixSource, segment: Segment, kind: RestingKind): void {
  const { arena, firstRow, rows, scales } = segment;
  if (dtype.kind === "float8-blocks" && kind === "float8-blocks") {
    fillBlockScales(dtype, columns, arena, scales, firstRow, rows);
    return;
  }
  const resting = restingRows(kind, rows);
  const first = scales / 4;
  const floats = arena.views.floats(scales + resting * 4);
  if ("rowScales" in dtype) floats.set(dtype.rowScales.subarray(firstRow, firstRow + rows), first);
  else floats.fill(1, first, first + rows);
  floats.fill(0, first + rows, first + resting);
}

/** Writes the scales of rows [firstRow, firstRow + rows) to `address`, one a row for each block of columns. [blocks of columns, rows] */
export function fillBlockScales(
  { blockRows, blockColumns, blockScales }: Float8Blocks,
  columns: number,
  arena: Arena,
  address: number,
  firstRow: number,
  rows: number,
): void {
  const across = Math.ceil(columns / blockColumns);
  const floats = arena.views.floats(address + across * rows * 4).subarray(address / 4);
  for (let first = 0; first < rows; ) {
    const down = Math.floor((firstRow + first) / blockRows);
    const end = Math.min(rows, (down + 1) * blockRows - firstRow);
    for (let block = 0; block < across; block++) {
      floats.fill(blockScales[down * across + block]!, block * rows + first, block * rows + end);
    }
    first = end;
  }
}
