// Hot: pairs of adjacent vectors run the same chain, which V8's --experimental-wasm-revectorize joins to 256 bit.
import { PowerOfTwo } from "../../wasm/simd/power-of-two.as";
import { Vector } from "../../wasm/simd/vector.as";

/**
 * One row's scores, in units of log 2, become 2^(score - m) in place, m the largest score so far, and the running sum follows
 * (online softmax, Milakov & Gimelshein 2018). Returns 2^(former m - m): what everything summed before must be multiplied by.
 * `bytes` is a multiple of 64; `largest` and `sum` are addresses of float32; scratch: 32 bytes.
 */
export function weighRow(scores: usize, bytes: usize, largest: usize, sum: usize, scratch: usize): f32 {
  const former = load<f32>(largest);
  const top = max(former, largestOf(scores, bytes, scratch));
  const shift = f32x4.splat(top);
  const c1 = PowerOfTwo.constant(0);
  const c2 = PowerOfTwo.constant(1);
  const c3 = PowerOfTwo.constant(2);
  const c4 = PowerOfTwo.constant(3);
  const c5 = PowerOfTwo.constant(4);
  const one = PowerOfTwo.constant(5);
  const magic = PowerOfTwo.constant(6);
  const least = PowerOfTwo.constant(7);
  const bias = PowerOfTwo.bias();
  const change = f32x4.sub(f32x4.splat(former), shift);
  const factor = f32x4.extract_lane(PowerOfTwo.of(change, c1, c2, c3, c4, c5, one, magic, least, bias), 0);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (const end = scores + bytes; scores < end; scores += 32) {
    const left = f32x4.sub(v128.load(scores), shift);
    const right = f32x4.sub(v128.load(scores, 16), shift);
    const first = PowerOfTwo.of(left, c1, c2, c3, c4, c5, one, magic, least, bias);
    const second = PowerOfTwo.of(right, c1, c2, c3, c4, c5, one, magic, least, bias);
    v128.store(scores, first);
    v128.store(scores, second, 16);
    a = f32x4.add(a, first);
    b = f32x4.add(b, second);
  }
  v128.store(scratch, a);
  v128.store(scratch, b, 16);
  const total = Vector.sum(f32x4.add(v128.load(scratch), v128.load(scratch, 16)));
  store<f32>(largest, top);
  store<f32>(sum, load<f32>(sum) * factor + total);
  return factor;
}

/** Largest value; a NaN may be passed over. */
function largestOf(values: usize, bytes: usize, scratch: usize): f32 {
  let a = v128.load(values);
  let b = v128.load(values, 16);
  for (const end = values + bytes; values < end; values += 32) {
    a = f32x4.pmax(a, v128.load(values));
    b = f32x4.pmax(b, v128.load(values, 16));
  }
  v128.store(scratch, a);
  v128.store(scratch, b, 16);
  return Vector.max(f32x4.pmax(v128.load(scratch), v128.load(scratch, 16)));
}
