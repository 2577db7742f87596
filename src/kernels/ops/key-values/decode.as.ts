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

/** The mask and the scale of Half.decode. */
const MASK = memory.data<i32>([0x8fffe000]);
const SCALE = memory.data<f32>([5.192296858534828e33]);

function decodeFloat16(out: usize, end: usize, source: usize): void {
  const mask = v128.load32_splat(MASK);
  const scale = v128.load32_splat(SCALE);
  for (; out < end; out += 64) {
    // Not load_ext: V8 13.6 joins the loads of this loop to one from the second address.
    const front = v128.load(source);
    const back = v128.load(source, 16);
    const a = i32x4.extend_low_i16x8_s(front);
    const b = i32x4.extend_high_i16x8_s(front);
    const c = i32x4.extend_low_i16x8_s(back);
    const d = i32x4.extend_high_i16x8_s(back);
    store64(
      out,
      Half.decode(a, mask, scale),
      Half.decode(b, mask, scale),
      Half.decode(c, mask, scale),
      Half.decode(d, mask, scale),
    );
    source += 32;
  }
}

/** Sixteen bytes in the order of `int8Place`: the low halves of the widened lanes are elements 0 to 7, the high ones 8 to 15. */
function decodeInt8(out: usize, end: usize, source: usize): void {
  for (; out < end; out += 64) {
    const bytes = v128.load(source);
    const a = i16x8.extend_low_i8x16_s(bytes);
    const b = i16x8.extend_high_i8x16_s(bytes);
    store64(
      out,
      f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(a, 16), 16)),
      f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(b, 16), 16)),
      f32x4.convert_i32x4_s(i32x4.shr_s(a, 16)),
      f32x4.convert_i32x4_s(i32x4.shr_s(b, 16)),
    );
    source += 16;
  }
}

/** All four are computed before the first is stored: V8 joins no operation with one behind a store. */
function store64(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}
