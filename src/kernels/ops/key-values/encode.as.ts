import { Half } from "../../wasm/simd/half.as";
import { Vector } from "../../wasm/simd/vector.as";
import { FLOAT16, FLOAT32 } from "./layout.as";

/** Writes `count` (a multiple of 4) float32 values in a storage form; returns their scale, 1 but for int8. */
export function encode(form: i32, out: usize, source: usize, count: i32): f32 {
  const bytes = (<usize>count) << 2;
  if (form == FLOAT32) {
    memory.copy(out, source, bytes);
    return 1;
  }
  if (form == FLOAT16) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store64_lane(out + (i >> 1), Half.encode(v128.load(source + i)), 0);
    return 1;
  }
  return encodeInt8(out, source, bytes);
}

/** scale = largest |value| / 127; a head of zeros has scale 0. */
function encodeInt8(out: usize, source: usize, bytes: usize): f32 {
  let top = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) top = f32x4.max(top, f32x4.abs(v128.load(source + i)));
  const scale = Vector.max(top) / 127;
  if (scale == 0) {
    memory.fill(out, 0, bytes >> 2);
    return 0;
  }
  const divisor = f32x4.splat(scale);
  for (let i: usize = 0; i < bytes; i += 16) {
    const steps = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(source + i), divisor)));
    const words = i16x8.narrow_i32x4_s(steps, steps);
    v128.store32_lane(out + (i >> 2), i8x16.narrow_i16x8_s(words, words), 0);
  }
  return scale;
}
