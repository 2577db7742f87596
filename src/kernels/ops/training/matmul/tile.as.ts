// The hot loop allocates nothing. Written out because the accumulators must stay in registers; adjacent pairs of vectors
// are joined to 256 bit by V8's --experimental-wasm-revectorize. 6 x 16 was the fastest of eight shapes measured.
export const TILE_ROWS: i32 = 6;
export const TILE_COLUMNS: i32 = 16;

/**
 * c += a * b for one tile. a [depth, 6], b [depth, 16]: packed panels; c [6, 16] with `cStride` bytes between rows.
 */
export function tile(a: usize, b: usize, depth: i32, c: usize, cStride: usize): void {
  const row1 = c + cStride;
  const row2 = row1 + cStride;
  const row3 = row2 + cStride;
  const row4 = row3 + cStride;
  const row5 = row4 + cStride;
  let c00 = v128.load(c);
  let c01 = v128.load(c, 16);
  let c02 = v128.load(c, 32);
  let c03 = v128.load(c, 48);
  let c10 = v128.load(row1);
  let c11 = v128.load(row1, 16);
  let c12 = v128.load(row1, 32);
  let c13 = v128.load(row1, 48);
  let c20 = v128.load(row2);
  let c21 = v128.load(row2, 16);
  let c22 = v128.load(row2, 32);
  let c23 = v128.load(row2, 48);
  let c30 = v128.load(row3);
  let c31 = v128.load(row3, 16);
  let c32 = v128.load(row3, 32);
  let c33 = v128.load(row3, 48);
  let c40 = v128.load(row4);
  let c41 = v128.load(row4, 16);
  let c42 = v128.load(row4, 32);
  let c43 = v128.load(row4, 48);
  let c50 = v128.load(row5);
  let c51 = v128.load(row5, 16);
  let c52 = v128.load(row5, 32);
  let c53 = v128.load(row5, 48);
  const end = a + <usize>depth * (TILE_ROWS * 4);
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.relaxed_madd(a0, b0, c00);
    c01 = f32x4.relaxed_madd(a0, b1, c01);
    c02 = f32x4.relaxed_madd(a0, b2, c02);
    c03 = f32x4.relaxed_madd(a0, b3, c03);
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.relaxed_madd(a1, b0, c10);
    c11 = f32x4.relaxed_madd(a1, b1, c11);
    c12 = f32x4.relaxed_madd(a1, b2, c12);
    c13 = f32x4.relaxed_madd(a1, b3, c13);
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.relaxed_madd(a2, b0, c20);
    c21 = f32x4.relaxed_madd(a2, b1, c21);
    c22 = f32x4.relaxed_madd(a2, b2, c22);
    c23 = f32x4.relaxed_madd(a2, b3, c23);
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.relaxed_madd(a3, b0, c30);
    c31 = f32x4.relaxed_madd(a3, b1, c31);
    c32 = f32x4.relaxed_madd(a3, b2, c32);
    c33 = f32x4.relaxed_madd(a3, b3, c33);
    const a4 = v128.load32_splat(a, 16);
    c40 = f32x4.relaxed_madd(a4, b0, c40);
    c41 = f32x4.relaxed_madd(a4, b1, c41);
    c42 = f32x4.relaxed_madd(a4, b2, c42);
    c43 = f32x4.relaxed_madd(a4, b3, c43);
    const a5 = v128.load32_splat(a, 20);
    c50 = f32x4.relaxed_madd(a5, b0, c50);
    c51 = f32x4.relaxed_madd(a5, b1, c51);
    c52 = f32x4.relaxed_madd(a5, b2, c52);
    c53 = f32x4.relaxed_madd(a5, b3, c53);
    a += TILE_ROWS * 4;
    b += TILE_COLUMNS * 4;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row1, c12, 32);
  v128.store(row1, c13, 48);
  v128.store(row2, c20);
  v128.store(row2, c21, 16);
  v128.store(row2, c22, 32);
  v128.store(row2, c23, 48);
  v128.store(row3, c30);
  v128.store(row3, c31, 16);
  v128.store(row3, c32, 32);
  v128.store(row3, c33, 48);
  v128.store(row4, c40);
  v128.store(row4, c41, 16);
  v128.store(row4, c42, 32);
  v128.store(row4, c43, 48);
  v128.store(row5, c50);
  v128.store(row5, c51, 16);
  v128.store(row5, c52, 32);
  v128.store(row5, c53, 48);
}
