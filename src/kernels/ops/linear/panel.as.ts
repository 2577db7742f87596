/**
 * int8 matrices rest in panels of 16 rows, one after the other, rows and columns padded with zeros. A panel is a row of blocks of
 * up to 1,024 columns, and a block is
 *   [ceil(columns / 4)][16 rows][4 columns] int8, then [16 rows] int32: -8192 * the sum of the row's weights in the block.
 * Four columns of a row are a lane of the byte product, or half a vector of the 16-bit one; so one layout serves a single token, a
 * few tokens and a whole prompt, and nothing is transposed while computing.
 */
export const PANEL_ROWS: i32 = 16;
/** Bytes of four columns of a panel. */
export const QUAD_BYTES: usize = 64;
/** Bytes of the sums behind each block. */
export const SUMS_BYTES: usize = 64;
/**
 * Columns whose products are summed in int32: 128 (weight) * 8,191 (activation) * 1,024 < 2^31, so sums are exact.
 */
export const BLOCK: i32 = 1024;
/** Added to an activation it makes it positive. */
export const OFFSET: i32 = 8192;

/** Blocks of a row. */
export function blockCount(columns: i32): i32 {
  return (columns + BLOCK - 1) / BLOCK;
}

/** Bytes of one panel. */
export function panelBytes(columns: i32): usize {
  return <usize>((columns + 3) >> 2) * QUAD_BYTES + <usize>blockCount(columns) * SUMS_BYTES;
}

/** Bytes from the start of a panel to the block that begins with `column`. */
export function blockOffset(column: i32): usize {
  return ((<usize>column) << 4) + <usize>(column / BLOCK) * SUMS_BYTES;
}

/** out[c] = value c of a row times `scale`; `row` is the address of its first quad inside a panel. */
export function decodePanelRow(out: usize, row: usize, columns: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  for (let first = 0; first < columns; first += BLOCK) {
    let quad = row + blockOffset(first);
    const count = min(BLOCK, columns - first);
    for (const end = out + ((<usize>(count & ~3)) << 2); out < end; out += 16) {
      const words = i16x8.extend_low_i8x16_s(v128.load32_zero(quad));
      v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), scales));
      quad += QUAD_BYTES;
    }
    for (const end = quad + <usize>(count & 3); quad < end; quad++) {
      store<f32>(out, <f32>load<i8>(quad) * scale);
      out += 4;
    }
  }
}

/** Where in a tile's scratch the next block's touched bytes are thrown. */
export const TOUCHED: usize = 3 * 128;
