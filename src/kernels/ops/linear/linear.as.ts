import { vectorBfloat16 } from "./bfloat16.as";
import { BFLOAT16, decode, FLOAT8, FLOAT32 } from "./decode.as";
import { vectorFloat8 } from "./float8.as";
import { vectorFloat32 } from "./float32.as";
import { addTile, PANEL_ROWS, packPanel, TILE_TOKENS, tileFloat32 } from "./tile.as";

/** Columns of one panel: 16 rows of 256 float32 values and their transposed copy take 32 KiB, which stays in the first cache. */
const PANEL_DEPTH: i32 = 256;
const TILE_BYTES: usize = 256;
const PANEL_BYTES: usize = <usize>PANEL_ROWS * <usize>PANEL_DEPTH * 4;

/**
 * out[t][r] = sum over blocks b of columns of (row r . x[t] within b) * scales[b][r] for float storage; forms with one scale a row
 * have one block. Byte addresses; x [tokens, columns], weights [rows, columns] in `storage` form, out rows `outStride` and scales of
 * blocks `scaleStride` bytes apart. `scratch` is 33,024 bytes, used from `tileFrom` tokens on.
 */
export function linearFloat(
  storage: i32,
  out: usize,
  outStride: usize,
  x: usize,
  weights: usize,
  scales: usize,
  scaleStride: usize,
  columns: i32,
  blockColumns: i32,
  rows: i32,
  tokens: i32,
  tileFrom: i32,
  scratch: usize,
): void {
  const elementBytes = storage == FLOAT32 ? 4 : storage == BFLOAT16 ? 2 : 1;
  const rowBytes = <usize>(columns * elementBytes);
  if (tokens < tileFrom) {
    linearVectors(
      storage,
      out,
      outStride,
      x,
      weights,
      rowBytes,
      scales,
      scaleStride,
      columns,
      blockColumns,
      rows,
      tokens,
    );
    return;
  }
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const panelRows = min(PANEL_ROWS, rows - row);
    const source = weights + <usize>row * rowBytes;
    let rowScales = scales + ((<usize>row) << 2);
    let blockEnd = blockColumns;
    for (let column = 0, depth = 0; column < columns; column += depth) {
      if (column == blockEnd) {
        blockEnd += blockColumns;
        rowScales += scaleStride;
      }
      depth = min(PANEL_DEPTH, min(blockEnd, columns) - column);
      preparePanel(storage, scratch + TILE_BYTES, source + <usize>(column * elementBytes), rowBytes, panelRows, depth);
      multiplyPanel(
        out + ((<usize>row) << 2),
        outStride,
        x + ((<usize>column) << 2),
        rowScales,
        columns,
        panelRows,
        depth,
        tokens,
        column > 0,
        scratch,
      );
    }
  }
}

/** One token after another over a few rows at a time, so that those pass through memory once. */
function linearVectors(
  storage: i32,
  out: usize,
  outStride: usize,
  x: usize,
  weights: usize,
  rowBytes: usize,
  scales: usize,
  scaleStride: usize,
  columns: i32,
  blockColumns: i32,
  rows: i32,
  tokens: i32,
): void {
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const count = min(PANEL_ROWS, rows - row);
    const source = weights + <usize>row * rowBytes;
    const rowScales = scales + ((<usize>row) << 2);
    for (let t = 0; t < tokens; t++) {
      const target = out + <usize>t * outStride + ((<usize>row) << 2);
      const token = x + ((<usize>(t * columns)) << 2);
      if (storage == FLOAT8) {
        vectorBlocks(target, token, source, rowScales, scaleStride, columns, blockColumns, count);
      } else if (storage == BFLOAT16) vectorBfloat16(target, token, source, rowScales, columns, count);
      else vectorFloat32(target, token, source, rowScales, columns, count);
    }
  }
}

/** One token and up to 16 rows of float8, block after block of columns. */
function vectorBlocks(
  out: usize,
  x: usize,
  weights: usize,
  scales: usize,
  scaleStride: usize,
  columns: i32,
  blockColumns: i32,
  rows: i32,
): void {
  for (let first = 0; first < columns; first += blockColumns) {
    const count = min(blockColumns, columns - first);
    const at = <usize>first;
    vectorFloat8(out, x + (at << 2), weights + at, <usize>columns, scales, count, rows, first > 0);
    scales += scaleStride;
  }
}

/** Decodes `rows` x `depth` weights behind the panel and packs them into it. */
function preparePanel(storage: i32, panel: usize, source: usize, rowBytes: usize, rows: i32, depth: i32): void {
  if (storage == FLOAT32) {
    packPanel(panel, source, rowBytes, rows, depth);
    return;
  }
  const decoded = panel + PANEL_BYTES;
  const decodedStride = (<usize>depth) << 2;
  for (let row = 0; row < rows; row++) {
    decode(storage, decoded + <usize>row * decodedStride, source + <usize>row * rowBytes, depth);
  }
  packPanel(panel, decoded, decodedStride, rows, depth);
}

function multiplyPanel(
  out: usize,
  outStride: usize,
  x: usize,
  scales: usize,
  columns: i32,
  rows: i32,
  depth: i32,
  tokens: i32,
  accumulate: bool,
  scratch: usize,
): void {
  const xStride = (<usize>columns) << 2;
  for (let t = 0; t < tokens; t += TILE_TOKENS) {
    const tileTokens = min(TILE_TOKENS, tokens - t);
    // A short last tile repeats its last token; addTile leaves the repeats out.
    const x1 = x + <usize>min(1, tileTokens - 1) * xStride;
    const x2 = x + <usize>min(2, tileTokens - 1) * xStride;
    tileFloat32(scratch, scratch + TILE_BYTES, x, x1, x2, depth);
    addTile(out, outStride, scratch, scales, tileTokens, rows, accumulate);
    x += <usize>TILE_TOKENS * xStride;
    out += <usize>TILE_TOKENS * outStride;
  }
}
