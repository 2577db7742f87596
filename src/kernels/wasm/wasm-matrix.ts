import { misuse } from "../checks.ts";
import type { Matrix } from "../contract.ts";
import { disposed, type Ledger } from "../ledger.ts";
import type { Arena } from "./arena.ts";
import { type RestingKind, restingRowBytes, restingRows, restingScales } from "./storage.ts";

/** Consecutive rows of a matrix in one memory. */
export interface Segment {
  readonly arena: Arena;
  readonly firstRow: number;
  readonly rows: number;
  /** Byte address of the weights: [rows, columns], or int8 panels (ops/linear/panel.as.ts). */
  readonly weights: number;
  /** Byte address of the scales, float32 [blocks of columns or 1, rows, for int8 rounded up to 16]; 1 where the stored form has none. */
  readonly scales: number;
}

/** A matrix as one or more segments, in row order. */
export class WasmMatrix implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly kind: RestingKind;
  /** Bytes of one row; of an int8 panel a sixteenth. */
  readonly rowBytes: number;
  /** Columns that share a scale; all of them but in forms with blocks. */
  readonly blockColumns: number;
  readonly segments: readonly Segment[];
  readonly byteLength: number;
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, columns: number, kind: RestingKind, blockColumns: number, segments: readonly Segment[]) {
    this.#ledger = ledger;
    this.rows = segments.reduce((rows, segment) => rows + segment.rows, 0);
    this.columns = columns;
    this.kind = kind;
    this.blockColumns = blockColumns;
    this.segments = segments;
    this.rowBytes = restingRowBytes(kind, columns);
    const bytesOfRow = this.rowBytes + 4 * restingScales(kind, columns, blockColumns);
    this.byteLength = segments.reduce((bytes, { rows }) => bytes + restingRows(kind, rows) * bytesOfRow, 0);
    ledger.add(this, this.byteLength);
  }

  /** Throws when this matrix is disposed or belongs to another backend. */
  check(ledger: Ledger): this {
    if (ledger !== this.#ledger) throw misuse("wasm", "a matrix of this backend", "one of another backend");
    if (!ledger.has(this)) throw disposed("matrix");
    return this;
  }

  /** The segment that holds `row`. */
  segmentOf(row: number): Segment {
    return this.segments.find((segment) => row < segment.firstRow + segment.rows)!;
  }

  dispose(): void {
    if (this.#ledger.remove(this)) for (const segment of this.segments) releaseSegment(segment);
  }
}

export function releaseSegment(segment: Segment): void {
  segment.arena.heap.release(segment.weights);
  segment.arena.heap.release(segment.scales);
}
