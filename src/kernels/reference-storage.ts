import { bytesPerWeight, checkSlice, misuse } from "./checks.ts";
import type { FloatBuffer, Matrix, MatrixSource, WeightDtype } from "./contract.ts";
import { disposed, type Ledger } from "./ledger.ts";
import { scaleOf, storedValue } from "./stored-values.ts";

export class ReferenceBuffer implements FloatBuffer {
  readonly #values: Float32Array;
  /** The buffer that owns the storage; itself unless it is a window. */
  readonly #owner: ReferenceBuffer;
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, values: Float32Array, owner?: ReferenceBuffer) {
    this.#ledger = ledger;
    this.#values = values;
    this.#owner = owner ?? this;
    if (owner === undefined) ledger.add(this, values.byteLength);
  }

  get length(): number {
    return this.#values.length;
  }

  /** The live values; throws once the owner is disposed. */
  values(ledger: Ledger): Float32Array {
    if (ledger !== this.#ledger) throw misuse("reference", "a buffer of this backend", "one of another backend");
    if (!ledger.has(this.#owner)) throw disposed("buffer");
    return this.#values;
  }

  slice(start: number, length: number): FloatBuffer {
    checkSlice(this.length, start, length);
    return new ReferenceBuffer(this.#ledger, this.values(this.#ledger).subarray(start, start + length), this.#owner);
  }

  dispose(): void {
    if (this.#owner === this) this.#ledger.remove(this);
  }
}

export class ReferenceMatrix implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly byteLength: number;
  readonly #dtype: WeightDtype;
  readonly #ledger: Ledger;
  readonly #bytes: DataView;

  constructor(ledger: Ledger, source: MatrixSource) {
    this.rows = source.rows;
    this.columns = source.columns;
    this.#dtype = source.dtype;
    this.#ledger = ledger;
    const bytes = new Uint8Array(source.rows * source.columns * bytesPerWeight(source.dtype.kind));
    source.readRows(bytes, 0, source.rows);
    this.#bytes = new DataView(bytes.buffer);
    this.byteLength = bytes.byteLength;
    ledger.add(this, this.byteLength);
  }

  /** Throws when this matrix is disposed or belongs to another backend. */
  check(ledger: Ledger): this {
    if (ledger !== this.#ledger) throw misuse("reference", "a matrix of this backend", "one of another backend");
    if (!ledger.has(this)) throw disposed("matrix");
    return this;
  }

  value(row: number, column: number): number {
    const stored = storedValue(this.#dtype.kind, this.#bytes, row * this.columns + column);
    return stored * scaleOf(this.#dtype, row, column, this.columns);
  }

  dispose(): void {
    this.#ledger.remove(this);
  }
}
