import { QUAD_BYTES, TOUCHED } from "./panel.as";

// The hot loop allocates nothing. Written out because the accumulators must stay in registers; adjacent pairs of vectors run the
// same chain and are joined to 256 bit by V8's --experimental-wasm-revectorize: twelve of sixteen registers hold sums.

// int8 weights widened to int16 times int16 activations. A lane of `i32x4.dot_i16x8_s` takes half a quad, so a row has two sums
// until `foldHalves`.

/** tile[row][half] = int32 sum over quads of a . panel. tile [16, 2], panel [quads, 16, 4] int8, a [quads, 4] int16. */
export function dot16One(tile: usize, panel: usize, a: usize, quads: i32, next: usize, step: usize): void {
  let touched: i32 = 0;
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    a2 = i32x4.splat(0),
    a3 = i32x4.splat(0),
    a4 = i32x4.splat(0),
    a5 = i32x4.splat(0),
    a6 = i32x4.splat(0),
    a7 = i32x4.splat(0);
  for (const end = panel + <usize>quads * QUAD_BYTES; panel < end; panel += QUAD_BYTES) {
    const xA = v128.load64_splat(a);
    const w0 = v128.load_ext<i8>(panel);
    const w1 = v128.load_ext<i8>(panel, 8);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(xA, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(xA, w1));
    const w2 = v128.load_ext<i8>(panel, 16);
    const w3 = v128.load_ext<i8>(panel, 24);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(xA, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(xA, w3));
    const w4 = v128.load_ext<i8>(panel, 32);
    const w5 = v128.load_ext<i8>(panel, 40);
    a4 = i32x4.add(a4, i32x4.dot_i16x8_s(xA, w4));
    a5 = i32x4.add(a5, i32x4.dot_i16x8_s(xA, w5));
    const w6 = v128.load_ext<i8>(panel, 48);
    const w7 = v128.load_ext<i8>(panel, 56);
    a6 = i32x4.add(a6, i32x4.dot_i16x8_s(xA, w6));
    a7 = i32x4.add(a7, i32x4.dot_i16x8_s(xA, w7));
    a += 8;
    touched |= load<i32>(next);
    next += step;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, a4, 64);
  v128.store(tile, a5, 80);
  v128.store(tile, a6, 96);
  v128.store(tile, a7, 112);
  store<i32>(tile, touched, TOUCHED);
}

/** Two tokens. tile [2, 16, 2] */
export function dot16Two(tile: usize, panel: usize, a: usize, b: usize, quads: i32, next: usize, step: usize): void {
  let touched: i32 = 0;
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    a2 = i32x4.splat(0),
    a3 = i32x4.splat(0),
    a4 = i32x4.splat(0),
    a5 = i32x4.splat(0),
    a6 = i32x4.splat(0),
    a7 = i32x4.splat(0);
  let b0 = i32x4.splat(0),
    b1 = i32x4.splat(0),
    b2 = i32x4.splat(0),
    b3 = i32x4.splat(0),
    b4 = i32x4.splat(0),
    b5 = i32x4.splat(0),
    b6 = i32x4.splat(0),
    b7 = i32x4.splat(0);
  for (const end = panel + <usize>quads * QUAD_BYTES; panel < end; panel += QUAD_BYTES) {
    const xA = v128.load64_splat(a);
    const xB = v128.load64_splat(b);
    const w0 = v128.load_ext<i8>(panel);
    const w1 = v128.load_ext<i8>(panel, 8);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(xA, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(xA, w1));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(xB, w0));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(xB, w1));
    const w2 = v128.load_ext<i8>(panel, 16);
    const w3 = v128.load_ext<i8>(panel, 24);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(xA, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(xA, w3));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(xB, w2));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(xB, w3));
    const w4 = v128.load_ext<i8>(panel, 32);
    const w5 = v128.load_ext<i8>(panel, 40);
    a4 = i32x4.add(a4, i32x4.dot_i16x8_s(xA, w4));
    a5 = i32x4.add(a5, i32x4.dot_i16x8_s(xA, w5));
    b4 = i32x4.add(b4, i32x4.dot_i16x8_s(xB, w4));
    b5 = i32x4.add(b5, i32x4.dot_i16x8_s(xB, w5));
    const w6 = v128.load_ext<i8>(panel, 48);
    const w7 = v128.load_ext<i8>(panel, 56);
    a6 = i32x4.add(a6, i32x4.dot_i16x8_s(xA, w6));
    a7 = i32x4.add(a7, i32x4.dot_i16x8_s(xA, w7));
    b6 = i32x4.add(b6, i32x4.dot_i16x8_s(xB, w6));
    b7 = i32x4.add(b7, i32x4.dot_i16x8_s(xB, w7));
    a += 8;
    b += 8;
    touched |= load<i32>(next);
    next += step;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, a4, 64);
  v128.store(tile, a5, 80);
  v128.store(tile, a6, 96);
  v128.store(tile, a7, 112);
  v128.store(tile, b0, 128);
  v128.store(tile, b1, 144);
  v128.store(tile, b2, 160);
  v128.store(tile, b3, 176);
  v128.store(tile, b4, 192);
  v128.store(tile, b5, 208);
  v128.store(tile, b6, 224);
  v128.store(tile, b7, 240);
  store<i32>(tile, touched, TOUCHED);
}

