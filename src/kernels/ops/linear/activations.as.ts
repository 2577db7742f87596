import { Vector } from "../../wasm/simd/vector.as";

/**
 * Activations of int8 matrices: int16, one scale a token and block of columns. Within a block of 1,024 columns products are summed in int32, which cannot overflow:
 * 128 (weight) * 16,383 (activation) * 1,024 < 2^31. Each token has one activation scale a block.
 */
export const BLOCK: i32 = 1024;
const LARGEST: f32 = 16383;

/** Values of one quantised token: columns rounded up to 16, the rest zero. */
export function paddedColumns(columns: i32): i32 {
  return (columns + 15) & ~15;
}

/** Blocks of one token. */
export function blockCount(columns: i32): i32 {
  return (columns + BLOCK - 1) / BLOCK;
}

/** One token to int16: q [paddedColumns], blockScales [blockCount], x = q * scale. NaN and infinity make the block's scale so. */
export function quantizeToken(q: usize, blockScales: usize, x: usize, columns: i32): void {
  for (let first = 0; first < columns; first += BLOCK) {
    const count = min(BLOCK, columns - first);
    store<f32>(blockScales, quantizeBlock(q, x, count));
    blockScales += 4;
    q += (<usize>BLOCK) << 1;
    x += (<usize>BLOCK) << 2;
  }
}

function quantizeBlock(q: usize, x: usize, count: i32): f32 {
  const bytes = (<usize>count) << 2;
  const vectorEnd = bytes & ~31;
  let largest = f32x4.splat(0);
  let i: usize = 0;
  for (; i < (bytes & ~15); i += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(x + i)));
  let top = Vector.max(largest);
  for (; i < bytes; i += 4) top = max(top, abs(load<f32>(x + i)));
  const inverse = f32x4.splat(top > 0 ? LARGEST / top : 0);
  for (i = 0; i < vectorEnd; i += 32) {
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + i), inverse)));
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + i, 16), inverse)));
    v128.store(q + (i >> 1), i16x8.narrow_i32x4_s(a, b));
  }
  for (; i < bytes; i += 4) {
    const value = f32x4.nearest(f32x4.mul(f32x4.splat(load<f32>(x + i)), inverse));
    store<i16>(q + (i >> 1), <i16>i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(value), 0));
  }
  for (; i < ((bytes + 63) & ~63); i += 4) store<i16>(q + (i >> 1), 0);
  return top / LARGEST;
}
