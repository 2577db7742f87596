import { Exponential } from "../../wasm/simd/exponential.as";
import { Vector } from "../../wasm/simd/vector.as";

/** Every row of x becomes probabilities in place. x is a byte address, [rows, width]. */
export function softmax(x: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    scaleValues(x, bytes, 1 / exponentials(x, bytes, largest(x, bytes)));
    x += bytes;
  }
}

/** Largest value of `bytes` / 4 values; NaN wins. */
export function largest(x: usize, bytes: usize): f32 {
  const vectorEnd = bytes & ~15;
  let best = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) best = f32x4.max(best, v128.load(x + i));
  let result = Vector.max(best);
  for (; i < bytes; i += 4) result = max(result, load<f32>(x + i));
  return result;
}

/** Values whose exponentials are summed in float32 before the sum moves to float64; a whole vocabulary would lose digits. */
const SUM_BYTES: usize = 4096;

/** x = e^(x - shift) in place; returns the sum. */
export function exponentials(x: usize, bytes: usize, shift: f32): f32 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < bytes; i += SUM_BYTES)
    sum += <f64>exponentialsOfBlock(x + i, min(SUM_BYTES, bytes - i), shift);
  return <f32>sum;
}

function exponentialsOfBlock(x: usize, bytes: usize, shift: f32): f32 {
  const vectorEnd = bytes & ~15;
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) {
    const value = Exponential.of(f32x4.sub(v128.load(x + i), shifts));
    v128.store(x + i, value);
    sums = f32x4.add(sums, value);
  }
  let sum = Vector.sum(sums);
  for (; i < bytes; i += 4) {
    const value = Exponential.one(load<f32>(x + i) - shift);
    store<f32>(x + i, value);
    sum += value;
  }
  return sum;
}

function scaleValues(x: usize, bytes: usize, scale: f32): void {
  const vectorEnd = bytes & ~15;
  const scales = f32x4.splat(scale);
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) v128.store(x + i, f32x4.mul(v128.load(x + i), scales));
  for (; i < bytes; i += 4) store<f32>(x + i, load<f32>(x + i) * scale);
}
