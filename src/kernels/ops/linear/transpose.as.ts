import { QUAD_BYTES } from "./panel.as";

/** Sixteen rows of int8, `stride` bytes apart, become `quads` quads of a panel. Rows are readable up to a multiple of 16 bytes. */
export function transposeRows(out: usize, source: usize, stride: usize, quads: i32, tail: usize): void {
  let quad = 0;
  for (; quad + 3 < quads; quad += 4) {
    transposeSixteen(out, source, stride);
    source += 16;
    out += QUAD_BYTES << 2;
  }
  if (quad == quads) return;
  transposeSixteen(tail, source, stride);
  memory.copy(out, tail, <usize>(quads - quad) * QUAD_BYTES);
}

/** Sixteen rows of four quads become four quads of sixteen rows. */
function transposeSixteen(out: usize, source: usize, stride: usize): void {
  for (let row = 0; row < 16; row += 4) {
    const r0 = v128.load(source);
    const r1 = v128.load(source + stride);
    const r2 = v128.load(source + stride * 2);
    const r3 = v128.load(source + stride * 3);
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(out, v128.shuffle<i64>(low01, low23, 1, 3), 64);
    v128.store(out, v128.shuffle<i64>(high01, high23, 0, 2), 128);
    v128.store(out, v128.shuffle<i64>(high01, high23, 1, 3), 192);
    source += stride << 2;
    out += 16;
  }
}
