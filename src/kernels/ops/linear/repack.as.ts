import { largest } from "../softmax/softmax.as";
import { decode } from "./decode.as";

/**
 * Stored rows become int8 with one scale a row: scale = largest |value| / 127, value = q * scale. `scales` holds the row scales
 * of the stored form and is overwritten; `scratch` is two rows of float32.
 */
export function repackInt8(
  storage: i32,
  out: usize,
  scales: usize,
  source: usize,
  rowBytes: i32,
  columns: i32,
  rows: i32,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row++) {
    decode(storage, scratch, source, columns);
    const scale = quantizeRow(out, scratch, columns);
    store<f32>(scales, load<f32>(scales) * scale);
    out += <usize>columns;
    source += <usize>rowBytes;
    scales += 4;
  }
}

/** Returns the scale. NaN makes the whole row NaN through its scale. */
function quantizeRow(out: usize, values: usize, columns: i32): f32 {
  const bytes = (<usize>columns) << 2;
  makeAbsolute(values + bytes, values, bytes);
  const top = largest(values + bytes, bytes);
  const inverse = f32x4.splat(top > 0 ? 127 / top : 0);
  const vectorEnd = bytes & ~63;
  let i: usize = 0;
  for (; i < vectorEnd; i += 64) {
    const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(values + i), inverse)));
    const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(values + i, 16), inverse)));
    const c = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(values + i, 32), inverse)));
    const d = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(values + i, 48), inverse)));
    v128.store(out + (i >> 2), i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
  for (; i < bytes; i += 4) {
    const value = f32x4.nearest(f32x4.mul(f32x4.splat(load<f32>(values + i)), inverse));
    store<i8>(out + (i >> 2), <i8>i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(value), 0));
  }
  return top / 127;
}

function makeAbsolute(out: usize, values: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i < (bytes & ~15); i += 16) v128.store(out + i, f32x4.abs(v128.load(values + i)));
  for (; i < bytes; i += 4) store<f32>(out + i, abs(load<f32>(values + i)));
}
