import { readSync } from "node:fs";
import { loadWord } from "./command.ts";
import type { LaneMemory } from "./lane.ts";
import { storageCode } from "./storage.ts";

/** Writes `rows` stored rows from row `firstRow` of the segment on into `target`. */
export type ReadRows = (target: Uint8Array, firstRow: number, rows: number) => void;

/** A lane's share of LOAD: pieces read from the file in `words`. A failed read ends the load and is noted, never thrown. */
export function loadPiecesOfFile(words: Int32Array, memory: LaneMemory, lane: number): void {
  const descriptor = words[loadWord.descriptor]!;
  const start = (words[loadWord.offsetHigh]! >>> 0) * 2 ** 32 + (words[loadWord.offsetLow]! >>> 0);
  const rowBytes = words[loadWord.storedRowBytes]! >>> 0;
  loadPieces(words, memory, lane, (target, firstRow) => {
    if (readWhole(descriptor, target, start + firstRow * rowBytes)) return;
    Atomics.store(words, loadWord.failed, 1);
    Atomics.store(words, loadWord.nextRow, words[loadWord.rows]!);
  });
}

/** Takes piece after piece of the rows in `words` until none is left: reads each and brings it into its resting form. */
export function loadPieces(words: Int32Array, memory: LaneMemory, lane: number, read: ReadRows): void {
  const rows = words[loadWord.rows]!;
  const pieceRows = words[loadWord.pieceRows]!;
  for (;;) {
    const first = Atomics.add(words, loadWord.nextRow, pieceRows);
    if (first >= rows) return;
    loadPiece(words, memory, lane, read, first, Math.min(pieceRows, rows - first));
  }
}

function loadPiece(
  words: Int32Array,
  { views, kernels }: LaneMemory,
  lane: number,
  read: ReadRows,
  first: number,
  rows: number,
): void {
  const resting = words[loadWord.resting]!;
  const stored = words[loadWord.stored]!;
  const out = (words[loadWord.weights]! >>> 0) + first * (words[loadWord.restingRowBytes]! >>> 0);
  const columns = words[loadWord.columns]!;
  const rowBytes = words[loadWord.storedRowBytes]! >>> 0;
  const bytes = rows * rowBytes;
  const direct = resting === stored && resting !== storageCode.int8;
  const stage = direct ? out : (words[loadWord.stage]! >>> 0) + lane * words[loadWord.stageStride]!;
  const hasBlocks = !direct && words[loadWord.blockScales] !== 0;
  // Behind the float32 values that blocks become.
  const source = hasBlocks ? stage + rows * columns * 4 : stage;
  read(views.bytes(source + bytes).subarray(source, source + bytes), first, rows);
  if (direct) return;
  if (resting !== storageCode.int8) {
    kernels.decode(stored, out, stage, rows * columns);
    return;
  }
  const scales = (words[loadWord.scales]! >>> 0) + first * 4;
  const scratch = stage + words[loadWord.stageBytes]!;
  if (hasBlocks) {
    const blockScales = (words[loadWord.blockScales]! >>> 0) + first * 4;
    const [block, stride] = [words[loadWord.blockColumns]!, words[loadWord.scaleStride]!];
    kernels.decodeFloat8Blocks(stage, source, columns, rows, block, blockScales, stride);
    kernels.repackInt8(storageCode.float32, out, scales, stage, columns * 4, columns, rows, scratch);
    return;
  }
  kernels.repackInt8(stored, out, scales, stage, rowBytes, columns, rows, scratch);
}

/** False when the file ends early or cannot be read. */
function readWhole(descriptor: number, target: Uint8Array, position: number): boolean {
  try {
    for (let done = 0; done < target.length; ) {
      const got = readSync(descriptor, target, done, target.length - done, position + done);
      if (got === 0) return false;
      done += got;
    }
    return true;
  } catch {
    return false;
  }
}
