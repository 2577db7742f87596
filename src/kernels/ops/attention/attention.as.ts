import { decoded } from "../key-values/decode.as";
import {
  INT8,
  keysOffset,
  keyValueHeadBytes,
  PANEL_TOKENS,
  paddedDim,
  panelBytes,
  panelsOfBlock,
  valueScalesOffset,
  valuesOffset,
} from "../key-values/layout.as";
import { multiply } from "./tile.as";
import { weighRow } from "./weigh.as";
import { layOut, PASS_PANELS, panelAt, panelStart, SCORES_BYTES, seenOf, Work } from "./work.as";

/**
 * Causal attention of one tile: `tokens` tokens from position `firstPosition` on, the `group` query heads of one key-value head.
 * Byte addresses; out, query: first value of the tile's first token, tokens `outStride` and `queryStride` bytes apart;
 * blocks: u32 block numbers of the sequence; layer: its block 0; scratch: attendScratchBytes.
 *
 * The keys pass by in fixed portions with a running softmax (Dao et al. 2022), and each row sums in the order of the keys, so a
 * token's result has the same bits alone, in a batch and inside a chunk.
 */
export function attend(
  out: usize,
  outStride: usize,
  query: usize,
  queryStride: usize,
  tokens: i32,
  group: i32,
  firstPosition: i32,
  blocks: usize,
  layer: usize,
  kvHead: i32,
  kvHeads: i32,
  headDim: i32,
  blockTokens: i32,
  form: i32,
  scratch: usize,
): void {
  const work = changetype<Work>(scratch);
  work.tokens = tokens;
  work.group = group;
  work.rows = tokens * group;
  work.firstPosition = firstPosition;
  work.blocks = blocks;
  const headBytes = keyValueHeadBytes(form, headDim, blockTokens);
  work.head = layer + <usize>kvHead * headBytes;
  work.blockBytes = <usize>kvHeads * headBytes;
  work.blockTokens = blockTokens;
  work.panelsOfBlock = panelsOfBlock(blockTokens);
  work.panelBytes = panelBytes(form, headDim);
  work.form = form;
  work.headDim = headDim;
  work.paddedDim = paddedDim(headDim);
  layOut(work);
  begin(work, query, queryStride);
  const last = firstPosition + tokens - 1;
  const panels = (last / blockTokens) * work.panelsOfBlock + (last % blockTokens) / PANEL_TOKENS + 1;
  for (let first = 0; first < panels; first += PASS_PANELS) pass(work, first, min(PASS_PANELS, panels - first));
  finish(work, out, outStride);
}

/** Scales the queries, so that scores come in units of log 2, and empties the sums. */
function begin(work: Work, query: usize, stride: usize): void {
  const scale = f32x4.splat(<f32>(1.4426950408889634 / sqrt(<f64>work.headDim)));
  const bytes = (<usize>(work.group * work.headDim)) << 2;
  let target = work.queries;
  for (let t = 0; t < work.tokens; t++) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(target + i, f32x4.mul(v128.load(query + i), scale));
    target += bytes;
    query += stride;
  }
  memory.fill(work.sums, 0, (<usize>(work.rows * work.paddedDim)) << 2);
  memory.fill(work.weights, 0, (<usize>work.rows) << 2);
  for (let row: usize = 0; row < <usize>work.rows; row++) store<f32>(work.largest + (row << 2), -Infinity);
}

/** `count` panels of keys and values from panel `first` on. */
function pass(work: Work, first: i32, count: i32): void {
  memory.fill(work.scores, 0, <usize>work.rows * SCORES_BYTES);
  for (let p = 0; p < count; p++) scorePanel(work, first + p, work.scores + ((<usize>(p * PANEL_TOKENS)) << 2));
  weigh(work, (<usize>(count * PANEL_TOKENS)) << 2);
  memory.fill(work.passSums, 0, (<usize>(work.rows * work.paddedDim)) << 2);
  for (let p = 0; p < count; p++) mixPanel(work, first + p, work.scores + ((<usize>(p * PANEL_TOKENS)) << 2));
  addPass(work);
}

function scorePanel(work: Work, index: i32, scores: usize): void {
  const stored = panelAt(work, index);
  const keys = decoded(work.form, stored + keysOffset(work.form), work.headDim * PANEL_TOKENS, work.panel);
  multiply(scores, SCORES_BYTES, work.queries, (<usize>work.headDim) << 2, work.rows, keys, 64, work.headDim);
  if (work.form == INT8) scaleColumns(scores, work.rows, stored);
  hideUnseen(work, panelStart(work, index), scores);
}

