import { tokenBytes, tokenScaleBytes, WORDS } from "./activations.as";
import { dot8One, dot8Panels, dot8Three, dot8Two } from "./dot8.as";
import { dot16One, dot16Panels, dot16Three, dot16Two, foldHalves } from "./dot16.as";
import { BLOCK, blockOffset, PANEL_ROWS, panelBytes, QUAD_BYTES, SUMS_BYTES, TOUCHED } from "./panel.as";

/** int32 sums of a tile of three tokens or three panels, in halves. */
const TILE_BYTES: usize = TOUCHED + 64;
/** Panels that one token reads side by side. */
const STREAMS: i32 = 3;

/** Bytes of scratch that linearInt8 and quantizeTokens need. */
export function linearInt8ScratchBytes(): usize {
  return TILE_BYTES;
}

/**
 * out[t][r] = row r . x[t] * scales[r] for int8 weights in panels. Byte addresses; q and blockScales: the activations of `tokens`
 * tokens in `form`, as quantizeTokens leaves them; out rows `outStride` bytes apart.
 * A token's result depends neither on the other tokens nor on `form`: sums of a block are whole numbers, and blocks are added in
 * their order.
 */
export function linearInt8(
  form: i32,
  out: usize,
  outStride: usize,
  q: usize,
  blockScales: usize,
  weights: usize,
  scales: usize,
  columns: i32,
  rows: i32,
  tokens: i32,
  scratch: usize,
): void {
  const stride = panelBytes(columns);
  for (let row = 0; row < rows; ) {
    const panels = tokens == 1 && rows - row >= STREAMS * PANEL_ROWS ? STREAMS : 1;
    if (panels > 1) multiplyPanels(form, out, q, blockScales, weights, scales, columns, scratch);
    else
      multiplyPanel(
        form,
        out,
        outStride,
        q,
        blockScales,
        weights,
        scales,
        columns,
        min(PANEL_ROWS, rows - row),
        tokens,
        row + PANEL_ROWS < rows ? weights + stride : weights,
        scratch,
      );
    row += panels * PANEL_ROWS;
    weights += <usize>panels * stride;
    scales += (<usize>(panels * PANEL_ROWS)) << 2;
    out += (<usize>(panels * PANEL_ROWS)) << 2;
  }
}

/** Three whole panels for one token. */
function multiplyPanels(
  form: i32,
  out: usize,
  q: usize,
  blockScales: usize,
  weights: usize,
  scales: usize,
  columns: i32,
  tile: usize,
): void {
  const stride = panelBytes(columns);
  for (let first = 0; first < columns; first += BLOCK) {
    const count = min(BLOCK, columns - first);
    const quads = (count + 3) >> 2;
    const block = weights + blockOffset(first);
    const values = q + ((<usize>first) << 1);
    if (form == WORDS) {
      dot16Panels(tile, block, stride, values, quads);
      foldHalves(tile, STREAMS);
    } else {
      dot8Panels(tile, block, stride, values, quads);
    }
    finish(out, tile, load<f32>(blockScales), first + count == columns ? scales : 0, STREAMS * PANEL_ROWS, first > 0);
    blockScales += 4;
  }
}

/** One panel for all tokens, a block after the other: its weights stay in the first cache. */
function multiplyPanel(
  form: i32,
  out: usize,
  outStride: usize,
  q: usize,
  blockScales: usize,
  weights: usize,
  scales: usize,
  columns: i32,
  rows: i32,
  tokens: i32,
  next: usize,
  tile: usize,
): void {
  const qStride = tokenBytes(columns);
  const scaleStride = tokenScaleBytes(columns);
  for (let first = 0; first < columns; first += BLOCK) {
    const count = min(BLOCK, columns - first);
    const block = weights + blockOffset(first);
    const rowScales = first + count == columns ? scales : 0;
    const quads = (count + 3) >> 2;
    const step = QUAD_BYTES / <usize>((tokens + 2) / 3);
    let touch = first + count == columns ? next : block + <usize>quads * QUAD_BYTES + SUMS_BYTES;
    let values = q + ((<usize>first) << 1);
    let blockScale = blockScales;
    let target = out;
    for (let t = 0; t < tokens; ) {
      const together = min(3, tokens - t);
      multiplyTile(form, tile, block, values, qStride, quads, together, touch, step);
      touch += <usize>quads * step;
      for (let i = 0; i < together; i++) {
        finish(target, tile + ((<usize>i) << 6), load<f32>(blockScale), rowScales, rows, first > 0);
        target += outStride;
        blockScale += scaleStride;
      }
      values += <usize>together * qStride;
      t += together;
    }
    blockScales += 4;
  }
}

/** tile[t][row] = int32 sums of one block for 1 to 3 tokens, `stride` bytes apart. */
function multiplyTile(
  form: i32,
  tile: usize,
  block: usize,
  q: usize,
  stride: usize,
  quads: i32,
  tokens: i32,
  next: usize,
  step: usize,
): void {
  if (form == WORDS) {
    if (tokens == 3) dot16Three(tile, block, q, q + stride, q + stride * 2, quads, next, step);
    else if (tokens == 2) dot16Two(tile, block, q, q + stride, quads, next, step);
    else dot16One(tile, block, q, quads, next, step);
    foldHalves(tile, tokens);
  } else if (tokens == 3) dot8Three(tile, block, q, q + stride, q + stride * 2, quads, next, step);
  else if (tokens == 2) dot8Two(tile, block, q, q + stride, quads, next, step);
  else dot8One(tile, block, q, quads, next, step);
}

/** out[row] = ((accumulate ? out[row] : 0) + sums[row] * blockScale) * (rowScales == 0 ? 1 : rowScales[row]). */
function finish(out: usize, sums: usize, blockScale: f32, rowScales: usize, rows: i32, accumulate: bool): void {
  const bytes = (<usize>rows) << 2;
  const factor = f32x4.splat(blockScale);
  for (let r: usize = 0; r < (bytes & ~15); r += 16) {
    let total = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + r)), factor);
    if (accumulate) total = f32x4.add(v128.load(out + r), total);
    if (rowScales != 0) total = f32x4.mul(total, v128.load(rowScales + r));
    v128.store(out + r, total);
  }
  for (let r = bytes & ~15; r < bytes; r += 4) {
    let total = <f32>load<i32>(sums + r) * blockScale;
    if (accumulate) total += load<f32>(out + r);
    if (rowScales != 0) total *= load<f32>(rowScales + r);
    store<f32>(out + r, total);
  }
}
