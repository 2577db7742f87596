/** Rows of weights in one panel and tokens in one tile: 12 accumulators, 4 weight vectors, as many as the machine has registers. */
export const PANEL_ROWS: i32 = 16;
export const TILE_TOKENS: i32 = 3;

/**
 * panel[k][row] = source[row][k] for 16 rows of `depth` 32-bit units; rows from `rows` on repeat the last one.
 * `stride` is the byte distance between rows.
 */
export function packPanel(panel: usize, source: usize, stride: usize, rows: i32, depth: i32): void {
  for (let first = 0; first < PANEL_ROWS; first += 4) {
    const row0 = source + <usize>min(first, rows - 1) * stride;
    const row1 = source + <usize>min(first + 1, rows - 1) * stride;
    const row2 = source + <usize>min(first + 2, rows - 1) * stride;
    const row3 = source + <usize>min(first + 3, rows - 1) * stride;
    packFourRows(panel + ((<usize>first) << 2), row0, row1, row2, row3, (<usize>depth) << 2);
  }
}

function packFourRows(panel: usize, row0: usize, row1: usize, row2: usize, row3: usize, bytes: usize): void {
  const vectorEnd = bytes & ~15;
  let k: usize = 0;
  for (; k < vectorEnd; k += 16) {
    const a = v128.load(row0 + k);
    const b = v128.load(row1 + k);
    const c = v128.load(row2 + k);
    const d = v128.load(row3 + k);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(panel, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(panel, v128.shuffle<i64>(ab, cd, 1, 3), 64);
    v128.store(panel, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 128);
    v128.store(panel, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 192);
    panel += 256;
  }
  for (; k < bytes; k += 4) {
    store<u32>(panel, load<u32>(row0 + k));
    store<u32>(panel, load<u32>(row1 + k), 4);
    store<u32>(panel, load<u32>(row2 + k), 8);
    store<u32>(panel, load<u32>(row3 + k), 12);
    panel += 64;
  }
}

/** tile[t][row] = sum over k < depth of x_t[k] * panel[k][row]. Pairs of adjacent vectors run the same chain, so they can be joined. */
export function tileFloat32(tile: usize, panel: usize, x0: usize, x1: usize, x2: usize, depth: i32): void {
  let a0 = f32x4.splat(0),
    a1 = f32x4.splat(0),
    a2 = f32x4.splat(0),
    a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0),
    b1 = f32x4.splat(0),
    b2 = f32x4.splat(0),
    b3 = f32x4.splat(0);
  let c0 = f32x4.splat(0),
    c1 = f32x4.splat(0),
    c2 = f32x4.splat(0),
    c3 = f32x4.splat(0);
  for (const end = panel + ((<usize>depth) << 6); panel < end; panel += 64) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    const a = v128.load32_splat(x0);
    a0 = f32x4.relaxed_madd(a, w0, a0);
    a1 = f32x4.relaxed_madd(a, w1, a1);
    a2 = f32x4.relaxed_madd(a, w2, a2);
    a3 = f32x4.relaxed_madd(a, w3, a3);
    const b = v128.load32_splat(x1);
    b0 = f32x4.relaxed_madd(b, w0, b0);
    b1 = f32x4.relaxed_madd(b, w1, b1);
    b2 = f32x4.relaxed_madd(b, w2, b2);
    b3 = f32x4.relaxed_madd(b, w3, b3);
    const c = v128.load32_splat(x2);
    c0 = f32x4.relaxed_madd(c, w0, c0);
    c1 = f32x4.relaxed_madd(c, w1, c1);
    c2 = f32x4.relaxed_madd(c, w2, c2);
    c3 = f32x4.relaxed_madd(c, w3, c3);
    x0 += 4;
    x1 += 4;
    x2 += 4;
  }
  v128.store(tile, a0), v128.store(tile, a1, 16), v128.store(tile, a2, 32), v128.store(tile, a3, 48);
  v128.store(tile, b0, 64), v128.store(tile, b1, 80), v128.store(tile, b2, 96), v128.store(tile, b3, 112);
  v128.store(tile, c0, 128), v128.store(tile, c1, 144), v128.store(tile, c2, 160), v128.store(tile, c3, 176);
}

/**
 * out[t][row] = (accumulate ? out[t][row] : 0) + tile[t][row] * scales[row], for `tokens` <= 3 and `rows` <= 16.
 * `outStride` is in bytes.
 */
export function addTile(
  out: usize,
  outStride: usize,
  tile: usize,
  scales: usize,
  tokens: i32,
  rows: i32,
  accumulate: bool,
): void {
  const bytes = (<usize>rows) << 2;
  const vectorEnd = bytes & ~15;
  for (let t = 0; t < tokens; t++) {
    let r: usize = 0;
    for (; r < vectorEnd; r += 16) {
      const before = accumulate ? v128.load(out + r) : f32x4.splat(0);
      v128.store(out + r, f32x4.add(before, f32x4.mul(v128.load(tile + r), v128.load(scales + r))));
    }
    for (; r < bytes; r += 4) {
      const before = accumulate ? load<f32>(out + r) : <f32>0;
      store<f32>(out + r, before + load<f32>(tile + r) * load<f32>(scales + r));
    }
    out += outStride;
    tile += 64;
  }
}