/** Three tokens. tile [3, 16, 2] */
export function dot16Three(
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
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    a2 = i32x4.splat(0),
    a3 = i32x4.splat(0),
    a4 = i32x4.splat(0),
    a5 = i32x4.splat(0),
    a6 = i32x4.splat(0),
    a7 = i32x4.splat(0);
  let b0 = i32x4.splat(0),
    b1 = i32x4.splat(0),
    b2 = i32x4.splat(0),
    b3 = i32x4.splat(0),
    b4 = i32x4.splat(0),
    b5 = i32x4.splat(0),
    b6 = i32x4.splat(0),
    b7 = i32x4.splat(0);
  let c0 = i32x4.splat(0),
    c1 = i32x4.splat(0),
    c2 = i32x4.splat(0),
    c3 = i32x4.splat(0),
    c4 = i32x4.splat(0),
    c5 = i32x4.splat(0),
    c6 = i32x4.splat(0),
    c7 = i32x4.splat(0);
  for (const end = panel + <usize>quads * QUAD_BYTES; panel < end; panel += QUAD_BYTES) {
    const xA = v128.load64_splat(a);
    const xB = v128.load64_splat(b);
    const xC = v128.load64_splat(c);
    const w0 = v128.load_ext<i8>(panel);
    const w1 = v128.load_ext<i8>(panel, 8);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(xA, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(xA, w1));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(xB, w0));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(xB, w1));
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(xC, w0));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(xC, w1));
    const w2 = v128.load_ext<i8>(panel, 16);
    const w3 = v128.load_ext<i8>(panel, 24);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(xA, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(xA, w3));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(xB, w2));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(xB, w3));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(xC, w2));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(xC, w3));
    const w4 = v128.load_ext<i8>(panel, 32);
    const w5 = v128.load_ext<i8>(panel, 40);
    a4 = i32x4.add(a4, i32x4.dot_i16x8_s(xA, w4));
    a5 = i32x4.add(a5, i32x4.dot_i16x8_s(xA, w5));
    b4 = i32x4.add(b4, i32x4.dot_i16x8_s(xB, w4));
    b5 = i32x4.add(b5, i32x4.dot_i16x8_s(xB, w5));
    c4 = i32x4.add(c4, i32x4.dot_i16x8_s(xC, w4));
    c5 = i32x4.add(c5, i32x4.dot_i16x8_s(xC, w5));
    const w6 = v128.load_ext<i8>(panel, 48);
    const w7 = v128.load_ext<i8>(panel, 56);
    a6 = i32x4.add(a6, i32x4.dot_i16x8_s(xA, w6));
    a7 = i32x4.add(a7, i32x4.dot_i16x8_s(xA, w7));
    b6 = i32x4.add(b6, i32x4.dot_i16x8_s(xB, w6));
    b7 = i32x4.add(b7, i32x4.dot_i16x8_s(xB, w7));
    c6 = i32x4.add(c6, i32x4.dot_i16x8_s(xC, w6));
    c7 = i32x4.add(c7, i32x4.dot_i16x8_s(xC, w7));
    a += 8;
    b += 8;
    c += 8;
    touched |= load<i32>(next);
    next += step;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, a4, 64);
  v128.store(tile, a5, 80);
  v128.store(tile, a6, 96);
  v128.store(tile, a7, 112);
  v128.store(tile, b0, 128);
  v128.store(tile, b1, 144);
  v128.store(tile, b2, 160);
  v128.store(tile, b3, 176);
  v128.store(tile, b4, 192);
  v128.store(tile, b5, 208);
  v128.store(tile, b6, 224);
  v128.store(tile, b7, 240);
  v128.store(tile, c0, 256);
  v128.store(tile, c1, 272);
  v128.store(tile, c2, 288);
  v128.store(tile, c3, 304);
  v128.store(tile, c4, 320);
  v128.store(tile, c5, 336);
  v128.store(tile, c6, 352);
  v128.store(tile, c7, 368);
  store<i32>(tile, touched, TOUCHED);
}

