// Hot: in the home memory it allocates nothing.
import { int8Word, LANES } from "./command.ts";
import type { LaneMemory } from "./lane.ts";

/**
 * A piece is this fraction of a lane's part of the rows that are left: the long ones of the beginning run faster, and after the short
 * ones of the end all lanes are done at about the same time.
 */
const PIECE_SHARE = 0.5;

/** One lane's share of the tokens of a QUANTIZE command. */
export function quantizeShare(words: Int32Array, { kernels }: LaneMemory, lane: number): void {
  const tokens = words[int8Word.tokens]!;
  const share = Math.ceil(tokens / words[LANES]!);
  const first = Math.min(tokens, lane * share);
  const count = Math.min(tokens - first, share);
  if (count === 0) return;
  const columns = words[int8Word.columns]!;
  kernels.quantizeTokens(
    words[int8Word.form]!,
    (words[int8Word.q]! >>> 0) + first * words[int8Word.tokenBytes]!,
    (words[int8Word.blockScales]! >>> 0) + first * words[int8Word.tokenScaleBytes]!,
    (words[int8Word.x]! >>> 0) + first * columns * 4,
    columns,
    count,
    (words[int8Word.scratch]! >>> 0) + lane * words[int8Word.scratchStride]!,
  );
}

/** Takes pieces of rows of a LINEAR_INT8 command until none is left, so that a lane which is held up elsewhere takes fewer. */
export function multiplyPieces(words: Int32Array, memories: readonly LaneMemory[], lane: number): void {
  const rows = words[int8Word.rows]!;
  const scratch = (words[int8Word.scratch]! >>> 0) + lane * words[int8Word.scratchStride]!;
  const isHome = words[int8Word.memory] === 0;
  let copied = false;
  for (;;) {
    const first = Atomics.load(words, int8Word.nextRow);
    if (first >= rows) return;
    const count = rowsOfPiece(words, rows - first);
    if (Atomics.compareExchange(words, int8Word.nextRow, first, first + count) !== first) continue;
    const out = (words[int8Word.out]! >>> 0) + first * 4;
    if (isHome) {
      const [q, blockScales] = [words[int8Word.q]! >>> 0, words[int8Word.blockScales]! >>> 0];
      multiply(words, memories[0]!, first, count, out, words[int8Word.outStride]!, q, blockScales, scratch);
      continue;
    }
    multiplyAway(words, memories, first, count, out, scratch, copied);
    copied = true;
  }
}

/** Rows to take where `left` rows are left. */
function rowsOfPiece(words: Int32Array, left: number): number {
  const smallest = words[int8Word.pieceRows]!;
  const share = Math.floor((left * PIECE_SHARE) / (words[LANES]! * smallest)) * smallest;
  return Math.min(left, words[int8Word.mostRows]!, Math.max(smallest, share));
}

/** The weights lie in another memory: the activations are copied there once, and the results back. */
function multiplyAway(
  words: Int32Array,
  memories: readonly LaneMemory[],
  first: number,
  count: number,
  out: number,
  scratch: number,
  copied: boolean,
): void {
  const memory = memories[words[int8Word.memory]!]!;
  const home = memories[0]!.views;
  const tokens = words[int8Word.tokens]!;
  const qBytes = tokens * words[int8Word.tokenBytes]!;
  const scaleBytes = tokens * words[int8Word.tokenScaleBytes]!;
  const q = scratch + words[int8Word.kernelScratch]!;
  const blockScales = q + qBytes;
  const outAway = blockScales + scaleBytes;
  const rowBytes = count * 4;
  const away = memory.views.bytes(outAway + tokens * rowBytes);
  if (!copied) {
    const [qHome, scalesHome] = [words[int8Word.q]! >>> 0, words[int8Word.blockScales]! >>> 0];
    away.set(home.bytes(qHome + qBytes).subarray(qHome, qHome + qBytes), q);
    away.set(home.bytes(scalesHome + scaleBytes).subarray(scalesHome, scalesHome + scaleBytes), blockScales);
  }
  multiply(words, memory, first, count, outAway, rowBytes, q, blockScales, scratch);
  const outStride = words[int8Word.outStride]!;
  const target = home.bytes(out + (tokens - 1) * outStride + rowBytes);
  for (let t = 0; t < tokens; t++) {
    const from = outAway + t * rowBytes;
    target.set(away.subarray(from, from + rowBytes), out + t * outStride);
  }
}

function multiply(
  words: Int32Array,
  { kernels }: LaneMemory,
  first: number,
  count: number,
  out: number,
  outStride: number,
  q: number,
  blockScales: number,
  scratch: number,
): void {
  const weights = (words[int8Word.weights]! >>> 0) + first * words[int8Word.rowBytes]!;
  const scales = (words[int8Word.scales]! >>> 0) + first * 4;
  const [columns, tokens] = [words[int8Word.columns]!, words[int8Word.tokens]!];
  const form = words[int8Word.form]!;
  kernels.linearInt8(form, out, outStride, q, blockScales, weights, scales, columns, count, tokens, scratch);
}
