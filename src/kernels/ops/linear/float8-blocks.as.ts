import { embedRow } from "../embed/embed.as";
import { FLOAT8 } from "./decode.as";

/**
 * out = the values of float8 rows with a scale a block of `blockColumns` columns. Byte addresses; source [rows, columns], out float32
 * [rows, columns], scales [blocks of columns], each of them one a row and `scaleStride` bytes from the next.
 */
export function decodeFloat8Blocks(
  out: usize,
  source: usize,
  columns: i32,
  rows: i32,
  blockColumns: i32,
  scales: usize,
  scaleStride: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let scale = scales + ((<usize>row) << 2);
    for (let first = 0; first < columns; first += blockColumns) {
      const count = min(blockColumns, columns - first);
      embedRow(FLOAT8, out, source, count, load<f32>(scale));
      out += (<usize>count) << 2;
      source += <usize>count;
      scale += scaleStride;
    }
  }
}
