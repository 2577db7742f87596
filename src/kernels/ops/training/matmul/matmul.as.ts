import { packColumnsBySix, packColumnsBySixteen, packRowsBySix, packRowsBySixteen } from "./pack.as";
import { TILE_COLUMNS, TILE_ROWS, tile } from "./tile.as";

/** Depth of a block: a panel of sixteen columns is then 16 kB and stays in the first-level cache. */
const BLOCK_DEPTH: i32 = 256;
/** Rows of a block, a multiple of six: 198 x 256 floats are 200 kB and stay in the second-level cache. */
const BLOCK_ROWS: i32 = 198;
/** Columns of a block: bounds the scratch for any matrix. */
const BLOCK_COLUMNS: i32 = 2048;

const TILE_BYTES: usize = TILE_ROWS * TILE_COLUMNS * 4;
const LEFT_BYTES: usize = BLOCK_ROWS * BLOCK_DEPTH * 4;

/** Bytes of scratch memory `matmul` needs, whatever the sizes. */
export function matmulScratchBytes(): i32 {
  return <i32>TILE_BYTES + <i32>LEFT_BYTES + BLOCK_COLUMNS * BLOCK_DEPTH * 4;
}

/** Adds a panel pair that sticks out of c through a zeroed tile, so that nothing outside c is touched. */
function edgeTile(
  a: usize,
  b: usize,
  depth: i32,
  c: usize,
  cStride: usize,
  rows: i32,
  columns: i32,
  accumulate: bool,
  spare: usize,
): void {
  memory.fill(spare, 0, TILE_BYTES);
  tile(a, b, depth, spare, TILE_COLUMNS * 4);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + <usize>i * cStride + ((<usize>j) << 2);
      const before: f32 = accumulate ? load<f32>(at) : 0;
      store<f32>(at, before + load<f32>(spare + ((<usize>(i * TILE_COLUMNS + j)) << 2)));
    }
  }
}

/** Zeroes one whole tile right before it is added to, so that it is fetched into the cache once. */
function clearTile(c: usize, cStride: usize): void {
  for (let i = 0; i < TILE_ROWS; i++) {
    const row = c + <usize>i * cStride;
    v128.store(row, f32x4.splat(0));
    v128.store(row, f32x4.splat(0), 16);
    v128.store(row, f32x4.splat(0), 32);
    v128.store(row, f32x4.splat(0), 48);
  }
}

/** c (+)= left * right for packed panels: left [rows / 6][depth, 6], right [columns / 16][depth, 16]. */
function multiplyPanels(
  left: usize,
  right: usize,
  c: usize,
  cStride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: bool,
  spare: usize,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const b = right + ((<usize>(j * depth)) << 2);
    const liveColumns = min(TILE_COLUMNS, columns - j);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const a = left + ((<usize>(i * depth)) << 2);
      const at = c + <usize>i * cStride + ((<usize>j) << 2);
      const liveRows = min(TILE_ROWS, rows - i);
      if (liveRows == TILE_ROWS && liveColumns == TILE_COLUMNS) {
        if (!accumulate) clearTile(at, cStride);
        tile(a, b, depth, at, cStride);
      } else edgeTile(a, b, depth, at, cStride, liveRows, liveColumns, accumulate, spare);
    }
  }
}

/**
 * c (+)= a * b over `depth`. c [rows, columns]; a [rows, depth], or [depth, rows] when aTransposed; b [depth, columns],
 * or [columns, depth] when bTransposed. Strides are floats between rows as stored. Blocking after Goto & van de Geijn 2008.
 */
export function matmul(
  c: usize,
  cStride: i32,
  a: usize,
  aStride: i32,
  aTransposed: i32,
  b: usize,
  bStride: i32,
  bTransposed: i32,
  rows: i32,
  columns: i32,
  depth: i32,
  accumulate: i32,
  scratch: usize,
): void {
  const cBytes = (<usize>cStride) << 2;
  const aBytes = (<usize>aStride) << 2;
  const bBytes = (<usize>bStride) << 2;
  const left = scratch + TILE_BYTES;
  const right = left + LEFT_BYTES;
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const deep = min(BLOCK_DEPTH, depth - k);
      if (bTransposed) packRowsBySixteen(right, b + <usize>j * bBytes + ((<usize>k) << 2), bBytes, width, deep);
      else packColumnsBySixteen(right, b + <usize>k * bBytes + ((<usize>j) << 2), bBytes, width, deep);
      for (let i = 0; i < rows; i += BLOCK_ROWS) {
        const high = min(BLOCK_ROWS, rows - i);
        if (aTransposed) packColumnsBySix(left, a + <usize>k * aBytes + ((<usize>i) << 2), aBytes, high, deep);
        else packRowsBySix(left, a + <usize>i * aBytes + ((<usize>k) << 2), aBytes, high, deep);
        const at = c + <usize>i * cBytes + ((<usize>j) << 2);
        multiplyPanels(left, right, at, cBytes, high, width, deep, k > 0 || accumulate != 0, scratch);
      }
    }
  }
}
