import { misuse } from "../checks.ts";
import type { MatrixSource } from "../contract.ts";
import type { Ledger } from "../ledger.ts";
import { type Arena, exhausted } from "./arena.ts";
import { fillSegment } from "./fill-segment.ts";
import type { LanePool } from "./lane-pool.ts";
import {
  type ComputeMode,
  type RestingKind,
  restingKind,
  restingRowBytes,
  restingRows,
  restingScales,
  scaledColumns,
  storedRowBytes,
} from "./storage.ts";
import { releaseSegment, type Segment, WasmMatrix } from "./wasm-matrix.ts";

/** Where weights may go: the arenas in order, and a way to open one more. */
export interface Placement {
  readonly arenas: readonly Arena[];
  /** The threads that know these arenas. */
  readonly pool: LanePool;
  /** Bytes of weights that `arena` may still take; the rest of a memory is for scratch. */
  room(arena: Arena): number;
  open(): Arena;
}

/**
 * Places a matrix row by row into the first memories with room, opening new ones, and fills it. What was placed is freed again
 * when a read fails or no memory is left.
 */
export function loadMatrix(
  source: MatrixSource,
  compute: ComputeMode,
  ledger: Ledger,
  placement: Placement,
): WasmMatrix {
  checkRange(source);
  const kind = restingKind(source.dtype.kind, compute);
  const blockColumns = scaledColumns(source.dtype, source.columns);
  const segments: Segment[] = [];
  try {
    for (const segment of placeRows(source, kind, blockColumns, placement)) {
      segments.push(segment);
      fillSegment(source, segment, kind, placement.pool);
    }
  } catch (error) {
    for (const segment of segments) releaseSegment(segment);
    throw error;
  }
  return new WasmMatrix(ledger, source.columns, kind, blockColumns, segments);
}

/** Segments of whole steps of rows: a panel, where the resting form has panels. */
function* placeRows(
  { name, rows, columns }: MatrixSource,
  kind: RestingKind,
  blockColumns: number,
  placement: Placement,
): Generator<Segment> {
  const rowBytes = restingRowBytes(kind, columns);
  const scaleBytes = 4 * restingScales(kind, columns, blockColumns);
  const rowStep = restingRows(kind, 1);
  let firstRow = 0;
  for (let index = 0; firstRow < rows; index++) {
    const arena = placement.arenas[index] ?? placement.open();
    // 128 bytes for rounding both blocks up to cache lines.
    const steps = Math.floor((placement.room(arena) - 128) / (rowStep * (rowBytes + scaleBytes)));
    const count = Math.min(rows - firstRow, steps * rowStep);
    if (count < 1) {
      if (arena.heap.usedBytes === 0) throw exhausted(`a row of ${name}`, rowBytes);
      continue;
    }
    const resting = restingRows(kind, count);
    yield allocateSegment(name, arena, firstRow, count, resting * rowBytes, resting * scaleBytes);
    firstRow += count;
  }
}

function allocateSegment(
  name: string,
  arena: Arena,
  firstRow: number,
  rows: number,
  weightBytes: number,
  scaleBytes: number,
): Segment {
  const weights = arena.allocate(weightBytes, name);
  try {
    return { arena, firstRow, rows, weights, scales: arena.allocate(scaleBytes, name) };
  } catch (error) {
    arena.heap.release(weights);
    throw error;
  }
}

function checkRange(source: MatrixSource): void {
  const expected = source.rows * storedRowBytes(source);
  const found = source.locate?.().byteLength ?? expected;
  if (found !== expected) throw misuse("loadMatrix", `${source.name} to lie in ${expected} bytes`, `${found}`);
}
