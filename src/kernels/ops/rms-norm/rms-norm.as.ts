import { Vector } from "../../wasm/simd/vector.as";

/** out[t] = x[t] / sqrt(mean(x[t]^2) + epsilon) * weight. Byte addresses; out, x [tokens, width], weight [width]. */
export function rmsNorm(out: usize, x: usize, weight: usize, tokens: i32, width: i32, epsilon: f32): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < tokens; t++) {
    const scale = f32(1.0 / sqrt(f64(sumOfSquares(x, bytes)) / f64(width) + f64(epsilon)));
    scaleRow(out, x, weight, bytes, scale);
    out += bytes;
    x += bytes;
  }
}

function sumOfSquares(x: usize, bytes: usize): f32 {
  const vectorEnd = bytes & ~15;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 < vectorEnd; i += 32) {
    const u = v128.load(x + i);
    const v = v128.load(x + i, 16);
    a = f32x4.relaxed_madd(u, u, a);
    b = f32x4.relaxed_madd(v, v, b);
  }
  for (; i < vectorEnd; i += 16) {
    const u = v128.load(x + i);
    a = f32x4.relaxed_madd(u, u, a);
  }
  let sum = Vector.sum(f32x4.add(a, b));
  for (; i < bytes; i += 4) sum += load<f32>(x + i) * load<f32>(x + i);
  return sum;
}

function scaleRow(out: usize, x: usize, weight: usize, bytes: usize, scale: f32): void {
  const vectorEnd = bytes & ~15;
  const scales = f32x4.splat(scale);
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) {
    v128.store(out + i, f32x4.mul(f32x4.mul(v128.load(x + i), scales), v128.load(weight + i)));
  }
  for (; i < bytes; i += 4) store<f32>(out + i, load<f32>(x + i) * scale * load<f32>(weight + i));
}