/** One token and three panels, `stride` bytes apart: three streams from memory. tile [3, 16, 2] */
export function dot16Panels(tile: usize, panel: usize, stride: usize, x: usize, quads: i32): void {
  let panelB = panel + stride;
  let panelC = panelB + stride;
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    a2 = i32x4.splat(0),
    a3 = i32x4.splat(0),
    a4 = i32x4.splat(0),
    a5 = i32x4.splat(0),
    a6 = i32x4.splat(0),
    a7 = i32x4.splat(0);
  let b0 = i32x4.splat(0),
    b1 = i32x4.splat(0),
    b2 = i32x4.splat(0),
    b3 = i32x4.splat(0),
    b4 = i32x4.splat(0),
    b5 = i32x4.splat(0),
    b6 = i32x4.splat(0),
    b7 = i32x4.splat(0);
  let c0 = i32x4.splat(0),
    c1 = i32x4.splat(0),
    c2 = i32x4.splat(0),
    c3 = i32x4.splat(0),
    c4 = i32x4.splat(0),
    c5 = i32x4.splat(0),
    c6 = i32x4.splat(0),
    c7 = i32x4.splat(0);
  for (const end = panel + <usize>quads * QUAD_BYTES; panel < end; panel += QUAD_BYTES) {
    const pair = v128.load64_splat(x);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel)));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 8)));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 16)));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 24)));
    a4 = i32x4.add(a4, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 32)));
    a5 = i32x4.add(a5, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 40)));
    a6 = i32x4.add(a6, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 48)));
    a7 = i32x4.add(a7, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panel, 56)));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB)));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 8)));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 16)));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 24)));
    b4 = i32x4.add(b4, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 32)));
    b5 = i32x4.add(b5, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 40)));
    b6 = i32x4.add(b6, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 48)));
    b7 = i32x4.add(b7, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelB, 56)));
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC)));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 8)));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 16)));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 24)));
    c4 = i32x4.add(c4, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 32)));
    c5 = i32x4.add(c5, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 40)));
    c6 = i32x4.add(c6, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 48)));
    c7 = i32x4.add(c7, i32x4.dot_i16x8_s(pair, v128.load_ext<i8>(panelC, 56)));
    x += 8;
    panelB += QUAD_BYTES;
    panelC += QUAD_BYTES;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, a4, 64);
  v128.store(tile, a5, 80);
  v128.store(tile, a6, 96);
  v128.store(tile, a7, 112);
  v128.store(tile, b0, 128);
  v128.store(tile, b1, 144);
  v128.store(tile, b2, 160);
  v128.store(tile, b3, 176);
  v128.store(tile, b4, 192);
  v128.store(tile, b5, 208);
  v128.store(tile, b6, 224);
  v128.store(tile, b7, 240);
  v128.store(tile, c0, 256);
  v128.store(tile, c1, 272);
  v128.store(tile, c2, 288);
  v128.store(tile, c3, 304);
  v128.store(tile, c4, 320);
  v128.store(tile, c5, 336);
  v128.store(tile, c6, 352);
  v128.store(tile, c7, 368);
}

/** [count, 16, 2] halves of sums become [count, 16] sums in place. */
export function foldHalves(tile: usize, count: i32): void {
  let from = tile;
  for (const end = tile + ((<usize>count) << 6); tile < end; tile += 16) {
    const first = v128.load(from);
    const second = v128.load(from, 16);
    const even = v128.shuffle<i32>(first, second, 0, 2, 4, 6);
    v128.store(tile, i32x4.add(even, v128.shuffle<i32>(first, second, 1, 3, 5, 7)));
    from += 32;
  }
}
