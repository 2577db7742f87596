/** Rotates pairs (i, i + headDim/2) of the first `heads` heads of every row, backwards when `inverse` (its gradient).
 * x [tokens, stride floats]; cosines, sines [positions, headDim/2]; positions i32 [tokens]. headDim a multiple of 8. */
export function rotate(
  x: usize,
  stride: i32,
  positions: usize,
  cosines: usize,
  sines: usize,
  tokens: i32,
  heads: i32,
  headDim: i32,
  inverse: i32,
): void {
  const halfBytes = (<usize>headDim) << 1;
  const sign = f32x4.splat(inverse ? -1 : 1);
  for (let t = 0; t < tokens; t++) {
    const row = <usize>load<i32>(positions + ((<usize>t) << 2)) * halfBytes;
    let head = x + ((<usize>t * <usize>stride) << 2);
    for (let h = 0; h < heads; h++) {
      for (let i: usize = 0; i < halfBytes; i += 16) {
        const cosine = v128.load(cosines + row + i);
        const sine = f32x4.mul(v128.load(sines + row + i), sign);
        const low = v128.load(head + i);
        const high = v128.load(head + halfBytes + i);
        v128.store(head + i, f32x4.sub(f32x4.mul(low, cosine), f32x4.mul(high, sine)));
        v128.store(head + halfBytes + i, f32x4.add(f32x4.mul(high, cosine), f32x4.mul(low, sine)));
      }
      head += 2 * halfBytes;
    }
  }
}
