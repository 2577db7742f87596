import { decodeBfloat16 } from "./bfloat16.as";
import { decodeFloat8 } from "./float8.as";
import { decodeFloat16 } from "./float16.as";

// Storage codes; the same numbers stand in wasm/storage.ts.
export const FLOAT32: i32 = 0;
export const BFLOAT16: i32 = 1;
export const FLOAT8: i32 = 2;
export const INT8: i32 = 3;
export const FLOAT16: i32 = 4;

/** out[i] = float32 value of stored value i, unscaled. Byte addresses. */
export function decode(storage: i32, out: usize, source: usize, count: i32): void {
  if (storage == FLOAT8) decodeFloat8(out, source, count);
  else if (storage == BFLOAT16) decodeBfloat16(out, source, count);
  else if (storage == FLOAT16) decodeFloat16(out, source, count);
  else if (storage == INT8) decodeInt8(out, source, count);
  else memory.copy(out, source, (<usize>count) << 2);
}

function decodeInt8(out: usize, source: usize, count: i32): void {
  const end = source + <usize>count;
  for (; source + 7 < end; source += 8) {
    const words = v128.load_ext<i8>(source);
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)));
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), 16);
    out += 32;
  }
  for (; source < end; source++) {
    store<f32>(out, <f32>load<i8>(source));
    out += 4;
  }
}
