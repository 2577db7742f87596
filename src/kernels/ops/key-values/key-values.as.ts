import { encode } from "./encode.as";
import {
  elementBytes,
  FLOAT16,
  FLOAT32,
  INT8,
  int8Place,
  keysOffset,
  keyValueHeadBytes,
  PANEL_TOKENS,
  paddedDim,
  panelBytes,
  valueScalesOffset,
  valuesOffset,
} from "./layout.as";

/**
 * Stores the keys and values of `tokens` tokens in their slots. Byte addresses; `layer` is its block 0; slots u32 [tokens], each
 * block * blockTokens + place in the block; keys, values float32 [tokens, kvHeads, headDim]; scratch holds headDim float32.
 */
export function storeKeyValues(
  layer: usize,
  slots: usize,
  keys: usize,
  values: usize,
  tokens: i32,
  kvHeads: i32,
  headDim: i32,
  blockTokens: i32,
  form: i32,
  scratch: usize,
): void {
  const headBytes = keyValueHeadBytes(form, headDim, blockTokens);
  const rowBytes = (<usize>headDim) << 2;
  for (let t = 0; t < tokens; t++) {
    const slot = load<u32>(slots + ((<usize>t) << 2));
    const place = slot % blockTokens;
    const block = layer + <usize>(slot / blockTokens) * <usize>kvHeads * headBytes;
    let panel = block + <usize>(place / PANEL_TOKENS) * panelBytes(form, headDim);
    for (let head = 0; head < kvHeads; head++) {
      storeHead(panel, <usize>(place % PANEL_TOKENS), keys, values, headDim, form, scratch);
      panel += headBytes;
      keys += rowBytes;
      values += rowBytes;
    }
  }
}

/** One head of one token, at place `place` of a panel. */
function storeHead(
  panel: usize,
  place: usize,
  keys: usize,
  values: usize,
  headDim: i32,
  form: i32,
  scratch: usize,
): void {
  const bytes = elementBytes(form);
  const keyScale = encode(form, scratch, keys, headDim);
  const column = form == INT8 ? int8Place(place) : place;
  scatter(panel + keysOffset(form) + column * bytes, scratch, headDim, form);
  const valueScale = encode(form, scratch, values, headDim);
  const rowBytes = <usize>paddedDim(headDim) * bytes;
  storeValues(panel + valuesOffset(form, headDim) + place * rowBytes, rowBytes, scratch, <usize>headDim * bytes, form);
  if (form != INT8) return;
  store<f32>(panel + (place << 2), keyScale);
  store<f32>(panel + valueScalesOffset() + (place << 2), valueScale);
}

/** `bytes` of elements become a row of `rowBytes`. */
function storeValues(row: usize, rowBytes: usize, source: usize, bytes: usize, form: i32): void {
  memory.fill(row, 0, rowBytes);
  if (form != INT8) {
    memory.copy(row, source, bytes);
    return;
  }
  for (let i: usize = 0; i < bytes; i++) store<u8>(row + (i & ~15) + int8Place(i & 15), load<u8>(source + i));
}

/** Consecutive elements become a column of a panel. */
function scatter(column: usize, source: usize, count: i32, form: i32): void {
  const stride = <usize>PANEL_TOKENS * elementBytes(form);
  for (let i: usize = 0; i < <usize>count; i++) {
    if (form == FLOAT32) store<u32>(column, load<u32>(source + (i << 2)));
    else if (form == FLOAT16) store<u16>(column, load<u16>(source + (i << 1)));
    else store<u8>(column, load<u8>(source + i));
    column += stride;
  }
}
