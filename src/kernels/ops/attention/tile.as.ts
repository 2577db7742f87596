// The hot loop allocates nothing. Written out because the accumulators must stay in registers; adjacent pairs of vectors are
// joined to 256 bit by V8's --experimental-wasm-revectorize. Every sum runs over the depth in order, whatever the tile, so that
// a row's result does not depend on the rows beside it.

/**
 * c += a * b for 16 columns. a [rows, depth], c [rows, 16], b [depth, 16]: float32 rows, `aStride`, `cStride` and `bStride` bytes
 * apart; depth at least 1.
 */
export function multiply(
  c: usize,
  cStride: usize,
  a: usize,
  aStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  depth: i32,
): void {
  for (; rows >= 6; rows -= 6) {
    tile6(c, cStride, a, aStride, b, bStride, depth);
    c += 6 * cStride;
    a += 6 * aStride;
  }
  if (rows == 4) {
    tile4(c, cStride, a, aStride, b, bStride, depth);
    return;
  }
  if (rows >= 3) {
    tile3(c, cStride, a, aStride, b, bStride, depth);
    c += 3 * cStride;
    a += 3 * aStride;
    rows -= 3;
  }
  if (rows == 2) tile2(c, cStride, a, aStride, b, bStride, depth);
  else if (rows == 1) tile1(c, a, b, bStride, depth);
}

function tile6(c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, depth: i32): void {
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  const c3 = c2 + cStride;
  const c4 = c3 + cStride;
  const c5 = c4 + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s12 = v128.load(c1, 32);
  let s13 = v128.load(c1, 48);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s22 = v128.load(c2, 32);
  let s23 = v128.load(c2, 48);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  let s32 = v128.load(c3, 32);
  let s33 = v128.load(c3, 48);
  let s40 = v128.load(c4);
  let s41 = v128.load(c4, 16);
  let s42 = v128.load(c4, 32);
  let s43 = v128.load(c4, 48);
  let s50 = v128.load(c5);
  let s51 = v128.load(c5, 16);
  let s52 = v128.load(c5, 32);
  let s53 = v128.load(c5, 48);
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  let a4 = a3 + aStride;
  let a5 = a4 + aStride;
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.relaxed_madd(x0, b0, s00);
    s01 = f32x4.relaxed_madd(x0, b1, s01);
    s02 = f32x4.relaxed_madd(x0, b2, s02);
    s03 = f32x4.relaxed_madd(x0, b3, s03);
    const x1 = v128.load32_splat(a1);
    s10 = f32x4.relaxed_madd(x1, b0, s10);
    s11 = f32x4.relaxed_madd(x1, b1, s11);
    s12 = f32x4.relaxed_madd(x1, b2, s12);
    s13 = f32x4.relaxed_madd(x1, b3, s13);
    a1 += 4;
    const x2 = v128.load32_splat(a2);
    s20 = f32x4.relaxed_madd(x2, b0, s20);
    s21 = f32x4.relaxed_madd(x2, b1, s21);
    s22 = f32x4.relaxed_madd(x2, b2, s22);
    s23 = f32x4.relaxed_madd(x2, b3, s23);
    a2 += 4;
    const x3 = v128.load32_splat(a3);
    s30 = f32x4.relaxed_madd(x3, b0, s30);
    s31 = f32x4.relaxed_madd(x3, b1, s31);
    s32 = f32x4.relaxed_madd(x3, b2, s32);
    s33 = f32x4.relaxed_madd(x3, b3, s33);
    a3 += 4;
    const x4 = v128.load32_splat(a4);
    s40 = f32x4.relaxed_madd(x4, b0, s40);
    s41 = f32x4.relaxed_madd(x4, b1, s41);
    s42 = f32x4.relaxed_madd(x4, b2, s42);
    s43 = f32x4.relaxed_madd(x4, b3, s43);
    a4 += 4;
    const x5 = v128.load32_splat(a5);
    s50 = f32x4.relaxed_madd(x5, b0, s50);
    s51 = f32x4.relaxed_madd(x5, b1, s51);
    s52 = f32x4.relaxed_madd(x5, b2, s52);
    s53 = f32x4.relaxed_madd(x5, b3, s53);
    a5 += 4;
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c2, s22, 32);
  v128.store(c2, s23, 48);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
  v128.store(c3, s32, 32);
  v128.store(c3, s33, 48);
  v128.store(c4, s40);
  v128.store(c4, s41, 16);
  v128.store(c4, s42, 32);
  v128.store(c4, s43, 48);
  v128.store(c5, s50);
  v128.store(c5, s51, 16);
  v128.store(c5, s52, 32);
  v128.store(c5, s53, 48);
}

