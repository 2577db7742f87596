/** Constants of PowerOfTwo, float32. A loop loads them once: V8 builds a literal vector anew at each use, 6 times slower in all. */
const COEFFICIENTS = memory.data<f32>([
  0.6931469776, 0.2402224201, 0.0555073377, 0.0096715175, 0.0013264735, 1, 12582912, -127,
]);
const BIAS = memory.data<i32>([127]);

/**
 * 2^x for values of at most 0: exactly 0 from -126.5 down to minus infinity; NaN stays NaN. x = n + r with |r| <= 1/2; 2^r is a
 * minimax polynomial of degree 5 with p(0) = 1, largest relative error 1.1e-7 before rounding; 2^n is put together from its bits.
 */
export class PowerOfTwo {
  @inline
  static constant(index: usize): v128 {
    return v128.load32_splat(COEFFICIENTS + (index << 2));
  }

  @inline
  static bias(): v128 {
    return v128.load32_splat(BIAS);
  }

  /** c1 .. c5, one, magic and least are constant(0) .. constant(7). */
  @inline
  static of(
    value: v128,
    c1: v128,
    c2: v128,
    c3: v128,
    c4: v128,
    c5: v128,
    one: v128,
    magic: v128,
    least: v128,
    bias: v128,
  ): v128 {
    const x = f32x4.pmax(value, least);
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    const rounded = f32x4.add(x, magic);
    const r = f32x4.sub(x, f32x4.sub(rounded, magic));
    let p = f32x4.relaxed_madd(c5, r, c4);
    p = f32x4.relaxed_madd(p, r, c3);
    p = f32x4.relaxed_madd(p, r, c2);
    p = f32x4.relaxed_madd(p, r, c1);
    p = f32x4.relaxed_madd(p, r, one);
    return f32x4.mul(p, i32x4.shl(i32x4.add(rounded, bias), 23));
  }
}
