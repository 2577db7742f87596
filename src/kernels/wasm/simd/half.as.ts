/** IEEE half precision, four values at a time. */
export class Half {
  /**
   * Nearest halves, ties to even, in the low 64 bits. Beyond 65,504 the largest finite value is stored, since one infinite key
   * would turn a whole sequence into NaN. NaN becomes a NaN, which `decode` reads as 98,304.
   */
  @inline
  static encode(value: v128): v128 {
    const sign = v128.and(value, i32x4.splat(0x80000000));
    const magnitude = f32x4.pmin(v128.xor(value, sign), f32x4.splat(65504));
    // Normal: exponent moved by 112, 13 bits rounded away; a carry runs into the exponent as it should.
    const odd = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(1));
    const normal = i32x4.shr_u(i32x4.add(i32x4.add(magnitude, odd), i32x4.splat(0xfff - (112 << 23))), 13);
    // Below 2^-14: a float32 near 0.5 has steps of 2^-24, those of a small half, so that adding rounds.
    const half = f32x4.splat(0.5);
    const small = i32x4.sub(f32x4.add(magnitude, half), half);
    const bits = v128.bitselect(small, normal, i32x4.lt_s(magnitude, i32x4.splat(113 << 23)));
    const signed = v128.or(i32x4.min_s(bits, i32x4.splat(0x7e00)), i32x4.shr_u(sign, 16));
    return i16x8.narrow_i32x4_u(signed, signed);
  }

  /**
   * float32 of finite halves that were sign-extended to 32 bits: the bits moved into place, kept by `mask` (0x8fffe000), then
   * times `scale` (2^112) for the exponent's bias. V8 builds a constant anew at each use; a loop had better load it once.
   */
  @inline
  static decode(extended: v128, mask: v128, scale: v128): v128 {
    return f32x4.mul(v128.and(i32x4.shl(extended, 13), mask), scale);
  }
}