function tile4(c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, depth: i32): void {
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  const c3 = c2 + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s12 = v128.load(c1, 32);
  let s13 = v128.load(c1, 48);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s22 = v128.load(c2, 32);
  let s23 = v128.load(c2, 48);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  let s32 = v128.load(c3, 32);
  let s33 = v128.load(c3, 48);
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.relaxed_madd(x0, b0, s00);
    s01 = f32x4.relaxed_madd(x0, b1, s01);
    s02 = f32x4.relaxed_madd(x0, b2, s02);
    s03 = f32x4.relaxed_madd(x0, b3, s03);
    const x1 = v128.load32_splat(a1);
    s10 = f32x4.relaxed_madd(x1, b0, s10);
    s11 = f32x4.relaxed_madd(x1, b1, s11);
    s12 = f32x4.relaxed_madd(x1, b2, s12);
    s13 = f32x4.relaxed_madd(x1, b3, s13);
    a1 += 4;
    const x2 = v128.load32_splat(a2);
    s20 = f32x4.relaxed_madd(x2, b0, s20);
    s21 = f32x4.relaxed_madd(x2, b1, s21);
    s22 = f32x4.relaxed_madd(x2, b2, s22);
    s23 = f32x4.relaxed_madd(x2, b3, s23);
    a2 += 4;
    const x3 = v128.load32_splat(a3);
    s30 = f32x4.relaxed_madd(x3, b0, s30);
    s31 = f32x4.relaxed_madd(x3, b1, s31);
    s32 = f32x4.relaxed_madd(x3, b2, s32);
    s33 = f32x4.relaxed_madd(x3, b3, s33);
    a3 += 4;
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c2, s22, 32);
  v128.store(c2, s23, 48);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
  v128.store(c3, s32, 32);
  v128.store(c3, s33, 48);
}

function tile3(c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, depth: i32): void {
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s12 = v128.load(c1, 32);
  let s13 = v128.load(c1, 48);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s22 = v128.load(c2, 32);
  let s23 = v128.load(c2, 48);
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.relaxed_madd(x0, b0, s00);
    s01 = f32x4.relaxed_madd(x0, b1, s01);
    s02 = f32x4.relaxed_madd(x0, b2, s02);
    s03 = f32x4.relaxed_madd(x0, b3, s03);
    const x1 = v128.load32_splat(a1);
    s10 = f32x4.relaxed_madd(x1, b0, s10);
    s11 = f32x4.relaxed_madd(x1, b1, s11);
    s12 = f32x4.relaxed_madd(x1, b2, s12);
    s13 = f32x4.relaxed_madd(x1, b3, s13);
    a1 += 4;
    const x2 = v128.load32_splat(a2);
    s20 = f32x4.relaxed_madd(x2, b0, s20);
    s21 = f32x4.relaxed_madd(x2, b1, s21);
    s22 = f32x4.relaxed_madd(x2, b2, s22);
    s23 = f32x4.relaxed_madd(x2, b3, s23);
    a2 += 4;
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c2, s22, 32);
  v128.store(c2, s23, 48);
}

function tile2(c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, depth: i32): void {
  const c1 = c + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s12 = v128.load(c1, 32);
  let s13 = v128.load(c1, 48);
  let a1 = a + aStride;
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.relaxed_madd(x0, b0, s00);
    s01 = f32x4.relaxed_madd(x0, b1, s01);
    s02 = f32x4.relaxed_madd(x0, b2, s02);
    s03 = f32x4.relaxed_madd(x0, b3, s03);
    const x1 = v128.load32_splat(a1);
    s10 = f32x4.relaxed_madd(x1, b0, s10);
    s11 = f32x4.relaxed_madd(x1, b1, s11);
    s12 = f32x4.relaxed_madd(x1, b2, s12);
    s13 = f32x4.relaxed_madd(x1, b3, s13);
    a1 += 4;
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
}

function tile1(c: usize, a: usize, b: usize, bStride: usize, depth: i32): void {
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s02 = v128.load(c, 32);
  let s03 = v128.load(c, 48);
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.relaxed_madd(x0, b0, s00);
    s01 = f32x4.relaxed_madd(x0, b1, s01);
    s02 = f32x4.relaxed_madd(x0, b2, s02);
    s03 = f32x4.relaxed_madd(x0, b3, s03);
    b += bStride;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c, s02, 32);
  v128.store(c, s03, 48);
}
