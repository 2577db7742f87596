import { QUAD_BYTES, TOUCHED } from "./panel.as";

// The hot loop allocates nothing. Written out because the accumulators must stay in registers; adjacent pairs of vectors run the
// same chain and are joined to 256 bit by V8's --experimental-wasm-revectorize: twelve of sixteen registers hold sums.

// int8 weights times activations in two halves of 7 bit, x + 8192 = high * 128 + low. `i32x4.relaxed_dot_i8x16_i7x16_add_s` is
// defined for these on every CPU, and one instruction where the CPU has one (AVX-VNNI, Arm's dot product). The panel's own sums
// take the 8192 off again. Intermediate sums may wrap around 2^32; the result cannot, so it is exact.

/** tile[row] = int32 sum over quads of a . panel. tile [16], panel [quads, 16, 4] int8 and its sums, a [quads, 2, 4] bytes. */
export function dot8One(tile: usize, panel: usize, a: usize, quads: i32, next: usize, step: usize): void {
  let touched: i32 = 0;
  const sums = panel + <usize>quads * QUAD_BYTES;
  let aHigh0 = i32x4.splat(0),
    aHigh1 = i32x4.splat(0),
    aHigh2 = i32x4.splat(0),
    aHigh3 = i32x4.splat(0);
  let aLow0 = i32x4.splat(0),
    aLow1 = i32x4.splat(0),
    aLow2 = i32x4.splat(0),
    aLow3 = i32x4.splat(0);
  for (; panel < sums; panel += QUAD_BYTES) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    const aHigh = v128.load32_splat(a);
    aHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aHigh, aHigh0);
    aHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aHigh, aHigh1);
    aHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aHigh, aHigh2);
    aHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aHigh, aHigh3);
    const aLow = v128.load32_splat(a, 4);
    aLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aLow, aLow0);
    aLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aLow, aLow1);
    aLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aLow, aLow2);
    aLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aLow, aLow3);
    a += 8;
    touched |= load<i32>(next);
    next += step;
  }
  const sum0 = v128.load(panel);
  const sum1 = v128.load(panel, 16);
  const sum2 = v128.load(panel, 32);
  const sum3 = v128.load(panel, 48);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(aHigh0, 7), aLow0)));
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(aHigh1, 7), aLow1)), 16);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(aHigh2, 7), aLow2)), 32);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(aHigh3, 7), aLow3)), 48);
  store<i32>(tile, touched, TOUCHED);
}

/** Two tokens. tile [2, 16] */
export function dot8Two(tile: usize, panel: usize, a: usize, b: usize, quads: i32, next: usize, step: usize): void {
  let touched: i32 = 0;
  const sums = panel + <usize>quads * QUAD_BYTES;
  let aHigh0 = i32x4.splat(0),
    aHigh1 = i32x4.splat(0),
    aHigh2 = i32x4.splat(0),
    aHigh3 = i32x4.splat(0);
  let aLow0 = i32x4.splat(0),
    aLow1 = i32x4.splat(0),
    aLow2 = i32x4.splat(0),
    aLow3 = i32x4.splat(0);
  let bHigh0 = i32x4.splat(0),
    bHigh1 = i32x4.splat(0),
    bHigh2 = i32x4.splat(0),
    bHigh3 = i32x4.splat(0);
  let bLow0 = i32x4.splat(0),
    bLow1 = i32x4.splat(0),
    bLow2 = i32x4.splat(0),
    bLow3 = i32x4.splat(0);
  for (; panel < sums; panel += QUAD_BYTES) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    const aHigh = v128.load32_splat(a);
    aHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aHigh, aHigh0);
    aHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aHigh, aHigh1);
    aHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aHigh, aHigh2);
    aHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aHigh, aHigh3);
    const aLow = v128.load32_splat(a, 4);
    aLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aLow, aLow0);
    aLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aLow, aLow1);
    aLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aLow, aLow2);
    aLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aLow, aLow3);
    const bHigh = v128.load32_splat(b);
    bHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, bHigh, bHigh0);
    bHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, bHigh, bHigh1);
    bHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, bHigh, bHigh2);
    bHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, bHigh, bHigh3);
    const bLow = v128.load32_splat(b, 4);
    bLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, bLow, bLow0);
    bLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, bLow, bLow1);
    bLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, bLow, bLow2);
    bLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, bLow, bLow3);
    a += 8;
    b += 8;
    touched |= load<i32>(next);
    next += step;
  }
  const sum0 = v128.load(panel);
  const sum1 = v128.load(panel, 16);
  const sum2 = v128.load(panel, 32);
  const sum3 = v128.load(panel, 48);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(aHigh0, 7), aLow0)));
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(aHigh1, 7), aLow1)), 16);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(aHigh2, 7), aLow2)), 32);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(aHigh3, 7), aLow3)), 48);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(bHigh0, 7), bLow0)), 64);
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(bHigh1, 7), bLow1)), 80);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(bHigh2, 7), bLow2)), 96);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(bHigh3, 7), bLow3)), 112);
  store<i32>(tile, touched, TOUCHED);
}

