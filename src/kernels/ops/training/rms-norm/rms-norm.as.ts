import { sum4 } from "../exp/exp.as";

/** out = x * inverse * weight with inverse = 1 / sqrt(mean(x^2) + epsilon), which is kept for the backward pass.
 * out, x [tokens, width]; inverse [tokens]; weight [width]; width a multiple of 4. */
export function rmsNormForward(
  out: usize,
  inverse: usize,
  x: usize,
  weight: usize,
  tokens: i32,
  width: i32,
  epsilon: f32,
): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < tokens; t++) {
    let squares = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const value = v128.load(x + i);
      squares = f32x4.relaxed_madd(value, value, squares);
    }
    const scale: f32 = 1 / sqrt<f32>(sum4(squares) / <f32>width + epsilon);
    store<f32>(inverse + ((<usize>t) << 2), scale);
    const scales = f32x4.splat(scale);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(out + i, f32x4.mul(f32x4.mul(v128.load(x + i), scales), v128.load(weight + i)));
    }
    out += bytes;
    x += bytes;
  }
}

/** Adds the gradient of rmsNormForward: dx += inverse * (dy w - x inverse^2 mean(dy w x)), dWeight += dy x inverse.
 * dx, dy, x [tokens, width]; inverse [tokens]; weight, dWeight [width]. */
export function rmsNormBackward(
  dx: usize,
  dWeight: usize,
  dy: usize,
  x: usize,
  inverse: usize,
  weight: usize,
  tokens: i32,
  width: i32,
): void {
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < tokens; t++) {
    const scale = load<f32>(inverse + ((<usize>t) << 2));
    let products = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const weighted = f32x4.mul(v128.load(dy + i), v128.load(weight + i));
      products = f32x4.relaxed_madd(weighted, v128.load(x + i), products);
    }
    const scales = f32x4.splat(scale);
    const pull = f32x4.splat((-scale * scale * scale * sum4(products)) / <f32>width);
    for (let i: usize = 0; i < bytes; i += 16) {
      const gradient = v128.load(dy + i);
      const value = v128.load(x + i);
      const normed = f32x4.mul(value, scales);
      v128.store(dWeight + i, f32x4.relaxed_madd(gradient, normed, v128.load(dWeight + i)));
      const weighted = f32x4.mul(f32x4.mul(gradient, v128.load(weight + i)), scales);
      const sum = f32x4.add(v128.load(dx + i), weighted);
      v128.store(dx + i, f32x4.relaxed_madd(value, pull, sum));
    }
    dx += bytes;
    dy += bytes;
    x += bytes;
  }
}
