// Copies blocks of a matrix into panels [depth, width] that the tile kernel reads in order; missing rows become zero.
import { TILE_COLUMNS, TILE_ROWS } from "./tile.as";

/** Panel rows from a source whose depth runs along memory: panel[k][i] = source[i * stride + k]. Any width, any tail. */
function packScalar(panel: usize, source: usize, stride: usize, first: i32, depth: i32, live: i32, width: i32): void {
  for (let k = first; k < depth; k++) {
    const out = panel + ((<usize>(k * width)) << 2);
    for (let i = 0; i < width; i++) {
      const value = i < live ? load<f32>(source + <usize>i * stride + ((<usize>k) << 2)) : 0;
      store<f32>(out + ((<usize>i) << 2), value);
    }
  }
}

/** Transposes 4 source rows into column `at` (bytes) of a panel with `pitch` bytes a step. Handles whole groups of 4. */
function packFour(panel: usize, pitch: usize, source: usize, stride: usize, depth: i32): void {
  const row1 = source + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  for (let k: usize = 0, end = (<usize>(depth & ~3)) << 2; k < end; k += 16) {
    const r0 = v128.load(source + k);
    const r1 = v128.load(row1 + k);
    const r2 = v128.load(row2 + k);
    const r3 = v128.load(row3 + k);
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    v128.store(panel, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(panel + pitch, v128.shuffle<i64>(low01, low23, 1, 3));
    v128.store(panel + 2 * pitch, v128.shuffle<i64>(high01, high23, 0, 2));
    v128.store(panel + 3 * pitch, v128.shuffle<i64>(high01, high23, 1, 3));
    panel += 4 * pitch;
  }
}

/** The last two of six rows. */
function packTwo(panel: usize, pitch: usize, source: usize, stride: usize, depth: i32): void {
  const row1 = source + stride;
  for (let k: usize = 0, end = (<usize>(depth & ~3)) << 2; k < end; k += 16) {
    const r0 = v128.load(source + k);
    const r1 = v128.load(row1 + k);
    const low = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const high = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    v128.store_lane<i64>(panel, low, 0);
    v128.store_lane<i64>(panel + pitch, low, 1);
    v128.store_lane<i64>(panel + 2 * pitch, high, 0);
    v128.store_lane<i64>(panel + 3 * pitch, high, 1);
    panel += 4 * pitch;
  }
}

/** Packs `count` rows of source [count, depth] (row stride in bytes) into panels of six. */
export function packRowsBySix(panel: usize, source: usize, stride: usize, count: i32, depth: i32): void {
  const pitch: usize = TILE_ROWS * 4;
  for (let i = 0; i < count; i += TILE_ROWS) {
    const live = min(TILE_ROWS, count - i);
    if (live == TILE_ROWS) {
      packFour(panel, pitch, source, stride, depth);
      packTwo(panel + 16, pitch, source + 4 * stride, stride, depth);
    }
    packScalar(panel, source, stride, live == TILE_ROWS ? depth & ~3 : 0, depth, live, TILE_ROWS);
    panel += <usize>depth * pitch;
    source += TILE_ROWS * stride;
  }
}

/** Packs `count` rows of source [count, depth] (row stride in bytes) into panels of sixteen. */
export function packRowsBySixteen(panel: usize, source: usize, stride: usize, count: i32, depth: i32): void {
  const pitch: usize = TILE_COLUMNS * 4;
  for (let i = 0; i < count; i += TILE_COLUMNS) {
    const live = min(TILE_COLUMNS, count - i);
    if (live == TILE_COLUMNS) {
      for (let group: usize = 0; group < 4; group++) {
        packFour(panel + group * 16, pitch, source + group * 4 * stride, stride, depth);
      }
    }
    packScalar(panel, source, stride, live == TILE_COLUMNS ? depth & ~3 : 0, depth, live, TILE_COLUMNS);
    panel += <usize>depth * pitch;
    source += TILE_COLUMNS * stride;
  }
}

/** Packs `count` columns of source [depth, count] (row stride in bytes) into panels of six. */
export function packColumnsBySix(panel: usize, source: usize, stride: usize, count: i32, depth: i32): void {
  for (let i = 0; i < count; i += TILE_ROWS) {
    const live = min(TILE_ROWS, count - i);
    for (let k = 0; k < depth; k++) {
      const from = source + <usize>k * stride;
      if (live == TILE_ROWS) {
        v128.store(panel, v128.load(from));
        store<u64>(panel + 16, load<u64>(from + 16));
      } else {
        for (let c = 0; c < TILE_ROWS; c++) {
          store<f32>(panel + ((<usize>c) << 2), c < live ? load<f32>(from + ((<usize>c) << 2)) : 0);
        }
      }
      panel += TILE_ROWS * 4;
    }
    source += TILE_ROWS * 4;
  }
}

/** Packs `count` columns of source [depth, count] (row stride in bytes) into panels of sixteen. */
export function packColumnsBySixteen(panel: usize, source: usize, stride: usize, count: i32, depth: i32): void {
  for (let i = 0; i < count; i += TILE_COLUMNS) {
    const live = min(TILE_COLUMNS, count - i);
    for (let k = 0; k < depth; k++) {
      const from = source + <usize>k * stride;
      if (live == TILE_COLUMNS) {
        v128.store(panel, v128.load(from));
        v128.store(panel, v128.load(from, 16), 16);
        v128.store(panel, v128.load(from, 32), 32);
        v128.store(panel, v128.load(from, 48), 48);
      } else {
        for (let c = 0; c < TILE_COLUMNS; c++) {
          store<f32>(panel + ((<usize>c) << 2), c < live ? load<f32>(from + ((<usize>c) << 2)) : 0);
        }
      }
      panel += TILE_COLUMNS * 4;
    }
    source += TILE_COLUMNS * 4;
  }
}