/** Three tokens. tile [3, 16] */
export function dot8Three(
  tile: usize,
  panel: usize,
  a: usize,
  b: usize,
  c: usize,
  quads: i32,
  next: usize,
  step: usize,
): void {
  let touched: i32 = 0;
  const sums = panel + <usize>quads * QUAD_BYTES;
  let aHigh0 = i32x4.splat(0),
    aHigh1 = i32x4.splat(0),
    aHigh2 = i32x4.splat(0),
    aHigh3 = i32x4.splat(0);
  let aLow0 = i32x4.splat(0),
    aLow1 = i32x4.splat(0),
    aLow2 = i32x4.splat(0),
    aLow3 = i32x4.splat(0);
  let bHigh0 = i32x4.splat(0),
    bHigh1 = i32x4.splat(0),
    bHigh2 = i32x4.splat(0),
    bHigh3 = i32x4.splat(0);
  let bLow0 = i32x4.splat(0),
    bLow1 = i32x4.splat(0),
    bLow2 = i32x4.splat(0),
    bLow3 = i32x4.splat(0);
  let cHigh0 = i32x4.splat(0),
    cHigh1 = i32x4.splat(0),
    cHigh2 = i32x4.splat(0),
    cHigh3 = i32x4.splat(0);
  let cLow0 = i32x4.splat(0),
    cLow1 = i32x4.splat(0),
    cLow2 = i32x4.splat(0),
    cLow3 = i32x4.splat(0);
  for (; panel < sums; panel += QUAD_BYTES) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    const aHigh = v128.load32_splat(a);
    aHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aHigh, aHigh0);
    aHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aHigh, aHigh1);
    aHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aHigh, aHigh2);
    aHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aHigh, aHigh3);
    const aLow = v128.load32_splat(a, 4);
    aLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, aLow, aLow0);
    aLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, aLow, aLow1);
    aLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, aLow, aLow2);
    aLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, aLow, aLow3);
    const bHigh = v128.load32_splat(b);
    bHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, bHigh, bHigh0);
    bHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, bHigh, bHigh1);
    bHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, bHigh, bHigh2);
    bHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, bHigh, bHigh3);
    const bLow = v128.load32_splat(b, 4);
    bLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, bLow, bLow0);
    bLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, bLow, bLow1);
    bLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, bLow, bLow2);
    bLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, bLow, bLow3);
    const cHigh = v128.load32_splat(c);
    cHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, cHigh, cHigh0);
    cHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, cHigh, cHigh1);
    cHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, cHigh, cHigh2);
    cHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, cHigh, cHigh3);
    const cLow = v128.load32_splat(c, 4);
    cLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w0, cLow, cLow0);
    cLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w1, cLow, cLow1);
    cLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w2, cLow, cLow2);
    cLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(w3, cLow, cLow3);
    a += 8;
    b += 8;
    c += 8;
    touched |= load<i32>(next);
    next += step;
  }
  const sum0 = v128.load(panel);
  const sum1 = v128.load(panel, 16);
  const sum2 = v128.load(panel, 32);
  const sum3 = v128.load(panel, 48);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(aHigh0, 7), aLow0)));
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(aHigh1, 7), aLow1)), 16);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(aHigh2, 7), aLow2)), 32);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(aHigh3, 7), aLow3)), 48);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(bHigh0, 7), bLow0)), 64);
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(bHigh1, 7), bLow1)), 80);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(bHigh2, 7), bLow2)), 96);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(bHigh3, 7), bLow3)), 112);
  v128.store(tile, i32x4.add(sum0, i32x4.add(i32x4.shl(cHigh0, 7), cLow0)), 128);
  v128.store(tile, i32x4.add(sum1, i32x4.add(i32x4.shl(cHigh1, 7), cLow1)), 144);
  v128.store(tile, i32x4.add(sum2, i32x4.add(i32x4.shl(cHigh2, 7), cLow2)), 160);
  v128.store(tile, i32x4.add(sum3, i32x4.add(i32x4.shl(cHigh3, 7), cLow3)), 176);
  store<i32>(tile, touched, TOUCHED);
}

