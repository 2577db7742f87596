import { FLOAT8, FLOAT32, INT8 } from "./decode.as";
import { BLOCK, blockOffset, OFFSET, PANEL_ROWS, panelBytes, QUAD_BYTES } from "./panel.as";
import { fillTable, quantizeRow, TABLE_BYTES } from "./quantize-row.as";
import { CHUNK, largestOfRow } from "./row-scale.as";
import { transposeRows } from "./transpose.as";

// Scratch: tables and factors of 16 rows, CHUNK columns of them as int8, CHUNK float32 values, four quads.
const FACTORS: usize = <usize>PANEL_ROWS * TABLE_BYTES;
const ROWS: usize = FACTORS + 64;
const FLOATS: usize = ROWS + <usize>PANEL_ROWS * <usize>CHUNK;
const TAIL: usize = FLOATS + <usize>CHUNK * 4;
const SCRATCH_BYTES: usize = TAIL + 256;

/** Bytes of scratch that repackInt8 needs. */
export function repackInt8ScratchBytes(): usize {
  return SCRATCH_BYTES;
}

/**
 * Stored rows, `rowBytes` apart, become whole int8 panels with one scale a row: scale = largest |value| / 127, value = q * scale.
 * int8 rows keep their values. `scales` [rows] holds the row scales of the stored form and is overwritten.
 */
export function repackInt8(
  storage: i32,
  out: usize,
  scales: usize,
  source: usize,
  rowBytes: usize,
  columns: i32,
  rows: i32,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const count = min(PANEL_ROWS, rows - row);
    for (let r = 0; r < count; r++) scaleRow(storage, scales, source + <usize>r * rowBytes, columns, r, scratch);
    for (let first = 0; first < columns; first += BLOCK) {
      repackBlock(
        storage,
        out + blockOffset(first),
        source,
        rowBytes,
        first,
        min(BLOCK, columns - first),
        count,
        scratch,
      );
    }
    out += panelBytes(columns);
    source += <usize>count * rowBytes;
    scales += (<usize>PANEL_ROWS) << 2;
  }
}

/**
 * Finds the scale of row `r` of a panel. A row whose largest value is not finite becomes NaN through its scale; one so small
 * that 127 / largest overflows becomes zero.
 */
function scaleRow(storage: i32, scales: usize, source: usize, columns: i32, r: i32, scratch: usize): void {
  if (storage == INT8) return;
  const top = largestOfRow(storage, source, columns, scratch + FLOATS);
  let inverse: f32 = <f32>127 / top;
  let scale: f32 = top / 127;
  if (!(top < Infinity)) {
    inverse = 0;
    scale = NaN;
  } else if (inverse == Infinity) {
    inverse = 0;
    scale = 0;
  }
  const at = (<usize>r) << 2;
  store<f32>(scales + at, load<f32>(scales + at) * scale);
  store<f32>(scratch + FACTORS + at, inverse);
  if (storage == FLOAT8) fillTable(scratch + <usize>r * TABLE_BYTES, inverse, scratch + FLOATS);
}

function repackBlock(
  storage: i32,
  out: usize,
  source: usize,
  rowBytes: usize,
  first: i32,
  count: i32,
  rows: i32,
  scratch: usize,
): void {
  for (let c = 0; c < count; c += CHUNK) {
    const target = out + ((<usize>c) << 4);
    repackChunk(storage, target, source, rowBytes, first + c, min(CHUNK, count - c), rows, scratch);
  }
  const end = out + <usize>((count + 3) >> 2) * QUAD_BYTES;
  for (let row: usize = 0; row < 64; row += 16) v128.store(end + row, sumsOfFourRows(out + row, end));
}

/** -OFFSET * the sum of each row's weights from `quad` to the block's end. */
function sumsOfFourRows(quad: usize, end: usize): v128 {
  let sums = i32x4.splat(0);
  for (; quad < end; quad += QUAD_BYTES) {
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(v128.load(quad))));
  }
  return i32x4.mul(sums, i32x4.splat(-OFFSET));
}

/** Columns [first, first + count) of up to 16 rows; rows and columns beyond are zeros. */
function repackChunk(
  storage: i32,
  out: usize,
  source: usize,
  rowBytes: usize,
  first: i32,
  count: i32,
  rows: i32,
  scratch: usize,
): void {
  const elementBytes = storage == FLOAT32 ? 4 : storage == FLOAT8 || storage == INT8 ? 1 : 2;
  const from = source + <usize>(first * elementBytes);
  const whole = <usize>((count + 15) & ~15);
  for (let r = 0; r < PANEL_ROWS; r++) {
    const target = scratch + ROWS + <usize>r * <usize>CHUNK;
    if (r >= rows) {
      memory.fill(target, 0, whole);
      continue;
    }
    const inverse = load<f32>(scratch + FACTORS + ((<usize>r) << 2));
    const table = scratch + <usize>r * TABLE_BYTES;
    quantizeRow(storage, target, from + <usize>r * rowBytes, count, inverse, table, scratch + FLOATS);
    memory.fill(target + <usize>count, 0, whole - <usize>count);
  }
  transposeRows(out, scratch + ROWS, <usize>CHUNK, (count + 3) >> 2, scratch + TAIL);
}
