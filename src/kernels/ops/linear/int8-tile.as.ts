import { PAIR_BYTES } from "./panel.as";

// The hot loop allocates nothing. Written out because the accumulators must stay in registers; adjacent pairs of vectors run the
// same chain and are joined to 256 bit by V8's --experimental-wasm-revectorize.

/** tile[row] = int32 sum over pairs of a . panel. tile [16], panel [pairs, 16, 2] int8, a [pairs, 2] int16. */
export function tileOne(tile: usize, panel: usize, a: usize, pairs: i32): void {
  let a0 = i32x4.splat(0);
  let a1 = i32x4.splat(0);
  let a2 = i32x4.splat(0);
  let a3 = i32x4.splat(0);
  for (const end = panel + <usize>pairs * PAIR_BYTES; panel < end; panel += PAIR_BYTES) {
    const w0 = v128.load_ext<i8>(panel);
    const w1 = v128.load_ext<i8>(panel, 8);
    const w2 = v128.load_ext<i8>(panel, 16);
    const w3 = v128.load_ext<i8>(panel, 24);
    const ax = v128.load32_splat(a);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(ax, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(ax, w1));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(ax, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(ax, w3));
    a += 4;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
}

/** The same for four tokens. tile [4, 16] */
export function tileFour(tile: usize, panel: usize, a: usize, b: usize, c: usize, d: usize, pairs: i32): void {
  let a0 = i32x4.splat(0);
  let a1 = i32x4.splat(0);
  let a2 = i32x4.splat(0);
  let a3 = i32x4.splat(0);
  let b0 = i32x4.splat(0);
  let b1 = i32x4.splat(0);
  let b2 = i32x4.splat(0);
  let b3 = i32x4.splat(0);
  let c0 = i32x4.splat(0);
  let c1 = i32x4.splat(0);
  let c2 = i32x4.splat(0);
  let c3 = i32x4.splat(0);
  let d0 = i32x4.splat(0);
  let d1 = i32x4.splat(0);
  let d2 = i32x4.splat(0);
  let d3 = i32x4.splat(0);
  for (const end = panel + <usize>pairs * PAIR_BYTES; panel < end; panel += PAIR_BYTES) {
    const w0 = v128.load_ext<i8>(panel);
    const w1 = v128.load_ext<i8>(panel, 8);
    const w2 = v128.load_ext<i8>(panel, 16);
    const w3 = v128.load_ext<i8>(panel, 24);
    const ax = v128.load32_splat(a);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(ax, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(ax, w1));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(ax, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(ax, w3));
    a += 4;
    const bx = v128.load32_splat(b);
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(bx, w0));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(bx, w1));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(bx, w2));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(bx, w3));
    b += 4;
    const cx = v128.load32_splat(c);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(cx, w0));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(cx, w1));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(cx, w2));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(cx, w3));
    c += 4;
    const dx = v128.load32_splat(d);
    d0 = i32x4.add(d0, i32x4.dot_i16x8_s(dx, w0));
    d1 = i32x4.add(d1, i32x4.dot_i16x8_s(dx, w1));
    d2 = i32x4.add(d2, i32x4.dot_i16x8_s(dx, w2));
    d3 = i32x4.add(d3, i32x4.dot_i16x8_s(dx, w3));
    d += 4;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, b0, 64);
  v128.store(tile, b1, 80);
  v128.store(tile, b2, 96);
  v128.store(tile, b3, 112);
  v128.store(tile, c0, 128);
  v128.store(tile, c1, 144);
  v128.store(tile, c2, 160);
  v128.store(tile, c3, 176);
  v128.store(tile, d0, 192);
  v128.store(tile, d1, 208);
  v128.store(tile, d2, 224);
  v128.store(tile, d3, 240);
}
