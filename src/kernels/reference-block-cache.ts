import { misuse } from "./checks.ts";
import type { BlockCache, BlockCacheShape } from "./contract.ts";
import { disposed, type Ledger } from "./ledger.ts";

/** What one layer remembers, as the values its storage form can hold. keys, values [blocks * blockTokens, kvHeads, headDim] */
export interface ReferenceLayer {
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/** Keys and values as float32, rounded to the storage form when they are stored. */
export class ReferenceBlockCache implements BlockCache {
  readonly shape: BlockCacheShape;
  readonly byteLength: number;
  readonly blockByteLength: number;
  readonly #layers: readonly ReferenceLayer[];
  readonly #ledger: Ledger;
  /** Values of one block in one layer's keys, or values. */
  readonly #blockValues: number;

  constructor(ledger: Ledger, shape: BlockCacheShape) {
    this.shape = shape;
    this.#ledger = ledger;
    this.#blockValues = shape.blockTokens * shape.kvHeads * shape.headDim;
    this.blockByteLength = shape.layers * 2 * this.#blockValues * 4;
    this.byteLength = this.blockByteLength * shape.blocks;
    const create = (): Float32Array => new Float32Array(shape.blocks * this.#blockValues);
    this.#layers = Array.from({ length: shape.layers }, () => ({ keys: create(), values: create() }));
    ledger.add(this, this.byteLength);
  }

  /** Throws when this cache is disposed or belongs to another backend. */
  check(ledger: Ledger): this {
    if (ledger !== this.#ledger) throw misuse("reference", "a cache of this backend", "one of another backend");
    if (!ledger.has(this)) throw disposed("cache");
    return this;
  }

  layer(index: number): ReferenceLayer {
    return this.#layers[index]!;
  }

  /** Keys, then values, layer after layer. */
  readBlock(block: number): Uint8Array {
    const copy = new Float32Array(this.blockByteLength / 4);
    for (const [index, part] of this.#partsOf(block).entries()) copy.set(part, index * this.#blockValues);
    return new Uint8Array(copy.buffer);
  }

  writeBlock(block: number, bytes: Uint8Array): void {
    const values = new Float32Array(bytes.slice().buffer);
    for (const [index, part] of this.#partsOf(block).entries()) {
      part.set(values.subarray(index * this.#blockValues, (index + 1) * this.#blockValues));
    }
  }

  dispose(): void {
    this.#ledger.remove(this);
  }

  #partsOf(block: number): Float32Array[] {
    const [from, to] = [block * this.#blockValues, (block + 1) * this.#blockValues];
    return this.#layers.flatMap(({ keys, values }) => [keys.subarray(from, to), values.subarray(from, to)]);
  }
}
