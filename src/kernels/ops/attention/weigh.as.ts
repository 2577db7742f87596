import { Exponential } from "../../wasm/simd/exponential.as";
import { Vector } from "../../wasm/simd/vector.as";

/**
 * One row's scores, in units of log 2, become 2^(score - m) in place, m the largest score so far, and the running sum follows
 * (online softmax, Milakov & Gimelshein 2018). Returns 2^(former m - m): what everything summed before must be multiplied by.
 * `bytes` is a multiple of 64; `largest` and `sum` are addresses of float32.
 */
export function weighRow(scores: usize, bytes: usize, largest: usize, sum: usize): f32 {
  const former = load<f32>(largest);
  const top = max(former, largestOf(scores, bytes));
  const shift = f32x4.splat(top);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (const end = scores + bytes; scores < end; scores += 32) {
    const first = Exponential.powerOfTwo(f32x4.sub(v128.load(scores), shift));
    const second = Exponential.powerOfTwo(f32x4.sub(v128.load(scores, 16), shift));
    v128.store(scores, first);
    v128.store(scores, second, 16);
    a = f32x4.add(a, first);
    b = f32x4.add(b, second);
  }
  const factor = f32x4.extract_lane(Exponential.powerOfTwo(f32x4.splat(former - top)), 0);
  store<f32>(largest, top);
  store<f32>(sum, load<f32>(sum) * factor + Vector.sum(f32x4.add(a, b)));
  return factor;
}

/** Largest value; a NaN may be passed over. */
function largestOf(values: usize, bytes: usize): f32 {
  let a = f32x4.splat(-Infinity);
  let b = a;
  for (const end = values + bytes; values < end; values += 32) {
    a = f32x4.pmax(a, v128.load(values));
    b = f32x4.pmax(b, v128.load(values, 16));
  }
  return Vector.max(f32x4.pmax(a, b));
}
