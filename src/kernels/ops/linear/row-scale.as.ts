import { Vector } from "../../wasm/simd/vector.as";
import { BFLOAT16, decode, FLOAT8, INT8 } from "./decode.as";
import { float8Magnitude } from "./float8.as";

/** Values decoded at a time where no code tells the largest value. */
export const CHUNK: i32 = 512;

/** Largest |value| of a stored row before its scale; NaN when one is NaN. `floats` holds CHUNK float32 values. */
export function largestOfRow(storage: i32, source: usize, columns: i32, floats: usize): f32 {
  if (storage == FLOAT8) return float8Magnitude(largestFloat8(source, columns));
  if (storage == BFLOAT16) return reinterpret<f32>((<u32>largestBfloat16(source, columns)) << 16);
  const elementBytes = storage == INT8 ? 1 : storage == 0 ? 4 : 2;
  let top: f32 = 0;
  for (let first = 0; first < columns; first += CHUNK) {
    const count = min(CHUNK, columns - first);
    decode(storage, floats, source + <usize>(first * elementBytes), count);
    top = max(top, largestMagnitude(floats, count));
  }
  return top;
}

/** The largest code without its sign: codes are in the order of their magnitudes, NaN above all. */
function largestFloat8(source: usize, columns: i32): u32 {
  const magnitude = i8x16.splat(0x7f);
  const end = source + <usize>columns;
  let best = i8x16.splat(0);
  for (; source + 15 < end; source += 16) best = i8x16.max_u(best, v128.and(v128.load(source), magnitude));
  best = i8x16.max_u(best, v128.shuffle<i64>(best, best, 1, 0));
  let top: u32 = 0;
  for (let part = i64x2.extract_lane(best, 0), i = 0; i < 8; i++) {
    top = max(top, <u32>(part & 0x7f));
    part >>= 8;
  }
  for (; source < end; source++) top = max(top, <u32>load<u8>(source) & 0x7f);
  return top;
}

/** The same for bfloat16. */
function largestBfloat16(source: usize, columns: i32): u32 {
  const magnitude = i16x8.splat(0x7fff);
  const end = source + ((<usize>columns) << 1);
  let best = i16x8.splat(0);
  for (; source + 15 < end; source += 16) best = i16x8.max_s(best, v128.and(v128.load(source), magnitude));
  best = i16x8.max_s(best, v128.shuffle<i64>(best, best, 1, 0));
  best = i16x8.max_s(best, v128.shuffle<i32>(best, best, 1, 0, 3, 2));
  let top = <u32>max(i16x8.extract_lane_u(best, 0), i16x8.extract_lane_u(best, 1));
  for (; source < end; source += 2) top = max(top, <u32>load<u16>(source) & 0x7fff);
  return top;
}

function largestMagnitude(values: usize, count: i32): f32 {
  const end = values + ((<usize>count) << 2);
  let best = f32x4.splat(0);
  for (; values + 15 < end; values += 16) best = f32x4.max(best, f32x4.abs(v128.load(values)));
  let top = Vector.max(best);
  for (; values < end; values += 4) top = max(top, abs(load<f32>(values)));
  return top;
}
