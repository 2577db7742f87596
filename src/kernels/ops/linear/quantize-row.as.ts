import { BFLOAT16, decode, FLOAT8, INT8 } from "./decode.as";
import { decodeFloat8 } from "./float8.as";

/** Codes of a float8 row without sign: one table entry each. */
export const TABLE_BYTES: usize = 128;
/** 1.5 * 2^23: added to a value below 2^22 it leaves the nearest whole number, ties to even, in the lowest bits. */
const ROUND: f32 = 12582912;

/** out[i] = nearest whole number to value i of `count` stored values times `inverse`, within int8. `floats` holds `count` values. */
export function quantizeRow(
  storage: i32,
  out: usize,
  source: usize,
  count: i32,
  inverse: f32,
  table: usize,
  floats: usize,
): void {
  if (storage == INT8) memory.copy(out, source, <usize>count);
  else if (storage == FLOAT8) lookUp(out, source, count, table);
  else if (storage == BFLOAT16) quantizeBfloat16(out, source, count, inverse);
  else {
    decode(storage, floats, source, count);
    quantizeFloats(out, floats, count, inverse);
  }
}

/** table[m] = int8 value of the float8 code m, 0 to 127. `floats` holds 128 values, the code's values on return. */
export function fillTable(table: usize, inverse: f32, floats: usize): void {
  for (let code: usize = 0; code < TABLE_BYTES; code++) store<u8>(table + code, <u8>code);
  decodeFloat8(floats, table, <i32>TABLE_BYTES);
  quantizeFloats(table, floats, <i32>TABLE_BYTES, inverse);
}

/** out[i] = table[code without sign], with the code's sign. Eight tables of 16, of which all but one give 0. */
function lookUp(out: usize, codes: usize, count: i32, table: usize): void {
  const t0 = v128.load(table);
  const t1 = v128.load(table, 16);
  const t2 = v128.load(table, 32);
  const t3 = v128.load(table, 48);
  const t4 = v128.load(table, 64);
  const t5 = v128.load(table, 80);
  const t6 = v128.load(table, 96);
  const t7 = v128.load(table, 112);
  const end = codes + <usize>count;
  for (; codes + 15 < end; codes += 16) {
    const code = v128.load(codes);
    const index = v128.and(code, i8x16.splat(0x7f));
    const low = v128.or(i8x16.swizzle(t0, index), i8x16.swizzle(t1, i8x16.sub(index, i8x16.splat(16))));
    const lower = v128.or(
      i8x16.swizzle(t2, i8x16.sub(index, i8x16.splat(32))),
      i8x16.swizzle(t3, i8x16.sub(index, i8x16.splat(48))),
    );
    const higher = v128.or(
      i8x16.swizzle(t4, i8x16.sub(index, i8x16.splat(64))),
      i8x16.swizzle(t5, i8x16.sub(index, i8x16.splat(80))),
    );
    const high = v128.or(
      i8x16.swizzle(t6, i8x16.sub(index, i8x16.splat(96))),
      i8x16.swizzle(t7, i8x16.sub(index, i8x16.splat(112))),
    );
    const size = v128.or(v128.or(low, lower), v128.or(higher, high));
    const sign = i8x16.lt_s(code, i8x16.splat(0));
    v128.store(out, i8x16.sub(v128.xor(size, sign), sign));
    out += 16;
  }
  for (; codes < end; codes++) {
    const code = <u32>load<u8>(codes);
    const size = <i32>load<i8>(table + (code & 0x7f));
    store<i8>(out++, code & 0x80 ? -size : size);
  }
}

class Round {
  /** Four values times `inverse` to whole numbers of 32 bit. */
  @inline
  static four(values: v128, inverse: v128): v128 {
    const shifted = f32x4.add(f32x4.mul(values, inverse), f32x4.splat(ROUND));
    return i32x4.sub(shifted, f32x4.splat(ROUND));
  }

  @inline
  static one(value: f32, inverse: f32): i32 {
    return reinterpret<i32>(value * inverse + ROUND) - reinterpret<i32>(ROUND);
  }

  /** Eight bfloat16 values to whole numbers of 16 bit. */
  @inline
  static halves(halves: v128, inverse: v128): v128 {
    const low = v128.shuffle<i16>(i16x8.splat(0), halves, 0, 8, 1, 9, 2, 10, 3, 11);
    const high = v128.shuffle<i16>(i16x8.splat(0), halves, 4, 12, 5, 13, 6, 14, 7, 15);
    return i16x8.narrow_i32x4_s(Round.four(low, inverse), Round.four(high, inverse));
  }
}

function quantizeBfloat16(out: usize, source: usize, count: i32, inverse: f32): void {
  const factor = f32x4.splat(inverse);
  const end = source + ((<usize>count) << 1);
  for (; source + 31 < end; source += 32) {
    const first = Round.halves(v128.load(source), factor);
    v128.store(out, i8x16.narrow_i16x8_s(first, Round.halves(v128.load(source, 16), factor)));
    out += 16;
  }
  for (; source < end; source += 2) {
    store<i8>(out++, Round.one(reinterpret<f32>((<u32>load<u16>(source)) << 16), inverse));
  }
}

function quantizeFloats(out: usize, values: usize, count: i32, inverse: f32): void {
  const factor = f32x4.splat(inverse);
  const end = values + ((<usize>count) << 2);
  for (; values + 63 < end; values += 64) {
    const a = Round.four(v128.load(values), factor);
    const b = Round.four(v128.load(values, 16), factor);
    const c = Round.four(v128.load(values, 32), factor);
    const d = Round.four(v128.load(values, 48), factor);
    v128.store(out, i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    out += 16;
  }
  for (; values < end; values += 4) store<i8>(out++, Round.one(load<f32>(values), inverse));
}
