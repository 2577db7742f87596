// How a block of one layer lies in memory: [kvHeads][panels of 16 tokens], and one panel as
//   key scales [16], value scales [16]   float32, int8 form only
//   keys   [headDim][16 tokens]          the columns of a register tile, read without transposing
//   values [16 tokens][headDim rounded up to 16]
// A block whose size is no multiple of 16 tokens ends in a panel that is partly unused.

/** Storage forms; the same numbers stand in wasm/block-cache.ts. */
export const FLOAT32: i32 = 0;
export const FLOAT16: i32 = 1;
export const INT8: i32 = 2;

export const PANEL_TOKENS: i32 = 16;

/** Bytes of the 16 scales of a panel's keys, or values. */
const SCALES_BYTES: usize = 64;

/**
 * Where element `index` of 16 stands among the bytes of the int8 form: 0 8 1 9 2 10 3 11 | 4 12 5 13 6 14 7 15, so that widening
 * and shifting gives whole vectors in order.
 */
export function int8Place(index: usize): usize {
  return (((index >> 2) & 1) << 3) + ((index & 3) << 1) + (index >> 3);
}

export function elementBytes(form: i32): usize {
  return 4 >> form;
}

/** Dimensions of a value row: whole register tiles. */
export function paddedDim(headDim: i32): i32 {
  return (headDim + 15) & ~15;
}

export function panelsOfBlock(blockTokens: i32): i32 {
  return (blockTokens + PANEL_TOKENS - 1) / PANEL_TOKENS;
}

export function panelBytes(form: i32, headDim: i32): usize {
  return keysOffset(form) + <usize>(PANEL_TOKENS * (headDim + paddedDim(headDim))) * elementBytes(form);
}

/** Bytes of one key-value head in one block. */
export function keyValueHeadBytes(form: i32, headDim: i32, blockTokens: i32): usize {
  return <usize>panelsOfBlock(blockTokens) * panelBytes(form, headDim);
}

export function valueScalesOffset(): usize {
  return SCALES_BYTES;
}

export function keysOffset(form: i32): usize {
  return form == INT8 ? 2 * SCALES_BYTES : 0;
}

export function valuesOffset(form: i32, headDim: i32): usize {
  return keysOffset(form) + <usize>(PANEL_TOKENS * headDim) * elementBytes(form);
}