/** One token and three panels, `stride` bytes apart: three streams from memory. tile [3, 16] */
export function dot8Panels(tile: usize, panel: usize, stride: usize, x: usize, quads: i32): void {
  let panelB = panel + stride;
  let panelC = panelB + stride;
  const sums = panel + <usize>quads * QUAD_BYTES;
  let aHigh0 = i32x4.splat(0),
    aHigh1 = i32x4.splat(0),
    aHigh2 = i32x4.splat(0),
    aHigh3 = i32x4.splat(0);
  let aLow0 = i32x4.splat(0),
    aLow1 = i32x4.splat(0),
    aLow2 = i32x4.splat(0),
    aLow3 = i32x4.splat(0);
  let bHigh0 = i32x4.splat(0),
    bHigh1 = i32x4.splat(0),
    bHigh2 = i32x4.splat(0),
    bHigh3 = i32x4.splat(0);
  let bLow0 = i32x4.splat(0),
    bLow1 = i32x4.splat(0),
    bLow2 = i32x4.splat(0),
    bLow3 = i32x4.splat(0);
  let cHigh0 = i32x4.splat(0),
    cHigh1 = i32x4.splat(0),
    cHigh2 = i32x4.splat(0),
    cHigh3 = i32x4.splat(0);
  let cLow0 = i32x4.splat(0),
    cLow1 = i32x4.splat(0),
    cLow2 = i32x4.splat(0),
    cLow3 = i32x4.splat(0);
  for (; panel < sums; panel += QUAD_BYTES) {
    const high = v128.load32_splat(x);
    const low = v128.load32_splat(x, 4);
    const a0 = v128.load(panel);
    const a1 = v128.load(panel, 16);
    aHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a0, high, aHigh0);
    aHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a1, high, aHigh1);
    aLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a0, low, aLow0);
    aLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a1, low, aLow1);
    const a2 = v128.load(panel, 32);
    const a3 = v128.load(panel, 48);
    aHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a2, high, aHigh2);
    aHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a3, high, aHigh3);
    aLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a2, low, aLow2);
    aLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a3, low, aLow3);
    const b0 = v128.load(panelB);
    const b1 = v128.load(panelB, 16);
    bHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, high, bHigh0);
    bHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, high, bHigh1);
    bLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b0, low, bLow0);
    bLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b1, low, bLow1);
    const b2 = v128.load(panelB, 32);
    const b3 = v128.load(panelB, 48);
    bHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b2, high, bHigh2);
    bHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b3, high, bHigh3);
    bLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b2, low, bLow2);
    bLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b3, low, bLow3);
    const c0 = v128.load(panelC);
    const c1 = v128.load(panelC, 16);
    cHigh0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c0, high, cHigh0);
    cHigh1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c1, high, cHigh1);
    cLow0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c0, low, cLow0);
    cLow1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c1, low, cLow1);
    const c2 = v128.load(panelC, 32);
    const c3 = v128.load(panelC, 48);
    cHigh2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c2, high, cHigh2);
    cHigh3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c3, high, cHigh3);
    cLow2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c2, low, cLow2);
    cLow3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c3, low, cLow3);
    x += 8;
    panelB += QUAD_BYTES;
    panelC += QUAD_BYTES;
  }
  const aSum0 = v128.load(panel);
  const aSum1 = v128.load(panel, 16);
  const aSum2 = v128.load(panel, 32);
  const aSum3 = v128.load(panel, 48);
  const bSum0 = v128.load(panelB);
  const bSum1 = v128.load(panelB, 16);
  const bSum2 = v128.load(panelB, 32);
  const bSum3 = v128.load(panelB, 48);
  const cSum0 = v128.load(panelC);
  const cSum1 = v128.load(panelC, 16);
  const cSum2 = v128.load(panelC, 32);
  const cSum3 = v128.load(panelC, 48);
  v128.store(tile, i32x4.add(aSum0, i32x4.add(i32x4.shl(aHigh0, 7), aLow0)));
  v128.store(tile, i32x4.add(aSum1, i32x4.add(i32x4.shl(aHigh1, 7), aLow1)), 16);
  v128.store(tile, i32x4.add(aSum2, i32x4.add(i32x4.shl(aHigh2, 7), aLow2)), 32);
  v128.store(tile, i32x4.add(aSum3, i32x4.add(i32x4.shl(aHigh3, 7), aLow3)), 48);
  v128.store(tile, i32x4.add(bSum0, i32x4.add(i32x4.shl(bHigh0, 7), bLow0)), 64);
  v128.store(tile, i32x4.add(bSum1, i32x4.add(i32x4.shl(bHigh1, 7), bLow1)), 80);
  v128.store(tile, i32x4.add(bSum2, i32x4.add(i32x4.shl(bHigh2, 7), bLow2)), 96);
  v128.store(tile, i32x4.add(bSum3, i32x4.add(i32x4.shl(bHigh3, 7), bLow3)), 112);
  v128.store(tile, i32x4.add(cSum0, i32x4.add(i32x4.shl(cHigh0, 7), cLow0)), 128);
  v128.store(tile, i32x4.add(cSum1, i32x4.add(i32x4.shl(cHigh1, 7), cLow1)), 144);
  v128.store(tile, i32x4.add(cSum2, i32x4.add(i32x4.shl(cHigh2, 7), cLow2)), 160);
  v128.store(tile, i32x4.add(cSum3, i32x4.add(i32x4.shl(cHigh3, 7), cLow3)), 176);
}
