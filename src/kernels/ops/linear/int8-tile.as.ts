import { BLOCK, blockCount, paddedColumns, quantizeToken, vectorInt8 } from "./int8.as";
import { addTile, PANEL_ROWS, packPanel, TILE_TOKENS } from "./tile.as";

const TILE_BYTES: usize = 256;
/** 16 rows of one block of pairs of int16. */
const PANEL_BYTES: usize = <usize>PANEL_ROWS * <usize>BLOCK * 2;

/** Bytes of scratch that linearInt8 needs. */
export function linearInt8ScratchBytes(columns: i32, tokens: i32): i32 {
  return <i32>(TILE_BYTES + PANEL_BYTES * 2) + tokens * (paddedColumns(columns) * 2 + blockCount(columns) * 4);
}

/**
 * out[t][r] = row r . x[t] * scales[r] for int8 weights [rows, columns]. Byte addresses; x [tokens, columns] float32, out rows
 * `outStride` bytes apart; from `tileFrom` tokens on in register tiles. `scratch` is linearInt8ScratchBytes long.
 */
export function linearInt8(
  out: usize,
  outStride: usize,
  x: usize,
  weights: usize,
  scales: usize,
  columns: i32,
  rows: i32,
  tokens: i32,
  tileFrom: i32,
  scratch: usize,
): void {
  const qStride = (<usize>paddedColumns(columns)) << 1;
  const scaleStride = (<usize>blockCount(columns)) << 2;
  const q = scratch + TILE_BYTES + PANEL_BYTES * 2;
  const blockScales = q + <usize>tokens * qStride;
  for (let t = 0; t < tokens; t++) {
    quantizeToken(
      q + <usize>t * qStride,
      blockScales + <usize>t * scaleStride,
      x + ((<usize>(t * columns)) << 2),
      columns,
    );
  }
  if (tokens < tileFrom) {
    // All tokens take the same few rows in turn, so that those pass through memory once.
    for (let row = 0; row < rows; row += PANEL_ROWS) {
      const count = min(PANEL_ROWS, rows - row);
      const source = weights + <usize>(row * columns);
      for (let t = 0; t < tokens; t++) {
        const target = out + <usize>t * outStride + ((<usize>row) << 2);
        const tokenScales = blockScales + <usize>t * scaleStride;
        vectorInt8(target, q + <usize>t * qStride, tokenScales, source, scales + ((<usize>row) << 2), columns, count);
      }
    }
    return;
  }
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const panelRows = min(PANEL_ROWS, rows - row);
    for (let block = 0; block * BLOCK < columns; block++) {
      const column = block * BLOCK;
      const pairs = (min(BLOCK, columns - column) + 1) >> 1;
      preparePanel(
        scratch + TILE_BYTES,
        weights + <usize>(row * columns + column),
        columns,
        panelRows,
        min(BLOCK, columns - column),
      );
      const blockScale = blockScales + ((<usize>block) << 2);
      const first = q + ((<usize>column) << 1);
      multiplyPanel(
        out + ((<usize>row) << 2),
        outStride,
        first,
        qStride,
        blockScale,
        scaleStride,
        scales + ((<usize>row) << 2),
        panelRows,
        pairs,
        tokens,
        block > 0,
        scratch,
      );
    }
  }
}

/** Widens `rows` x `count` weights to int16 behind the panel and packs their pairs into it; an odd last column gets a zero partner. */
function preparePanel(panel: usize, source: usize, columns: i32, rows: i32, count: i32): void {
  const widened = panel + PANEL_BYTES;
  const pairs = (count + 1) >> 1;
  const stride = (<usize>pairs) << 2;
  for (let row = 0; row < rows; row++) widen(widened + <usize>row * stride, source + <usize>(row * columns), count);
  packPanel(panel, widened, stride, rows, pairs);
}

