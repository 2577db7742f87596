import { Vector } from "../../wasm/simd/vector.as";

/** bfloat16 is the upper half of a float32, so decoding is interleaving with zeros. */
export class BFloat16 {
  @inline
  static firstFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 0, 8, 1, 9, 2, 10, 3, 11);
  }

  @inline
  static lastFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 4, 12, 5, 13, 6, 14, 7, 15);
  }

  /** sum + the dot product, lane by lane, of eight halves with a, b. */
  @inline
  static dot(halves: v128, a: v128, b: v128, sum: v128): v128 {
    sum = f32x4.relaxed_madd(BFloat16.firstFour(halves), a, sum);
    return f32x4.relaxed_madd(BFloat16.lastFour(halves), b, sum);
  }

  @inline
  static one(half: u32): f32 {
    return reinterpret<f32>(half << 16);
  }
}

/** out[i] = value i of `count` bfloat16 values. */
export function decodeBfloat16(out: usize, source: usize, count: i32): void {
  const end = source + ((<usize>count) << 1);
  for (; source + 15 < end; source += 16) {
    const halves = v128.load(source);
    v128.store(out, BFloat16.firstFour(halves));
    v128.store(out, BFloat16.lastFour(halves), 16);
    out += 32;
  }
  for (; source < end; source += 2) {
    store<f32>(out, BFloat16.one(load<u16>(source)));
    out += 4;
  }
}

/** out[r] = row r . x * scales[r] for one token, four rows at a time. */
export function vectorBfloat16(out: usize, x: usize, weights: usize, scales: usize, columns: i32, rows: i32): void {
  const stride = (<usize>columns) << 1;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    v128.store(out, f32x4.mul(fourRows(x, weights, stride), v128.load(scales)));
    weights += stride << 2;
    scales += 16;
    out += 16;
  }
  for (; r < rows; r++) {
    store<f32>(out, oneRow(x, weights, stride) * load<f32>(scales));
    weights += stride;
    scales += 4;
    out += 4;
  }
}

/** `stride` is the byte length of a row. */
function fourRows(x: usize, row0: usize, stride: usize): v128 {
  const row1 = row0 + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  const vectorEnd = stride & ~15;
  for (let c: usize = 0; c < vectorEnd; c += 16) {
    const xa = v128.load(x);
    const xb = v128.load(x, 16);
    sum0 = BFloat16.dot(v128.load(row0 + c), xa, xb, sum0);
    sum1 = BFloat16.dot(v128.load(row1 + c), xa, xb, sum1);
    sum2 = BFloat16.dot(v128.load(row2 + c), xa, xb, sum2);
    sum3 = BFloat16.dot(v128.load(row3 + c), xa, xb, sum3);
    x += 32;
  }
  let total = Vector.sums(sum0, sum1, sum2, sum3);
  for (let c = vectorEnd; c < stride; c += 2) {
    const column = f32x4(
      BFloat16.one(load<u16>(row0 + c)),
      BFloat16.one(load<u16>(row1 + c)),
      BFloat16.one(load<u16>(row2 + c)),
      BFloat16.one(load<u16>(row3 + c)),
    );
    total = f32x4.relaxed_madd(column, v128.load32_splat(x), total);
    x += 4;
  }
  return total;
}

function oneRow(x: usize, row: usize, stride: usize): f32 {
  let sum = f32x4.splat(0);
  const vectorEnd = stride & ~15;
  for (let c: usize = 0; c < vectorEnd; c += 16) {
    sum = BFloat16.dot(v128.load(row + c), v128.load(x), v128.load(x, 16), sum);
    x += 32;
  }
  let total = Vector.sum(sum);
  for (let c = vectorEnd; c < stride; c += 2) {
    total += BFloat16.one(load<u16>(row + c)) * load<f32>(x);
    x += 4;
  }
  return total;
}
