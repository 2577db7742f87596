/**
 * int8 matrices rest in panels: [ceil(rows / 16)][ceil(columns / 2)][16 rows][2 columns], padded with zeros. Two columns of a
 * row are what one 32-bit lane of `i32x4.dot_i16x8_s` takes, and 16 rows fill four such vectors; so one layout serves a single
 * token, a few tokens and a whole prompt, and nothing is transposed while computing.
 */
export const PANEL_ROWS: i32 = 16;
/** Bytes of one pair of columns of a panel. */
export const PAIR_BYTES: usize = 32;

/** Bytes of one panel. */
export function panelBytes(columns: i32): usize {
  return (<usize>((columns + 1) >> 1)) << 5;
}

/** out[c] = value c of a row times `scale`; `row` is the address of its first pair inside a panel. */
export function decodePanelRow(out: usize, row: usize, columns: i32, scale: f32): void {
  for (let c = 0; c < columns; c++) {
    store<f32>(out, <f32>load<i8>(row + (c & 1)) * scale);
    out += 4;
    if (c & 1) row += PAIR_BYTES;
  }
}
