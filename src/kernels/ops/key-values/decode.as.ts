// Hot: pairs of adjacent vectors run the same chain, which V8's --experimental-wasm-revectorize joins to 256 bit.
import { Half } from "../../wasm/simd/half.as";
import { FLOAT16, FLOAT32 } from "./layout.as";

/**
 * Address of `count` (a multiple of 16) stored elements as float32: the elements themselves where they are float32, else decoded
 * into `scratch`. int8 stays unscaled: scales are per token, and cheaper to apply to the products.
 */
export function decoded(form: i32, source: usize, count: i32, scratch: usize): usize {
  if (form == FLOAT32) return source;
  const end = scratch + ((<usize>count) << 2);
  if (form == FLOAT16) decodeFloat16(scratch, end, source);
  else decodeInt8(scratch, end, source);
  return scratch;
}

function decodeFloat16(out: usize, end: usize, source: usize): void {
  for (; out < end; out += 64) {
    v128.store(out, Half.decode(v128.load_ext<i16>(source)));
    v128.store(out, Half.decode(v128.load_ext<i16>(source, 8)), 16);
    v128.store(out, Half.decode(v128.load_ext<i16>(source, 16)), 32);
    v128.store(out, Half.decode(v128.load_ext<i16>(source, 24)), 48);
    source += 32;
  }
}

function decodeInt8(out: usize, end: usize, source: usize): void {
  for (; out < end; out += 64) {
    const low = v128.load_ext<i8>(source);
    const high = v128.load_ext<i8>(source, 8);
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low)));
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low)), 16);
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high)), 32);
    v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high)), 48);
    source += 16;
  }
}
