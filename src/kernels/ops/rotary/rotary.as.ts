/**
 * Rotates pairs (i, i + headDim/2) of every head in place. Byte addresses; x [tokens, heads, headDim];
 * cosines, sines [tokens, headDim/2].
 */
export function rotary(x: usize, cosines: usize, sines: usize, tokens: i32, heads: i32, headDim: i32): void {
  const half = (<usize>headDim) << 1;
  for (let t = 0; t < tokens; t++) {
    for (let h = 0; h < heads; h++) {
      rotateHead(x, cosines, sines, half);
      x += half << 1;
    }
    cosines += half;
    sines += half;
  }
}

/** One head; `half` is the byte length of half a head. */
function rotateHead(x: usize, cosines: usize, sines: usize, half: usize): void {
  const vectorEnd = half & ~15;
  let i: usize = 0;
  for (; i < vectorEnd; i += 16) {
    const first = v128.load(x + i);
    const second = v128.load(x + half + i);
    const c = v128.load(cosines + i);
    const s = v128.load(sines + i);
    v128.store(x + i, f32x4.sub(f32x4.mul(first, c), f32x4.mul(second, s)));
    v128.store(x + half + i, f32x4.add(f32x4.mul(second, c), f32x4.mul(first, s)));
  }
  for (; i < half; i += 4) {
    const first = load<f32>(x + i);
    const second = load<f32>(x + half + i);
    store<f32>(x + i, first * load<f32>(cosines + i) - second * load<f32>(sines + i));
    store<f32>(x + half + i, second * load<f32>(cosines + i) + first * load<f32>(sines + i));
  }
}
