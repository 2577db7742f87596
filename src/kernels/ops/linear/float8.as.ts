import { Vector } from "../../wasm/simd/vector.as";

/**
 * float8 e4m3fn (1 sign, 4 exponent, 3 mantissa bits, bias 7) to float32, sixteen codes at a time and without ever giving the
 * FPU a denormal. A code becomes the upper 16 bits of its float32: for exponent e > 0 the float32 exponent is e + 120, so
 *   high byte = sign | (e + 120) >> 1, which the upper half of the code decides: a table of 16;
 *   low byte = (e & 1) << 7 | mantissa << 4 = code << 4.
 * The magnitudes 0 to 7 (e = 0, value m * 2^-9) are normal in float32; a table says which bits of these two bytes to flip.
 * 0x7f and 0xff become NaN.
 *
 * The constants stand in memory and are read once a call: V8 would build an immediate anew in every round of the loop, which
 * halves the speed.
 */
const CONSTANTS: usize = memory.data<u8>(
  [
    // 0: high byte by upper half of the code
    60, 61, 62, 63, 64, 65, 66, 67, 188, 189, 190, 191, 192, 193, 194, 195,
    // 16: flips of the high byte by magnitude
    60, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    // 32: flips of the low byte by magnitude
    0, 0x10, 0xa0, 0xf0, 0x40, 0x70, 0x20, 0x10, 0, 0, 0, 0, 0, 0, 0, 0,
    // 48: magnitude of a code; also the code of NaN
    0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f,
    // 64: added to a magnitude it leaves those below 16 in a table's range and makes the others negative, which look up 0
    0x70,
    0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70,
    // 80: upper half of a byte
    0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0,
    // 96: lower half of a byte
    0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f,
    // 112: lower halves of the float32 values
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ],
  16,
);

class Float8 {
  /** Low bytes; `index` is the saturating sum of magnitude and 0x70. */
  @inline
  static low(codes: v128, index: v128, flips: v128, upperHalf: v128): v128 {
    return v128.xor(v128.and(i16x8.shl(codes, 4), upperHalf), i8x16.relaxed_swizzle(flips, index));
  }

  @inline
  static high(codes: v128, index: v128, nan: v128, table: v128, flips: v128, lowerHalf: v128): v128 {
    const normal = i8x16.relaxed_swizzle(table, v128.and(i16x8.shr_u(codes, 4), lowerHalf));
    return v128.or(v128.xor(normal, i8x16.relaxed_swizzle(flips, index)), nan);
  }

  /** Bytes 0 to 7 of low and high, joined to the upper 16 bits of eight float32 values. */
  @inline
  static front(low: v128, high: v128): v128 {
    return v128.shuffle<i8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  }

  /** Bytes 8 to 15. */
  @inline
  static back(low: v128, high: v128): v128 {
    return v128.shuffle<i8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }

  /** float32 values of the first four 16-bit upper halves. */
  @inline
  static firstFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 0, 8, 1, 9, 2, 10, 3, 11);
  }

  /** float32 values of the last four. */
  @inline
  static lastFour(halves: v128): v128 {
    return v128.shuffle<i16>(i16x8.splat(0), halves, 4, 12, 5, 13, 6, 14, 7, 15);
  }
}

/** out[i] = value of code i, for `count` codes. */
export function decodeFloat8(out: usize, source: usize, count: i32): void {
  const table = v128.load(CONSTANTS);
  const highFlips = v128.load(CONSTANTS, 16);
  const lowFlips = v128.load(CONSTANTS, 32);
  const magnitude = v128.load(CONSTANTS, 48);
  const offset = v128.load(CONSTANTS, 64);
  const upperHalf = v128.load(CONSTANTS, 80);
  const lowerHalf = v128.load(CONSTANTS, 96);
  const end = source + <usize>count;
  for (; source + 15 < end; source += 16) {
    const codes = v128.load(source);
    const magnitudes = v128.and(codes, magnitude);
    const index = i8x16.add_sat_u(magnitudes, offset);
    const low = Float8.low(codes, index, lowFlips, upperHalf);
    const high = Float8.high(codes, index, i8x16.eq(magnitudes, magnitude), table, highFlips, lowerHalf);
    const front = Float8.front(low, high);
    const back = Float8.back(low, high);
    v128.store(out, Float8.firstFour(front));
    v128.store(out, Float8.lastFour(front), 16);
    v128.store(out, Float8.firstFour(back), 32);
    v128.store(out, Float8.lastFour(back), 48);
    out += 64;
  }
  for (; source < end; source++) {
    store<f32>(out, oneFloat8(load<u8>(source)));
    out += 4;
  }
}

/** Value of a code without sign. */
export function float8Magnitude(magnitude: u32): f32 {
  return oneFloat8(magnitude);
}

/** One code; for tails. */
function oneFloat8(code: u32): f32 {
  const magnitude = code & 0x7f;
  const small = <f32>magnitude * <f32>0.001953125;
  const value =
    magnitude < 8 ? small : magnitude == 0x7f ? <f32>NaN : reinterpret<f32>((magnitude << 20) + (120 << 23));
  return code & 0x80 ? -value : value;
}

