import { Vector } from "../../wasm/simd/vector.as";

/**
 * float8 e4m3fn (1 sign, 4 exponent, 3 mantissa bits, bias 7) to float32, sixteen codes at a time and without ever giving the
 * FPU a denormal. A code becomes the upper 16 bits of its float32: for exponent e > 0 the float32 exponent is e + 120, so
 *   high byte = sign | (e + 120) >> 1 = sign | 60 + (code >> 4),  low byte = (e & 1) << 7 | mantissa << 4 = code << 4.
 * The codes 0 to 7 (e = 0, value m * 2^-9) are normal in float32 and come from a table; 0x7f becomes NaN.
 */
export class Float8 {
  @inline
  static lowBytes(codes: v128, magnitudes: v128): v128 {
    const normal = v128.and(i16x8.shl(codes, 4), i8x16.splat(-16));
    const table = i8x16(0, 0, -128, -64, 0, 0x20, 0x40, 0x60, 0, 0, 0, 0, 0, 0, 0, 0);
    return i8x16.relaxed_laneselect(
      i8x16.relaxed_swizzle(table, magnitudes),
      normal,
      i8x16.lt_s(magnitudes, i8x16.splat(8)),
    );
  }

  @inline
  static highBytes(codes: v128, magnitudes: v128): v128 {
    const exponent = i8x16.add(v128.and(i16x8.shr_u(magnitudes, 4), i8x16.splat(0x0f)), i8x16.splat(60));
    const normal = v128.or(exponent, i8x16.eq(magnitudes, i8x16.splat(0x7f)));
    const table = i8x16(0, 59, 59, 59, 60, 60, 60, 60, 0, 0, 0, 0, 0, 0, 0, 0);
    const small = i8x16.lt_s(magnitudes, i8x16.splat(8));
    const unsigned = i8x16.relaxed_laneselect(i8x16.relaxed_swizzle(table, magnitudes), normal, small);
    return v128.or(unsigned, v128.xor(codes, magnitudes));
  }

  /** float32 values of four 16-bit upper halves: lanes 0 to 3 of `halves`. */
  @inline
  static firstFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 0, 8, 1, 9, 2, 10, 3, 11);
  }

  /** Lanes 4 to 7 of `halves`. */
  @inline
  static lastFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 4, 12, 5, 13, 6, 14, 7, 15);
  }

  /** sum + the dot product, lane by lane, of sixteen codes with a, b, c, d. */
  @inline
  static dot(codes: v128, a: v128, b: v128, c: v128, d: v128, sum: v128): v128 {
    const magnitudes = v128.and(codes, i8x16.splat(0x7f));
    const low = Float8.lowBytes(codes, magnitudes);
    const high = Float8.highBytes(codes, magnitudes);
    const front = v128.shuffle<i8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const back = v128.shuffle<i8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    sum = f32x4.relaxed_madd(Float8.firstFour(front), a, sum);
    sum = f32x4.relaxed_madd(Float8.lastFour(front), b, sum);
    sum = f32x4.relaxed_madd(Float8.firstFour(back), c, sum);
    return f32x4.relaxed_madd(Float8.lastFour(back), d, sum);
  }

  /** One code; for tails. */
  @inline
  static one(code: i32): f32 {
    const codes = i8x16.splat(<i8>code);
    const magnitudes = v128.and(codes, i8x16.splat(0x7f));
    const low = Float8.lowBytes(codes, magnitudes);
    const high = Float8.highBytes(codes, magnitudes);
    const halves = v128.shuffle<i8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    return f32x4.extract_lane(Float8.firstFour(halves), 0);
  }
}

/** out[i] = value of code i, for `count` codes. */
export function decodeFloat8(out: usize, source: usize, count: i32): void {
  const end = source + <usize>count;
  for (; source + 15 < end; source += 16) {
    const codes = v128.load(source);
    const magnitudes = v128.and(codes, i8x16.splat(0x7f));
    const low = Float8.lowBytes(codes, magnitudes);
    const high = Float8.highBytes(codes, magnitudes);
    const front = v128.shuffle<i8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const back = v128.shuffle<i8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(out, Float8.firstFour(front));
    v128.store(out, Float8.lastFour(front), 16);
    v128.store(out, Float8.firstFour(back), 32);
    v128.store(out, Float8.lastFour(back), 48);
    out += 64;
  }
  for (; source < end; source++) {
    store<f32>(out, Float8.one(load<u8>(source)));
    out += 4;
  }
}

/** out[r] = row r . x * scales[r] for one token, four rows at a time. */
export function vectorFloat8(out: usize, x: usize, weights: usize, scales: usize, columns: i32, rows: i32): void {
  const width = <usize>columns;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    v128.store(out, f32x4.mul(fourRows(x, weights, width), v128.load(scales)));
    weights += width << 2;
    scales += 16;
    out += 16;
  }
  for (; r < rows; r++) {
    store<f32>(out, oneRow(x, weights, width) * load<f32>(scales));
    weights += width;
    scales += 4;
    out += 4;
  }
}

function fourRows(x: usize, row0: usize, width: usize): v128 {
  const row1 = row0 + width;
  const row2 = row1 + width;
  const row3 = row2 + width;
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  const vectorEnd = width & ~15;
  for (let c: usize = 0; c < vectorEnd; c += 16) {
    const xa = v128.load(x);
    const xb = v128.load(x, 16);
    const xc = v128.load(x, 32);
    const xd = v128.load(x, 48);
    sum0 = Float8.dot(v128.load(row0 + c), xa, xb, xc, xd, sum0);
    sum1 = Float8.dot(v128.load(row1 + c), xa, xb, xc, xd, sum1);
    sum2 = Float8.dot(v128.load(row2 + c), xa, xb, xc, xd, sum2);
    sum3 = Float8.dot(v128.load(row3 + c), xa, xb, xc, xd, sum3);
    x += 64;
  }
  let total = Vector.sums(sum0, sum1, sum2, sum3);
  for (let c = vectorEnd; c < width; c++) {
    const column = f32x4(
      Float8.one(load<u8>(row0 + c)),
      Float8.one(load<u8>(row1 + c)),
      Float8.one(load<u8>(row2 + c)),
      Float8.one(load<u8>(row3 + c)),
    );
    total = f32x4.relaxed_madd(column, v128.load32_splat(x), total);
    x += 4;
  }
  return total;
}

function oneRow(x: usize, row: usize, width: usize): f32 {
  let sum = f32x4.splat(0);
  const vectorEnd = width & ~15;
  for (let c: usize = 0; c < vectorEnd; c += 16) {
    sum = Float8.dot(v128.load(row + c), v128.load(x), v128.load(x, 16), v128.load(x, 32), v128.load(x, 48), sum);
    x += 64;
  }
  let total = Vector.sum(sum);
  for (let c = vectorEnd; c < width; c++) {
    total += Float8.one(load<u8>(row + c)) * load<f32>(x);
    x += 4;
  }
  return total;
}
