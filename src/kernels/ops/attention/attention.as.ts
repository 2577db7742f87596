import { Vector } from "../../wasm/simd/vector.as";
import { exponentials, largest } from "../softmax/softmax.as";

/**
 * Causal attention for heads [firstHead, endHead). Byte addresses; out, query [tokens, heads, headDim]; keys, values
 * [past + tokens, kvHeads, headDim]; scores is scratch for past + tokens values rounded up to a multiple of 4.
 */
export function attention(
  out: usize,
  query: usize,
  keys: usize,
  values: usize,
  scores: usize,
  tokens: i32,
  past: i32,
  heads: i32,
  kvHeads: i32,
  headDim: i32,
  firstHead: i32,
  endHead: i32,
): void {
  const headBytes = (<usize>headDim) << 2;
  const stride = <usize>kvHeads * headBytes;
  const group = heads / kvHeads;
  const scale = f32(1.0 / sqrt(f64(headDim)));
  for (let head = firstHead; head < endHead; head++) {
    const kvOffset = <usize>(head / group) * headBytes;
    for (let t = 0; t < tokens; t++) {
      const offset = (<usize>t * <usize>heads + <usize>head) * headBytes;
      const seen = past + t + 1;
      scoreKeys(scores, query + offset, keys + kvOffset, stride, headBytes, seen, scale);
      const bytes = (<usize>seen) << 2;
      const sum = exponentials(scores, bytes, largest(scores, bytes));
      mixValues(out + offset, scores, values + kvOffset, stride, headBytes, seen, 1 / sum);
    }
  }
}

/** scores[k] = query . key k * scale, four keys at a time. */
function scoreKeys(
  scores: usize,
  query: usize,
  keys: usize,
  stride: usize,
  headBytes: usize,
  seen: i32,
  scale: f32,
): void {
  const scales = f32x4.splat(scale);
  let k = 0;
  for (; k + 3 < seen; k += 4) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    const second = keys + stride;
    const third = second + stride;
    const fourth = third + stride;
    for (let i: usize = 0; i < headBytes; i += 16) {
      const q = v128.load(query + i);
      a = f32x4.relaxed_madd(q, v128.load(keys + i), a);
      b = f32x4.relaxed_madd(q, v128.load(second + i), b);
      c = f32x4.relaxed_madd(q, v128.load(third + i), c);
      d = f32x4.relaxed_madd(q, v128.load(fourth + i), d);
    }
    v128.store(scores + ((<usize>k) << 2), f32x4.mul(Vector.sums(a, b, c, d), scales));
    keys = fourth + stride;
  }
  for (; k < seen; k++) {
    let a = f32x4.splat(0);
    for (let i: usize = 0; i < headBytes; i += 16) a = f32x4.relaxed_madd(v128.load(query + i), v128.load(keys + i), a);
    store<f32>(scores + ((<usize>k) << 2), Vector.sum(a) * scale);
    keys += stride;
  }
}

/** out = sum over k of weights[k] * value k, times `scale`; 16 dimensions at a time, then 4. */
function mixValues(
  out: usize,
  weights: usize,
  values: usize,
  stride: usize,
  headBytes: usize,
  seen: i32,
  scale: f32,
): void {
  const scales = f32x4.splat(scale);
  const end = weights + ((<usize>seen) << 2);
  let i: usize = 0;
  for (; i + 48 < headBytes; i += 64) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let value = values + i;
    for (let w = weights; w < end; w += 4) {
      const weight = v128.load32_splat(w);
      a = f32x4.relaxed_madd(weight, v128.load(value), a);
      b = f32x4.relaxed_madd(weight, v128.load(value, 16), b);
      c = f32x4.relaxed_madd(weight, v128.load(value, 32), c);
      d = f32x4.relaxed_madd(weight, v128.load(value, 48), d);
      value += stride;
    }
    v128.store(out + i, f32x4.mul(a, scales));
    v128.store(out + i, f32x4.mul(b, scales), 16);
    v128.store(out + i, f32x4.mul(c, scales), 32);
    v128.store(out + i, f32x4.mul(d, scales), 48);
  }
  for (; i < headBytes; i += 16) {
    let a = f32x4.splat(0);
    let value = values + i;
    for (let w = weights; w < end; w += 4) {
      a = f32x4.relaxed_madd(v128.load32_splat(w), v128.load(value), a);
      value += stride;
    }
    v128.store(out + i, f32x4.mul(a, scales));
  }
}
