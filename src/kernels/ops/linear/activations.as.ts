import { Vector } from "../../wasm/simd/vector.as";
import { BLOCK, blockCount, OFFSET } from "./panel.as";

/** Activations of int8 matrices: whole numbers within +-8,191, one scale a token and block of columns. */
const LARGEST: f32 = 8191;
/** 1.5 * 2^23: added to a value below 2^22 it leaves the nearest whole number, ties to even, in the lowest bits. */
const ROUND: f32 = 12582912;

/** Forms of quantised activations; the same numbers stand in wasm/storage.ts. */
export const WORDS: i32 = 0;
/** Two halves of 7 bit, see dot8.as.ts. */
export const BYTES: i32 = 1;

/** Bytes of one quantised token: columns rounded up to 16, two bytes each. */
export function tokenBytes(columns: i32): usize {
  return (<usize>((columns + 15) & ~15)) << 1;
}

/** Bytes of one token's block scales. */
export function tokenScaleBytes(columns: i32): usize {
  return (<usize>blockCount(columns)) << 2;
}

/**
 * x [tokens, columns] float32 becomes q [tokens, tokenBytes] and blockScales [tokens, blockCount], x = q * scale. A block with NaN
 * or infinity has the scale NaN; one so small that 8,191 / largest overflows is zero. `tail` is 64 bytes.
 */
export function quantizeTokens(
  form: i32,
  q: usize,
  blockScales: usize,
  x: usize,
  columns: i32,
  tokens: i32,
  tail: usize,
): void {
  for (let t = 0; t < tokens; t++) {
    quantizeToken(form, q, blockScales, x, columns, tail);
    q += tokenBytes(columns);
    blockScales += tokenScaleBytes(columns);
    x += (<usize>columns) << 2;
  }
}

function quantizeToken(form: i32, q: usize, blockScales: usize, x: usize, columns: i32, tail: usize): void {
  for (let first = 0; first < columns; first += BLOCK) {
    const count = min(BLOCK, columns - first);
    const top = largestMagnitude(x, count);
    let inverse: f32 = LARGEST / top;
    let scale: f32 = top / LARGEST;
    if (!(top < Infinity)) {
      inverse = 0;
      scale = NaN;
    } else if (inverse == Infinity) {
      inverse = 0;
      scale = 0;
    }
    quantizeBlock(form, q, x, count, inverse, tail);
    store<f32>(blockScales, scale);
    blockScales += 4;
    q += (<usize>BLOCK) << 1;
    x += (<usize>BLOCK) << 2;
  }
}

function largestMagnitude(x: usize, count: i32): f32 {
  const end = x + ((<usize>count) << 2);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (; x + 31 < end; x += 32) {
    a = f32x4.max(a, f32x4.abs(v128.load(x)));
    b = f32x4.max(b, f32x4.abs(v128.load(x, 16)));
  }
  let top = Vector.max(f32x4.max(a, b));
  for (; x < end; x += 4) top = max(top, abs(load<f32>(x)));
  return top;
}

/** Sixteen values at a time; the last ones go through `tail`, padded with zeros. */
function quantizeBlock(form: i32, q: usize, x: usize, count: i32, inverse: f32, tail: usize): void {
  const whole = count & ~15;
  if (form == WORDS) quantizeWords(q, x, whole, inverse);
  else quantizeBytes(q, x, whole, inverse);
  if (whole == count) return;
  memory.fill(tail, 0, 64);
  memory.copy(tail, x + ((<usize>whole) << 2), (<usize>(count - whole)) << 2);
  if (form == WORDS) quantizeWords(q + ((<usize>whole) << 1), tail, 16, inverse);
  else quantizeBytes(q + ((<usize>whole) << 1), tail, 16, inverse);
}

// The factor is splat inside each loop's own function: a vector as parameter of one that V8 inlines makes its revectorisation abort.

class Words {
  /** Eight values times `factor` as int16. */
  @inline
  static of(x: usize, factor: v128): v128 {
    const round = f32x4.splat(ROUND);
    const low = i32x4.sub(f32x4.add(f32x4.mul(v128.load(x), factor), round), round);
    const high = i32x4.sub(f32x4.add(f32x4.mul(v128.load(x, 16), factor), round), round);
    return i16x8.narrow_i32x4_s(low, high);
  }

  /** Two quads: the upper halves of a quad's four values, then the lower ones. */
  @inline
  static halves(words: v128): v128 {
    const positive = i16x8.add(words, i16x8.splat(<i16>OFFSET));
    const bytes = i8x16.narrow_i16x8_u(i16x8.shr_u(positive, 7), v128.and(positive, i16x8.splat(127)));
    return v128.shuffle<i32>(bytes, bytes, 0, 2, 1, 3);
  }
}

function quantizeWords(q: usize, x: usize, count: i32, inverse: f32): void {
  const factor = f32x4.splat(inverse);
  for (const end = q + ((<usize>count) << 1); q < end; q += 32) {
    v128.store(q, Words.of(x, factor));
    v128.store(q, Words.of(x + 32, factor), 16);
    x += 64;
  }
}

function quantizeBytes(q: usize, x: usize, count: i32, inverse: f32): void {
  const factor = f32x4.splat(inverse);
  for (const end = q + ((<usize>count) << 1); q < end; q += 32) {
    v128.store(q, Words.halves(Words.of(x, factor)));
    v128.store(q, Words.halves(Words.of(x + 32, factor)), 16);
    x += 64;
  }
}
