/** One AdamW step (Loshchilov & Hutter 2019) on `count` values, a multiple of 4.
 * gradients are first multiplied by gradientScale; correction1 = 1 / (1 - beta1^step), correction2 likewise. */
export function adamw(
  weights: usize,
  gradients: usize,
  means: usize,
  variances: usize,
  count: i32,
  gradientScale: f32,
  rate: f32,
  decay: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  correction1: f32,
  correction2: f32,
): void {
  const scale = f32x4.splat(gradientScale);
  const keep1 = f32x4.splat(beta1);
  const take1 = f32x4.splat(1 - beta1);
  const keep2 = f32x4.splat(beta2);
  const take2 = f32x4.splat(1 - beta2);
  const shrink = f32x4.splat(1 - rate * decay);
  const stepSize = f32x4.splat(rate * correction1);
  const secondCorrection = f32x4.splat(correction2);
  const floor = f32x4.splat(epsilon);
  for (let i: usize = 0, end = (<usize>count) << 2; i < end; i += 16) {
    const gradient = f32x4.mul(v128.load(gradients + i), scale);
    const mean = f32x4.add(f32x4.mul(keep1, v128.load(means + i)), f32x4.mul(take1, gradient));
    const square = f32x4.mul(gradient, gradient);
    const variance = f32x4.add(f32x4.mul(keep2, v128.load(variances + i)), f32x4.mul(take2, square));
    v128.store(means + i, mean);
    v128.store(variances + i, variance);
    const divisor = f32x4.add(f32x4.sqrt(f32x4.mul(variance, secondCorrection)), floor);
    const change = f32x4.div(f32x4.mul(stepSize, mean), divisor);
    v128.store(weights + i, f32x4.sub(f32x4.mul(v128.load(weights + i), shrink), change));
  }
}
