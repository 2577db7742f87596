import { BLOCK, blockCount, paddedColumns, quantizeToken } from "./activations.as";
import { tileFour, tileOne } from "./int8-tile.as";
import { PAIR_BYTES, PANEL_ROWS, panelBytes } from "./panel.as";

const TILE_TOKENS: i32 = 4;
/** int32 sums of a tile. */
const TILE_BYTES: usize = <usize>TILE_TOKENS * <usize>PANEL_ROWS * 4;

/** Bytes of scratch that linearInt8 needs. */
export function linearInt8ScratchBytes(columns: i32, tokens: i32): i32 {
  return <i32>TILE_BYTES + tokens * (paddedColumns(columns) * 2 + blockCount(columns) * 4);
}

/**
 * out[t][r] = row r . x[t] * scales[r] for int8 weights in panels. Byte addresses; x [tokens, columns] float32, out rows
 * `outStride` bytes apart, scales [rows rounded up to 16]. `scratch` is linearInt8ScratchBytes long. A token's result does not
 * depend on the others: sums of a block are whole numbers, and blocks are added in their order.
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
  scratch: usize,
): void {
  const qStride = (<usize>paddedColumns(columns)) << 1;
  const scaleStride = (<usize>blockCount(columns)) << 2;
  const q = scratch + TILE_BYTES;
  const blockScales = q + <usize>tokens * qStride;
  for (let t = 0; t < tokens; t++) {
    const from = x + <usize>t * ((<usize>columns) << 2);
    quantizeToken(q + <usize>t * qStride, blockScales + <usize>t * scaleStride, from, columns);
  }
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const panelRows = min(PANEL_ROWS, rows - row);
    for (let first = 0, block = 0; first < columns; first += BLOCK, block++) {
      const count = min(BLOCK, columns - first);
      multiplyPanel(
        out,
        outStride,
        q + ((<usize>first) << 1),
        qStride,
        weights + ((<usize>first) << 4),
        (count + 1) >> 1,
        blockScales + ((<usize>block) << 2),
        scaleStride,
        first + count == columns ? scales : 0,
        panelRows,
        tokens,
        block > 0,
        scratch,
      );
    }
    weights += panelBytes(columns);
    scales += (<usize>PANEL_ROWS) << 2;
    out += (<usize>PANEL_ROWS) << 2;
  }
}

/** One block of one panel for all tokens. `rowScales` is 0 but for the last block. */
function multiplyPanel(
  out: usize,
  outStride: usize,
  q: usize,
  qStride: usize,
  panel: usize,
  pairs: i32,
  blockScale: usize,
  scaleStride: usize,
  rowScales: usize,
  rows: i32,
  tokens: i32,
  accumulate: bool,
  tile: usize,
): void {
  let t = 0;
  for (; t + 3 < tokens; t += 4) {
    tileFour(tile, panel, q, q + qStride, q + qStride * 2, q + qStride * 3, pairs);
    for (let i: usize = 0; i < 4; i++) {
      finishTile(out, tile + i * 64, load<f32>(blockScale), rowScales, rows, accumulate);
      out += outStride;
      blockScale += scaleStride;
    }
    q += qStride << 2;
  }
  for (; t < tokens; t++) {
    tileOne(tile, panel, q, pairs);
    finishTile(out, tile, load<f32>(blockScale), rowScales, rows, accumulate);
    out += outStride;
    blockScale += scaleStride;
    q += qStride;
  }
}

/** out[row] = ((accumulate ? out[row] : 0) + sums[row] * blockScale) * (rowScales == 0 ? 1 : rowScales[row]), for `rows` <= 16. */
function finishTile(out: usize, sums: usize, blockScale: f32, rowScales: usize, rows: i32, accumulate: bool): void {
  const bytes = (<usize>rows) << 2;
  const factor = f32x4.splat(blockScale);
  for (let r: usize = 0; r < (bytes & ~15); r += 16) {
    let total = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + r)), factor);
    if (accumulate) total = f32x4.add(v128.load(out + r), total);
    if (rowScales != 0) total = f32x4.mul(total, v128.load(rowScales + r));
    v128.store(out + r, total);
  }
  for (let r = bytes & ~15; r < bytes; r += 4) {
    let total = <f32>load<i32>(sums + r) * blockScale;
    if (accumulate) total += load<f32>(out + r);
    if (rowScales != 0) total *= load<f32>(rowScales + r);
    store<f32>(out + r, total);
  }
}
