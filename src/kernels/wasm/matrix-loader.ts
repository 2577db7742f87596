import { bytesPerWeight } from "../checks.ts";
import type { MatrixSource } from "../contract.ts";
import type { Ledger } from "../ledger.ts";
import { type Arena, exhausted } from "./arena.ts";
import { type ComputeMode, type RestingKind, restingKind, storageCode } from "./storage.ts";
import { releaseSegment, type Segment, WasmMatrix } from "./wasm-matrix.ts";

/** Stored bytes that are converted at a time where the resting form differs from the stored one. */
const STAGE_BYTES = 256 * 1024;

/** Where weights may go: the arenas in order, and a way to open one more. */
export interface Placement {
  readonly arenas: readonly Arena[];
  /** Bytes of weights that `arena` may still take; the rest of a memory is for scratch. */
  room(arena: Arena): number;
  open(): Arena;
}

/**
 * Places a matrix row by row into the first memories with room, opening new ones, and fills it. Where stored and resting form
 * agree the source writes straight into the memory; otherwise it passes through a small stage in the same memory.
 */
export function loadMatrix(
  source: MatrixSource,
  compute: ComputeMode,
  ledger: Ledger,
  placement: Placement,
): WasmMatrix {
  const kind = restingKind(source.dtype.kind, compute);
  const rowBytes = source.columns * bytesPerWeight(kind);
  const segments: Segment[] = [];
  try {
    for (const segment of placeRows(source.name, source.rows, rowBytes, placement)) {
      segments.push(segment);
      fillScales(source, segment);
      if (kind === source.dtype.kind) readDirectly(source, segment, rowBytes);
      else readConverted(source, segment, kind, rowBytes);
    }
  } catch (error) {
    for (const segment of segments) releaseSegment(segment);
    throw error;
  }
  return new WasmMatrix(ledger, source.columns, kind, rowBytes, segments);
}

function* placeRows(name: string, rows: number, rowBytes: number, placement: Placement): Generator<Segment> {
  let firstRow = 0;
  for (let index = 0; firstRow < rows; index++) {
    const arena = placement.arenas[index] ?? placement.open();
    // 128 bytes for rounding both blocks up to cache lines.
    const fitting = Math.floor((placement.room(arena) - 128) / (rowBytes + 4));
    const count = Math.min(rows - firstRow, fitting);
    if (count < 1) {
      if (arena.heap.usedBytes === 0) throw exhausted(`a row of ${name}`, rowBytes);
      continue;
    }
    yield allocateSegment(name, arena, firstRow, count, rowBytes);
    firstRow += count;
  }
}

function allocateSegment(name: string, arena: Arena, firstRow: number, rows: number, rowBytes: number): Segment {
  const weights = arena.allocate(rows * rowBytes, name);
  const scales = arena.allocate(rows * 4, name);
  return { arena, firstRow, rows, weights, scales };
}

function fillScales(source: MatrixSource, segment: Segment): void {
  const { dtype } = source;
  const first = segment.scales / 4;
  const floats = segment.arena.views.floats(segment.scales + segment.rows * 4);
  if ("rowScales" in dtype) {
    floats.set(dtype.rowScales.subarray(segment.firstRow, segment.firstRow + segment.rows), first);
  } else {
    floats.fill(1, first, first + segment.rows);
  }
}

function readDirectly(source: MatrixSource, segment: Segment, rowBytes: number): void {
  const end = segment.weights + segment.rows * rowBytes;
  const target = segment.arena.views.bytes(end).subarray(segment.weights, end);
  source.readRows(target, segment.firstRow, segment.rows);
}

function readConverted(source: MatrixSource, segment: Segment, kind: RestingKind, rowBytes: number): void {
  const { arena } = segment;
  const { columns } = source;
  const storage = storageCode[source.dtype.kind];
  const storedRowBytes = columns * bytesPerWeight(source.dtype.kind);
  const rowsAtOnce = Math.max(1, Math.floor(STAGE_BYTES / storedRowBytes));
  // Two float32 rows of scratch for the conversion stand behind the stage.
  const stageBytes = Math.min(rowsAtOnce, segment.rows) * storedRowBytes;
  const stage = arena.allocate(stageBytes + 16 + columns * 8, `the conversion of ${source.name}`);
  const scratch = stage + Math.ceil(stageBytes / 16) * 16;
  try {
    for (let row = 0; row < segment.rows; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, segment.rows - row);
      const target = arena.views.bytes(stage + stageBytes).subarray(stage, stage + rows * storedRowBytes);
      source.readRows(target, segment.firstRow + row, rows);
      const out = segment.weights + row * rowBytes;
      const scales = segment.scales + row * 4;
      if (kind !== "int8") arena.kernels.decode(storage, out, stage, rows * columns);
      else arena.kernels.repackInt8(storage, out, scales, stage, storedRowBytes, columns, rows, scratch);
    }
  } finally {
    arena.heap.release(stage);
  }
}
