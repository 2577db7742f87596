import type { FileRange, MatrixSource } from "../contract.ts";
import { type Arena, exhausted } from "./arena.ts";
import { KIND, LOAD, loadWord } from "./command.ts";
import { fillBlockScales, fillScales } from "./fill-scales.ts";
import type { LanePool } from "./lane-pool.ts";
import { loadPieces } from "./load-pieces.ts";
import {
  PANEL_ROWS,
  type RestingKind,
  restingRowBytes,
  scaledColumns,
  storageCode,
  storedRowBytes,
} from "./storage.ts";
import type { Segment } from "./wasm-matrix.ts";

/** Stored bytes of a piece that is converted: it stays in the second cache between reading and repacking. */
const STAGED_PIECE_BYTES = 256 * 1024;
/** Stored bytes of a piece that rests as it is stored. */
const DIRECT_PIECE_BYTES = 1024 * 1024;
/** Stored bytes from which the lanes share a segment; starting them costs more than reading less. */
const SHARED_FROM_BYTES = 2 * 1024 * 1024;

/**
 * Fills a segment from its source. Rows of a file are read by all lanes at once, straight into the memory where stored and
 * resting form agree, else through a small stage in the same memory. Rows from elsewhere pass through this thread alone.
 */
export function fillSegment(source: MatrixSource, segment: Segment, kind: RestingKind, pool: LanePool): void {
  const { words } = pool;
  const { heap } = segment.arena;
  const range = source.locate?.();
  const large = range !== undefined && segment.rows * storedRowBytes(source) >= SHARED_FROM_BYTES;
  const lanes = large ? pool.recruit() : 1;
  describeLoad(words, source, segment, kind);
  const direct = kind === source.dtype.kind && kind !== "int8";
  if (direct) words[loadWord.pieceRows] = Math.max(1, Math.floor(DIRECT_PIECE_BYTES / storedRowBytes(source)));
  const blockScales = direct ? undefined : stageBlockScales(words, source, segment);
  let stage: number | undefined;
  try {
    if (!direct) stage = allocateStages(words, segment.arena, source, segment, lanes);
    fillScales(source, segment, kind);
    if (range !== undefined && readInLanes(pool, source, segment, range, lanes)) return;
    if (range !== undefined) fillScales(source, segment, kind);
    words[loadWord.nextRow] = 0;
    loadPieces(words, segment.arena, 0, (target, row, rows) => source.readRows(target, segment.firstRow + row, rows));
  } finally {
    if (stage !== undefined) heap.release(stage);
    if (blockScales !== undefined) heap.release(blockScales);
  }
}

/** False when a lane could not read. */
function readInLanes(pool: LanePool, source: MatrixSource, segment: Segment, range: FileRange, lanes: number): boolean {
  const { words } = pool;
  const start = range.offset + segment.firstRow * storedRowBytes(source);
  words[loadWord.descriptor] = range.descriptor;
  words[loadWord.offsetLow] = (start % 2 ** 32) | 0;
  words[loadWord.offsetHigh] = Math.floor(start / 2 ** 32);
  words[loadWord.nextRow] = 0;
  words[loadWord.failed] = 0;
  if (lanes === 1) pool.runAlone();
  else pool.runShared();
  return words[loadWord.failed] === 0;
}

function describeLoad(words: Int32Array, source: MatrixSource, segment: Segment, kind: RestingKind): void {
  words[KIND] = LOAD;
  words[loadWord.memory] = segment.arena.index;
  words[loadWord.stored] = storageCode[source.dtype.kind];
  words[loadWord.resting] = storageCode[kind];
  words[loadWord.weights] = segment.weights;
  words[loadWord.scales] = segment.scales;
  words[loadWord.restingRowBytes] = restingRowBytes(kind, source.columns);
  words[loadWord.storedRowBytes] = storedRowBytes(source);
  words[loadWord.columns] = source.columns;
  words[loadWord.rows] = segment.rows;
}

/** The scales of blocks for the time of a conversion that multiplies them in; undefined where there are none. */
function stageBlockScales(
  words: Int32Array,
  { dtype, columns, name }: MatrixSource,
  segment: Segment,
): number | undefined {
  words[loadWord.blockScales] = 0;
  if (dtype.kind !== "float8-blocks") return undefined;
  const { arena, firstRow, rows } = segment;
  const blockColumns = scaledColumns(dtype, columns);
  const address = arena.allocate(Math.ceil(columns / blockColumns) * rows * 4, name);
  fillBlockScales(dtype, columns, arena, address, firstRow, rows);
  words[loadWord.blockScales] = address;
  words[loadWord.blockColumns] = blockColumns;
  words[loadWord.scaleStride] = rows * 4;
  return address;
}

/**
 * One stage a lane, as large as there is room for: whole panels of stored rows, with blocks also as float32 in front of them, then
 * scratch for the conversion.
 */
function allocateStages(
  words: Int32Array,
  arena: Arena,
  source: MatrixSource,
  { rows }: Segment,
  lanes: number,
): number {
  const rowBytes = storedRowBytes(source) + (source.dtype.kind === "float8-blocks" ? source.columns * 4 : 0);
  const scratchBytes = Math.ceil(arena.kernels.repackInt8ScratchBytes() / 64) * 64;
  const most = Math.min(Math.ceil(rows / PANEL_ROWS), Math.floor(STAGED_PIECE_BYTES / (PANEL_ROWS * rowBytes)));
  for (let panels = Math.max(1, most); ; panels >>= 1) {
    // The longest row set that is read at once never exceeds the segment.
    const stageBytes = Math.ceil((Math.min(rows, panels * PANEL_ROWS) * rowBytes) / 64) * 64;
    const stage = arena.heap.allocate(lanes * (stageBytes + scratchBytes));
    if (stage === undefined) {
      if (panels === 1) throw exhausted(`the conversion of ${source.name}`, lanes * (stageBytes + scratchBytes));
      continue;
    }
    words[loadWord.pieceRows] = panels * PANEL_ROWS;
    words[loadWord.stage] = stage;
    words[loadWord.stageStride] = stageBytes + scratchBytes;
    words[loadWord.stageBytes] = stageBytes;
    return stage;
  }
}