/** Scores of keys behind a row's own position, and of places that hold no token, become minus infinity. */
function hideUnseen(work: Work, start: i32, scores: usize): void {
  if (seenOf(work, start, work.firstPosition) == PANEL_TOKENS) return;
  for (let t = 0; t < work.tokens; t++) {
    const seen = seenOf(work, start, work.firstPosition + t);
    for (let g = 0; g < work.group; g++) {
      for (let i = seen; i < PANEL_TOKENS; i++) store<f32>(scores + ((<usize>i) << 2), -Infinity);
      scores += SCORES_BYTES;
    }
  }
}

function weigh(work: Work, bytes: usize): void {
  let scores = work.scores;
  for (let row: usize = 0; row < <usize>work.rows; row++) {
    const factor = weighRow(scores, bytes, work.largest + (row << 2), work.weights + (row << 2), work.panel);
    store<f32>(work.factors + (row << 2), factor);
    scores += SCORES_BYTES;
  }
}

/** The pass joins all before it, whose weights count from another largest score. */
function addPass(work: Work): void {
  const rowBytes = (<usize>work.paddedDim) << 2;
  let sums = work.sums;
  let added = work.passSums;
  for (let row: usize = 0; row < <usize>work.rows; row++) {
    const factor = v128.load32_splat(work.factors + (row << 2));
    for (const end = sums + rowBytes; sums < end; sums += 32) {
      v128.store(sums, f32x4.add(f32x4.mul(v128.load(sums), factor), v128.load(added)));
      v128.store(sums, f32x4.add(f32x4.mul(v128.load(sums, 16), factor), v128.load(added, 16)), 16);
      added += 32;
    }
  }
}

function mixPanel(work: Work, index: i32, weights: usize): void {
  const stored = panelAt(work, index);
  const values = decoded(
    work.form,
    stored + valuesOffset(work.form, work.headDim),
    work.paddedDim * PANEL_TOKENS,
    work.panel,
  );
  if (work.form == INT8) scaleColumns(weights, work.rows, stored + valueScalesOffset());
  // Places that no row sees are never multiplied: what lies there may be anything.
  const depth = seenOf(work, panelStart(work, index), work.firstPosition + work.tokens - 1);
  const rowBytes = (<usize>work.paddedDim) << 2;
  for (let i: usize = 0; i < rowBytes; i += 64) {
    multiply(work.passSums + i, rowBytes, weights, SCORES_BYTES, work.rows, values + i, rowBytes, depth);
  }
}

/** Multiplies 16 columns of `rows` rows of scores by one scale each; all are loaded before the first is stored, see decode.as.ts. */
function scaleColumns(scores: usize, rows: i32, scales: usize): void {
  const scale0 = v128.load(scales);
  const scale1 = v128.load(scales, 16);
  const scale2 = v128.load(scales, 32);
  const scale3 = v128.load(scales, 48);
  for (let row = 0; row < rows; row++) {
    const a = f32x4.mul(v128.load(scores), scale0);
    const b = f32x4.mul(v128.load(scores, 16), scale1);
    const c = f32x4.mul(v128.load(scores, 32), scale2);
    const d = f32x4.mul(v128.load(scores, 48), scale3);
    v128.store(scores, a);
    v128.store(scores, b, 16);
    v128.store(scores, c, 32);
    v128.store(scores, d, 48);
    scores += SCORES_BYTES;
  }
}

/** Divides by the sums of the weights. Adding 0 makes every zero positive: its sign may depend on keys hidden from the row. */
function finish(work: Work, out: usize, stride: usize): void {
  const bytes = (<usize>work.headDim) << 2;
  let sums = work.sums;
  for (let t = 0; t < work.tokens; t++) {
    for (let g = 0; g < work.group; g++) {
      const row = <usize>(t * work.group + g);
      const inverse = f32x4.splat(1 / load<f32>(work.weights + (row << 2)));
      const target = out + <usize>g * bytes;
      for (let i: usize = 0; i < bytes; i += 16) {
        v128.store(target + i, f32x4.add(f32x4.mul(v128.load(sums + i), inverse), f32x4.splat(0)));
      }
      sums += (<usize>work.paddedDim) << 2;
    }
    out += stride;
  }
}
