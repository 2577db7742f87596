import { exp4, max4, sum4 } from "../exp/exp.as";

/** Returns the sum of -log softmax(logits)[target] and turns logits into their gradient, softmax - onehot(target).
 * logits [rows, width], width a multiple of 4; targets i32 [rows]; losses [rows], one negative log-likelihood a row. */
export function crossEntropy(logits: usize, targets: usize, losses: usize, rows: i32, width: i32): f64 {
  const bytes = (<usize>width) << 2;
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    let highests = v128.load(logits);
    for (let i: usize = 16; i < bytes; i += 16) highests = f32x4.pmax(highests, v128.load(logits + i));
    const highest = max4(highests);
    const target = logits + ((<usize>load<i32>(targets + ((<usize>r) << 2))) << 2);
    const targetLogit = load<f32>(target);
    const shift = f32x4.splat(highest);
    let sums = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const value = exp4(f32x4.sub(v128.load(logits + i), shift));
      v128.store(logits + i, value);
      sums = f32x4.add(sums, value);
    }
    const sum = sum4(sums);
    const inverse = f32x4.splat(1 / sum);
    for (let i: usize = 0; i < bytes; i += 16) v128.store(logits + i, f32x4.mul(v128.load(logits + i), inverse));
    store<f32>(target, load<f32>(target) - 1);
    const loss = Math.log(<f64>sum) + <f64>highest - <f64>targetLogit;
    store<f32>(losses + ((<usize>r) << 2), <f32>loss);
    total += loss;
    logits += bytes;
  }
  return total;
}