function widen(out: usize, source: usize, count: i32): void {
  const end = source + <usize>count;
  for (; source + 7 < end; source += 8) {
    v128.store(out, v128.load_ext<i8>(source));
    out += 16;
  }
  for (; source < end; source++) {
    store<i16>(out, <i16>load<i8>(source));
    out += 2;
  }
  if (count & 1) store<i16>(out, 0);
}

function multiplyPanel(
  out: usize,
  outStride: usize,
  q: usize,
  qStride: usize,
  blockScale: usize,
  scaleStride: usize,
  scales: usize,
  rows: i32,
  pairs: i32,
  tokens: i32,
  accumulate: bool,
  scratch: usize,
): void {
  for (let t = 0; t < tokens; t += TILE_TOKENS) {
    const tileTokens = min(TILE_TOKENS, tokens - t);
    // A short last tile repeats its last token; addTile leaves the repeats out.
    const second = <usize>min(1, tileTokens - 1);
    const third = <usize>min(2, tileTokens - 1);
    tileInt16(scratch, scratch + TILE_BYTES, q, q + second * qStride, q + third * qStride, pairs);
    scaleTile(
      scratch,
      load<f32>(blockScale),
      load<f32>(blockScale + second * scaleStride),
      load<f32>(blockScale + third * scaleStride),
    );
    addTile(out, outStride, scratch, scales, tileTokens, rows, accumulate);
    q += <usize>TILE_TOKENS * qStride;
    blockScale += <usize>TILE_TOKENS * scaleStride;
    out += <usize>TILE_TOKENS * outStride;
  }
}

/** The int32 sums of a tile become float32, times the scale of their token. */
function scaleTile(tile: usize, scale0: f32, scale1: f32, scale2: f32): void {
  for (let i: usize = 0; i < 64; i += 16) {
    v128.store(tile + i, f32x4.mul(f32x4.convert_i32x4_s(v128.load(tile + i)), f32x4.splat(scale0)));
    v128.store(tile + i, f32x4.mul(f32x4.convert_i32x4_s(v128.load(tile + i, 64)), f32x4.splat(scale1)), 64);
    v128.store(tile + i, f32x4.mul(f32x4.convert_i32x4_s(v128.load(tile + i, 128)), f32x4.splat(scale2)), 128);
  }
}

/** tile[t][row] = int32 sum over pairs of x_t pair . panel pair. Pairs of adjacent vectors run the same chain. */
function tileInt16(tile: usize, panel: usize, x0: usize, x1: usize, x2: usize, pairs: i32): void {
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    a2 = i32x4.splat(0),
    a3 = i32x4.splat(0);
  let b0 = i32x4.splat(0),
    b1 = i32x4.splat(0),
    b2 = i32x4.splat(0),
    b3 = i32x4.splat(0);
  let c0 = i32x4.splat(0),
    c1 = i32x4.splat(0),
    c2 = i32x4.splat(0),
    c3 = i32x4.splat(0);
  for (const end = panel + ((<usize>pairs) << 6); panel < end; panel += 64) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    const a = v128.load32_splat(x0);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, w1));
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, w2));
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, w3));
    const b = v128.load32_splat(x1);
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, w0));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, w1));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, w2));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, w3));
    const c = v128.load32_splat(x2);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(c, w0));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(c, w1));
    c2 = i32x4.add(c2, i32x4.dot_i16x8_s(c, w2));
    c3 = i32x4.add(c3, i32x4.dot_i16x8_s(c, w3));
    x0 += 4;
    x1 += 4;
    x2 += 4;
  }
  v128.store(tile, a0), v128.store(tile, a1, 16), v128.store(tile, a2, 32), v128.store(tile, a3, 48);
  v128.store(tile, b0, 64), v128.store(tile, b1, 80), v128.store(tile, b2, 96), v128.store(tile, b3, 112);
  v128.store(tile, c0, 128), v128.store(tile, c1, 144), v128.store(tile, c2, 160), v128.store(tile, c3, 176);
}
