/** x[i] += y[i] for `length` float32 values at byte addresses x and y. */
export function add(x: usize, y: usize, length: i32): void {
  const bytes = (<usize>length) << 2;
  const vectorEnd = bytes & ~15;
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) {
    v128.store(x + i, f32x4.add(v128.load(x + i), v128.load(y + i)));
  }
  for (; i < bytes; i += 4) store<f32>(x + i, load<f32>(x + i) + load<f32>(y + i));
}
