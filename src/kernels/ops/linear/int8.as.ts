import { Vector } from "../../wasm/simd/vector.as";

/**
 * int8 weights times int16 activations. Within a block of 1,024 columns products are summed in int32, which cannot overflow:
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

/** out[r] = row r . x * scales[r] for one quantised token, four rows at a time. */
export function vectorInt8(
  out: usize,
  q: usize,
  blockScales: usize,
  weights: usize,
  scales: usize,
  columns: i32,
  rows: i32,
): void {
  const width = <usize>columns;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    v128.store(out, f32x4.mul(fourRows(q, blockScales, weights, width), v128.load(scales)));
    weights += width << 2;
    scales += 16;
    out += 16;
  }
  for (; r < rows; r++) {
    store<f32>(out, oneRow(q, blockScales, weights, width) * load<f32>(scales));
    weights += width;
    scales += 4;
    out += 4;
  }
}

function fourRows(q: usize, blockScales: usize, row0: usize, width: usize): v128 {
  const row1 = row0 + width;
  const row2 = row1 + width;
  const row3 = row2 + width;
  let total = f32x4.splat(0);
  for (let first: usize = 0; first < width; first += BLOCK) {
    const end = min(first + BLOCK, width);
    const vectorEnd = first + ((end - first) & ~15);
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    let sum2 = i32x4.splat(0);
    let sum3 = i32x4.splat(0);
    let c = first;
    for (; c < vectorEnd; c += 16) {
      const xa = v128.load(q);
      const xb = v128.load(q, 16);
      sum0 = i32x4.add(sum0, Int8.dot(row0 + c, xa, xb));
      sum1 = i32x4.add(sum1, Int8.dot(row1 + c, xa, xb));
      sum2 = i32x4.add(sum2, Int8.dot(row2 + c, xa, xb));
      sum3 = i32x4.add(sum3, Int8.dot(row3 + c, xa, xb));
      q += 32;
    }
    let sums = Int8.sums(sum0, sum1, sum2, sum3);
    for (; c < end; c++) {
      const column = i32x4(load<i8>(row0 + c), load<i8>(row1 + c), load<i8>(row2 + c), load<i8>(row3 + c));
      sums = i32x4.add(sums, i32x4.mul(column, i32x4.splat(load<i16>(q))));
      q += 2;
    }
    total = f32x4.relaxed_madd(f32x4.convert_i32x4_s(sums), v128.load32_splat(blockScales), total);
    blockScales += 4;
  }
  return total;
}

function oneRow(q: usize, blockScales: usize, row: usize, width: usize): f32 {
  let total: f32 = 0;
  for (let first: usize = 0; first < width; first += BLOCK) {
    const end = min(first + BLOCK, width);
    const vectorEnd = first + ((end - first) & ~15);
    let sum = i32x4.splat(0);
    let c = first;
    for (; c < vectorEnd; c += 16) {
      sum = i32x4.add(sum, Int8.dot(row + c, v128.load(q), v128.load(q, 16)));
      q += 32;
    }
    let whole = Int8.sum(sum);
    for (; c < end; c++) {
      whole += <i32>load<i8>(row + c) * <i32>load<i16>(q);
      q += 2;
    }
    total += <f32>whole * load<f32>(blockScales);
    blockScales += 4;
  }
  return total;
}

class Int8 {
  /** Four partial sums of sixteen weights at `weights` with the activations a and b. */
  @inline
  static dot(weights: usize, a: v128, b: v128): v128 {
    return i32x4.add(
      i32x4.dot_i16x8_s(v128.load_ext<i8>(weights), a),
      i32x4.dot_i16x8_s(v128.load_ext<i8>(weights, 8), b),
    );
  }

  @inline
  static sum(v: v128): i32 {
    const pairs = i32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
  }

  @inline
  static sums(a: v128, b: v128, c: v128, d: v128): v128 {
    const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
    const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
    return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
  }
}