/** The dot products with x of the whole vectors of four rows of `width` codes, `stride` bytes apart. */
function fourRows(x: usize, row0: usize, stride: usize, width: usize): v128 {
  const table = v128.load(CONSTANTS);
  const highFlips = v128.load(CONSTANTS, 16);
  const lowFlips = v128.load(CONSTANTS, 32);
  const magnitude = v128.load(CONSTANTS, 48);
  const offset = v128.load(CONSTANTS, 64);
  const upperHalf = v128.load(CONSTANTS, 80);
  const lowerHalf = v128.load(CONSTANTS, 96);
  const zero = v128.load(CONSTANTS, 112);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (const end = row0 + (width & ~15); row0 < end; row0 += 16) {
    const xa = v128.load(x);
    const xb = v128.load(x, 16);
    const xc = v128.load(x, 32);
    const xd = v128.load(x, 48);
    sum0 = Dot.add(
      v128.load(row0),
      xa,
      xb,
      xc,
      xd,
      sum0,
      table,
      highFlips,
      lowFlips,
      magnitude,
      offset,
      upperHalf,
      lowerHalf,
      zero,
    );
    sum1 = Dot.add(
      v128.load(row0 + stride),
      xa,
      xb,
      xc,
      xd,
      sum1,
      table,
      highFlips,
      lowFlips,
      magnitude,
      offset,
      upperHalf,
      lowerHalf,
      zero,
    );
    sum2 = Dot.add(
      v128.load(row0 + stride * 2),
      xa,
      xb,
      xc,
      xd,
      sum2,
      table,
      highFlips,
      lowFlips,
      magnitude,
      offset,
      upperHalf,
      lowerHalf,
      zero,
    );
    sum3 = Dot.add(
      v128.load(row0 + stride * 3),
      xa,
      xb,
      xc,
      xd,
      sum3,
      table,
      highFlips,
      lowFlips,
      magnitude,
      offset,
      upperHalf,
      lowerHalf,
      zero,
    );
    x += 64;
  }
  return Vector.sums(sum0, sum1, sum2, sum3);
}

class Dot {
  /** sum + the dot product, lane by lane, of sixteen codes with a, b, c, d. */
  @inline
  static add(
    codes: v128,
    a: v128,
    b: v128,
    c: v128,
    d: v128,
    sum: v128,
    table: v128,
    highFlips: v128,
    lowFlips: v128,
    magnitude: v128,
    offset: v128,
    upperHalf: v128,
    lowerHalf: v128,
    zero: v128,
  ): v128 {
    const magnitudes = v128.and(codes, magnitude);
    const index = i8x16.add_sat_u(magnitudes, offset);
    const low = Float8.low(codes, index, lowFlips, upperHalf);
    const high = Float8.high(codes, index, i8x16.eq(magnitudes, magnitude), table, highFlips, lowerHalf);
    const front = Float8.front(low, high);
    const back = Float8.back(low, high);
    sum = f32x4.relaxed_madd(v128.shuffle<i16>(zero, front, 0, 8, 1, 9, 2, 10, 3, 11), a, sum);
    sum = f32x4.relaxed_madd(v128.shuffle<i16>(zero, front, 4, 12, 5, 13, 6, 14, 7, 15), b, sum);
    sum = f32x4.relaxed_madd(v128.shuffle<i16>(zero, back, 0, 8, 1, 9, 2, 10, 3, 11), c, sum);
    return f32x4.relaxed_madd(v128.shuffle<i16>(zero, back, 4, 12, 5, 13, 6, 14, 7, 15), d, sum);
  }
}

/** What the last `width` % 16 columns add to `fourRows`. */
function fourTails(x: usize, row0: usize, stride: usize, width: usize): v128 {
  let sums = f32x4.splat(0);
  for (let c = width & ~15; c < width; c++) {
    const row = row0 + c;
    const first = f32x4(oneFloat8(load<u8>(row)), oneFloat8(load<u8>(row + stride)), 0, 0);
    const second = oneFloat8(load<u8>(row + stride * 2));
    const column = f32x4.replace_lane(f32x4.replace_lane(first, 2, second), 3, oneFloat8(load<u8>(row + stride * 3)));
    sums = f32x4.relaxed_madd(column, v128.load32_splat(x + (c << 2)), sums);
  }
  return sums;
}

/**
 * out[r] = (accumulate ? out[r] : 0) + row r . x * scales[r] for one token and rows of `columns` codes that stand `stride` bytes
 * apart, four rows at a time.
 */
export function vectorFloat8(
  out: usize,
  x: usize,
  weights: usize,
  stride: usize,
  scales: usize,
  columns: i32,
  rows: i32,
  accumulate: bool,
): void {
  const width = <usize>columns;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    const sums = f32x4.add(fourRows(x, weights, stride, width), fourTails(x, weights, stride, width));
    const before = accumulate ? v128.load(out) : f32x4.splat(0);
    v128.store(out, f32x4.add(before, f32x4.mul(sums, v128.load(scales))));
    weights += stride << 2;
    scales += 16;
    out += 16;
  }
  for (; r < rows; r++) {
    // A lone row runs as four times itself.
    const sums = f32x4.add(fourRows(x, weights, 0, width), fourTails(x, weights, 0, width));
    const before = accumulate ? load<f32>(out) : <f32>0;
    store<f32>(out, before + f32x4.extract_lane(sums, 0) * load<f32>(scales));
    weights += stride;
    scales += 4;
    out += 4;
  }
}
