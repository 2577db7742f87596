/** Sum of squares of `count` values, a multiple of 4, in float64 and in a fixed order. */
export function squaredNorm(x: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i: usize = 0, end = (<usize>count) << 2; i < end; i += 16) {
    const value = v128.load(x + i);
    const first = f64x2.promote_low_f32x4(value);
    const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(value, value, 1, 0));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** out += x over `count` values, a multiple of 4. */
export function accumulate(out: usize, x: usize, count: i32): void {
  for (let i: usize = 0, end = (<usize>count) << 2; i < end; i += 16) {
    v128.store(out + i, f32x4.add(v128.load(out + i), v128.load(x + i)));
  }
}

/** out = x over `count` values. */
export function copy(out: usize, x: usize, count: i32): void {
  memory.copy(out, x, (<usize>count) << 2);
}

/** out = 0 over `count` values. */
export function clear(out: usize, count: i32): void {
  memory.fill(out, 0, (<usize>count) << 2);
}
