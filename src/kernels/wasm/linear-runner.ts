// Hot: one call a matrix and step; it allocates nothing.
import { exhausted } from "./arena.ts";
import { KIND, LINEAR, linearWord } from "./command.ts";
import type { LanePool } from "./lane-pool.ts";
import { type RestingKind, storageCode } from "./storage.ts";
import type { Segment, WasmMatrix } from "./wasm-matrix.ts";

/** Tokens of one dispatch: their activations stay in the second cache while the weights pass by. */
const MOST_TOKENS = 128;
/**
 * Tokens from which decoding rows into panels and multiplying register tiles beats one token after another; measured. The
 * dearer a form is to decode, the sooner.
 */
const TILE_FROM: Readonly<Record<FloatKind, number>> = { float8: 3, "float8-blocks": 3, float32: 12, bfloat16: 16 };
/**
 * Multiply-adds from which a linear is shared out. A dispatch costs half a microsecond while the workers spin, but 50 when one
 * must be woken, and milliseconds when its core is busy with something else; so small matrices, which take less than 50, stay
 * on the calling thread.
 */
const SHARED_FROM = 262_144;
/** Forms with a kernel of float32 arithmetic. */
type FloatKind = Exclude<RestingKind, "int8">;
/** Tile and panels of the float kernels; see ops/linear/linear.as.ts. */
const FLOAT_SCRATCH_BYTES = 256 + 2 * 16 * 256 * 4;

/** out [tokens, rows] = x [tokens, columns] * matrix^T for float storage, see int8-runner.ts for the other; out and x are addresses in the home memory. */
export function runFloatLinear(pool: LanePool, out: number, x: number, matrix: WasmMatrix, tokens: number): void {
  for (const segment of matrix.segments) {
    let done = 0;
    while (done < tokens) {
      const outAt = out + (done * matrix.rows + segment.firstRow) * 4;
      done += runSegment(
        pool,
        outAt,
        x + done * matrix.columns * 4,
        matrix,
        segment,
        Math.min(MOST_TOKENS, tokens - done),
      );
    }
  }
}

/** Returns how many tokens were done: fewer than asked where the memory is too full for their scratch. */
function runSegment(
  pool: LanePool,
  out: number,
  x: number,
  matrix: WasmMatrix,
  segment: Segment,
  most: number,
): number {
  const { words } = pool;
  const lanes = segment.rows * matrix.columns * most >= SHARED_FROM ? pool.recruit() : 1;
  let tokens = most;
  let scratch = setScratch(words, matrix, segment, tokens, lanes);
  while (scratch === undefined && tokens > 1) {
    tokens >>= 1;
    scratch = setScratch(words, matrix, segment, tokens, lanes);
  }
  if (scratch === undefined) throw exhausted("the scratch of a linear", words[linearWord.scratchStride]! * lanes);
  words[KIND] = LINEAR;
  words[linearWord.memory] = segment.arena.index;
  words[linearWord.storage] = storageCode[matrix.kind];
  words[linearWord.out] = out;
  words[linearWord.outStride] = matrix.rows * 4;
  words[linearWord.x] = x;
  words[linearWord.weights] = segment.weights;
  words[linearWord.scales] = segment.scales;
  words[linearWord.rowBytes] = matrix.rowBytes;
  words[linearWord.scaleStride] = segment.rows * 4;
  words[linearWord.columns] = matrix.columns;
  words[linearWord.blockColumns] = matrix.blockColumns;
  words[linearWord.rows] = segment.rows;
  words[linearWord.tokens] = tokens;
  words[linearWord.tileFrom] = TILE_FROM[matrix.kind as FloatKind];
  if (lanes === 1) pool.runAlone();
  else pool.runShared();
  return tokens;
}

/** Reserves scratch for every lane and writes it into the command; undefined when the memory has no room. */
function setScratch(
  words: Int32Array,
  matrix: WasmMatrix,
  segment: Segment,
  tokens: number,
  lanes: number,
): number | undefined {
  const { arena } = segment;
  const kernelScratch = (FLOAT_SCRATCH_BYTES + 63) & ~63;
  const share = Math.ceil(segment.rows / lanes / 16) * 16;
  const copies = arena.index === 0 ? 0 : tokens * (matrix.columns + share) * 4;
  const stride = (kernelScratch + copies + 63) & ~63;
  const scratch = arena.scratch(stride * lanes);
  words[linearWord.kernelScratch] = kernelScratch;
  words[linearWord.scratchStride] = stride;
  words[linearWord.scratch] = scratch ?? 0;
  return scratch;
}
