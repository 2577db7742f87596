import { restingOffset, storageCode } from "./storage.ts";
import type { Segment, WasmMatrix } from "./wasm-matrix.ts";

/** Writes the values of row `row`, which lies in `segment`, as float32 to `out`, an address in the segment's memory. */
export function decodeRow(matrix: WasmMatrix, segment: Segment, row: number, out: number): void {
  const { kind, columns, blockColumns } = matrix;
  const { kernels, views } = segment.arena;
  const inSegment = row - segment.firstRow;
  const source = segment.weights + restingOffset(kind, matrix.rowBytes, inSegment);
  const scale = segment.scales + inSegment * 4;
  if (kind === "float8-blocks") {
    kernels.decodeFloat8Blocks(out, source, columns, 1, blockColumns, scale, segment.rows * 4);
    return;
  }
  kernels.embedRow(storageCode[kind], out, source, columns, views.floats(scale + 4)[scale / 4]!);
}
