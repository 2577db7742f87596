import {
  elementBytes,
  keyValueHeadBytes,
  PANEL_TOKENS,
  paddedDim,
  panelBytes,
  panelsOfBlock,
} from "../key-values/layout.as";

/** Panels of keys between two corrections of the running softmax: 128 keys. The same for every row, or its bits would depend on it. */
export const PASS_PANELS: i32 = 8;
/** Bytes of one row of scores. */
export const SCORES_BYTES: usize = (<usize>(PASS_PANELS * PANEL_TOKENS)) << 2;

/**
 * One tile: tokens of one span x the query heads of one key-value head, with its scratch behind it. Row = token * group + head of
 * the group. It lies at the start of the scratch, so that threads share no state.
 */
@unmanaged
export class Work {
  tokens: i32;
  group: i32;
  rows: i32;
  firstPosition: i32;
  /** u32 block numbers of the span. */
  blocks: usize;
  /** This key-value head in block 0. */
  head: usize;
  blockBytes: usize;
  blockTokens: i32;
  panelsOfBlock: i32;
  panelBytes: usize;
  form: i32;
  headDim: i32;
  paddedDim: i32;
  /** [rows, headDim], scaled by log2(e) / sqrt(headDim). */
  queries: usize;
  /** [rows, PASS_PANELS * 16] */
  scores: usize;
  /**
   * Weighted sums of values, [rows, paddedDim] each: of all passes before, and of this one. Summing a pass by itself first keeps
   * the rounding small at the end of a long context, where one value more is a millionth of the sum.
   */
  sums: usize;
  passSums: usize;
  /** Largest score so far, sum of weights so far, and what this pass multiplies all earlier sums by; [rows] each. */
  largest: usize;
  weights: usize;
  factors: usize;
  /** One decoded panel of keys or values. */
  panel: usize;
}

function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Bytes of scratch for a tile of `rows` rows. */
export function attendScratchBytes(rows: i32, headDim: i32): usize {
  const widths = (<usize>(headDim + 2 * paddedDim(headDim) + 3)) << 2;
  return (
    offsetof<Work>() +
    <usize>rows * (widths + SCORES_BYTES) +
    ((<usize>(PANEL_TOKENS * paddedDim(headDim))) << 2) +
    7 * 64
  );
}

/** Lays a tile's scratch out behind `work`; its other fields are set. */
export function layOut(work: Work): void {
  const rows = <usize>work.rows;
  work.queries = aligned(changetype<usize>(work) + offsetof<Work>());
  work.scores = aligned(work.queries + ((rows * <usize>work.headDim) << 2));
  work.sums = work.scores + rows * SCORES_BYTES;
  work.passSums = work.sums + ((rows * <usize>work.paddedDim) << 2);
  work.largest = work.passSums + ((rows * <usize>work.paddedDim) << 2);
  work.weights = aligned(work.largest + (rows << 2));
  work.factors = aligned(work.weights + (rows << 2));
  work.panel = aligned(work.factors + (rows << 2));
}

/** Address of panel `index` of the sequence. */
export function panelAt(work: Work, index: i32): usize {
  const block = load<u32>(work.blocks + ((<usize>(index / work.panelsOfBlock)) << 2));
  return work.head + <usize>block * work.blockBytes + <usize>(index % work.panelsOfBlock) * work.panelBytes;
}

/** Position of the first token of panel `index`. */
export function panelStart(work: Work, index: i32): i32 {
  return (index / work.panelsOfBlock) * work.blockTokens + (index % work.panelsOfBlock) * PANEL_TOKENS;
}

/** Tokens of panel `index`, stored at `start`, that the token at `position` sees. */
export function seenOf(work: Work, start: i32, position: i32): i32 {
  const size = min(PANEL_TOKENS, work.blockTokens - (start % work.blockTokens));
  return max(0, min(size, position + 1 - start));
}
