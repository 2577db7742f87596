/** out[i] = value i of `count` IEEE half precision values. Runs at load time only: float16 matrices are kept as float32. */
export function decodeFloat16(out: usize, source: usize, count: i32): void {
  const end = source + ((<usize>count) << 1);
  for (; source + 7 < end; source += 8) {
    v128.store(out, fourHalves(v128.load64_zero(source)));
    out += 16;
  }
  for (; source < end; source += 2) {
    store<f32>(out, f32x4.extract_lane(fourHalves(i16x8.splat(load<i16>(source))), 0));
    out += 4;
  }
}

/** Lanes 0 to 3: normal values by moving the exponent's bias, small ones as magnitude * 2^-24, infinity and NaN by moving it twice. */
function fourHalves(halves: v128): v128 {
  const bits = i32x4.extend_low_i16x8_u(halves);
  const magnitude = v128.and(bits, i32x4.splat(0x7fff));
  const sign = i32x4.shl(v128.xor(bits, magnitude), 16);
  const rebias = i32x4.splat(112 << 23);
  const normal = i32x4.add(i32x4.shl(magnitude, 13), rebias);
  const special = v128.and(i32x4.ge_s(magnitude, i32x4.splat(0x7c00)), rebias);
  const small = f32x4.mul(f32x4.convert_i32x4_s(magnitude), f32x4.splat(5.9604644775390625e-8));
  const unsigned = v128.bitselect(small, i32x4.add(normal, special), i32x4.lt_s(magnitude, i32x4.splat(0x400)));
  return v128.or(unsigned, sign);
}
