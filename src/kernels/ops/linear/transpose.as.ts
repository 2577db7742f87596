import { PAIR_BYTES } from "./panel.as";

/** Sixteen rows of int8, `stride` bytes apart, become `pairs` pairs of a panel. Rows are readable up to a multiple of 16 bytes. */
export function transposeRows(out: usize, source: usize, stride: usize, pairs: i32, tail: usize): void {
  let pair = 0;
  for (; pair + 7 < pairs; pair += 8) {
    transposeEight(out, source, stride);
    transposeEight(out + 16, source + (stride << 3), stride);
    source += 16;
    out += PAIR_BYTES << 3;
  }
  if (pair == pairs) return;
  transposeEight(tail, source, stride);
  transposeEight(tail + 16, source + (stride << 3), stride);
  memory.copy(out, tail, <usize>(pairs - pair) * PAIR_BYTES);
}

/** Eight rows of eight 16-bit pairs become eight pairs of eight rows, PAIR_BYTES apart: interleaved by 16, 32 and 64 bit. */
function transposeEight(out: usize, row0: usize, stride: usize): void {
  const row4 = row0 + (stride << 2);
  const r0 = v128.load(row0);
  const r1 = v128.load(row0 + stride);
  const r2 = v128.load(row0 + stride * 2);
  const r3 = v128.load(row0 + stride * 3);
  const r4 = v128.load(row4);
  const r5 = v128.load(row4 + stride);
  const r6 = v128.load(row4 + stride * 2);
  const r7 = v128.load(row4 + stride * 3);
  const low0 = v128.shuffle<i16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
  const high0 = v128.shuffle<i16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
  const low2 = v128.shuffle<i16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
  const high2 = v128.shuffle<i16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
  const low4 = v128.shuffle<i16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
  const high4 = v128.shuffle<i16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
  const low6 = v128.shuffle<i16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
  const high6 = v128.shuffle<i16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
  const pairs01of0 = v128.shuffle<i32>(low0, low2, 0, 4, 1, 5);
  const pairs23of0 = v128.shuffle<i32>(low0, low2, 2, 6, 3, 7);
  const pairs45of0 = v128.shuffle<i32>(high0, high2, 0, 4, 1, 5);
  const pairs67of0 = v128.shuffle<i32>(high0, high2, 2, 6, 3, 7);
  const pairs01of4 = v128.shuffle<i32>(low4, low6, 0, 4, 1, 5);
  const pairs23of4 = v128.shuffle<i32>(low4, low6, 2, 6, 3, 7);
  const pairs45of4 = v128.shuffle<i32>(high4, high6, 0, 4, 1, 5);
  const pairs67of4 = v128.shuffle<i32>(high4, high6, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(pairs01of0, pairs01of4, 0, 2));
  v128.store(out, v128.shuffle<i64>(pairs01of0, pairs01of4, 1, 3), 32);
  v128.store(out, v128.shuffle<i64>(pairs23of0, pairs23of4, 0, 2), 64);
  v128.store(out, v128.shuffle<i64>(pairs23of0, pairs23of4, 1, 3), 96);
  v128.store(out, v128.shuffle<i64>(pairs45of0, pairs45of4, 0, 2), 128);
  v128.store(out, v128.shuffle<i64>(pairs45of0, pairs45of4, 1, 3), 160);
  v128.store(out, v128.shuffle<i64>(pairs67of0, pairs67of4, 0, 2), 192);
  v128.store(out, v128.shuffle<i64>(pairs67of0, pairs67of4, 1, 3), 224);
}
