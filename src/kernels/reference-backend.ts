import {
  checkAttention,
  checkBlock,
  checkBlockBytes,
  checkCacheShape,
  checkElements,
  checkEmbed,
  checkLength,
  checkLinear,
  checkNorm,
  checkRotary,
  checkSource,
  checkStoreKeyValues,
  checkWrite,
  misuse,
} from "./checks.ts";
import type {
  Backend,
  BlockCache,
  BlockCacheShape,
  FloatBuffer,
  Matrix,
  MatrixSource,
  NormShape,
  RotaryShape,
  SequenceSpan,
} from "./contract.ts";
import { disposed, Ledger } from "./ledger.ts";
import { addReference } from "./ops/add/reference.ts";
import { attentionReference } from "./ops/attention/reference.ts";
import { embedReference } from "./ops/embed/reference.ts";
import { storeKeyValuesReference } from "./ops/key-values/reference.ts";
import { linearReference } from "./ops/linear/reference.ts";
import { rmsNormReference } from "./ops/rms-norm/reference.ts";
import { rotaryReference } from "./ops/rotary/reference.ts";
import { swigluReference } from "./ops/swiglu/reference.ts";
import { ReferenceBlockCache } from "./reference-block-cache.ts";
import { ReferenceBuffer, ReferenceMatrix } from "./reference-storage.ts";

class ReferenceBackend implements Backend {
  readonly name = "reference";
  readonly arithmetic = "exact";
  readonly #ledger = new Ledger();
  #disposed = false;

  get liveBytes(): number {
    return this.#ledger.liveBytes;
  }

  createBuffer(length: number): FloatBuffer {
    this.#checkAlive();
    checkLength(length);
    return new ReferenceBuffer(this.#ledger, new Float32Array(length));
  }

  write(buffer: FloatBuffer, values: Float32Array): void {
    checkWrite(buffer, values);
    this.#values(buffer).set(values);
  }

  async read(buffer: FloatBuffer): Promise<Float32Array> {
    return this.#values(buffer).slice();
  }

  async loadMatrix(source: MatrixSource): Promise<Matrix> {
    this.#checkAlive();
    checkSource(source);
    return new ReferenceMatrix(this.#ledger, source);
  }

  embed(out: FloatBuffer, table: Matrix, tokens: Uint32Array): void {
    checkEmbed(out, table, tokens);
    embedReference(this.#values(out), this.#matrix(table), tokens);
  }

  rmsNorm(out: FloatBuffer, x: FloatBuffer, weight: FloatBuffer, shape: NormShape): void {
    checkNorm(out, x, weight, shape);
    rmsNormReference(this.#values(out), this.#values(x), this.#values(weight), shape);
  }

  linear(out: FloatBuffer, x: FloatBuffer, matrix: Matrix, tokens: number): void {
    checkLinear(out, x, matrix, tokens);
    linearReference(this.#values(out), this.#values(x), this.#matrix(matrix), tokens);
  }

  rotary(x: FloatBuffer, frequencies: Float64Array, positions: Uint32Array, shape: RotaryShape): void {
    checkRotary(x, frequencies, positions, shape);
    rotaryReference(this.#values(x), frequencies, positions, shape);
  }

  createBlockCache(shape: BlockCacheShape): BlockCache {
    this.#checkAlive();
    checkCacheShape(shape);
    return new ReferenceBlockCache(this.#ledger, shape);
  }

  storeKeyValues(
    cache: BlockCache,
    layer: number,
    keys: FloatBuffer,
    values: FloatBuffer,
    spans: readonly SequenceSpan[],
  ): void {
    checkStoreKeyValues(cache, layer, keys, values, spans);
    const target = this.#cache(cache).layer(layer);
    storeKeyValuesReference(target, cache.shape, this.#values(keys), this.#values(values), spans);
  }

  attention(
    out: FloatBuffer,
    query: FloatBuffer,
    cache: BlockCache,
    layer: number,
    spans: readonly SequenceSpan[],
    heads: number,
  ): void {
    checkAttention(out, query, cache, layer, spans, heads);
    const stored = this.#cache(cache).layer(layer);
    attentionReference(this.#values(out), this.#values(query), stored, cache.shape, spans, heads);
  }

  async readBlock(cache: BlockCache, block: number): Promise<Uint8Array> {
    checkBlock("readBlock", cache, block);
    return this.#cache(cache).readBlock(block);
  }

  writeBlock(cache: BlockCache, block: number, bytes: Uint8Array): void {
    checkBlock("writeBlock", cache, block);
    checkBlockBytes(cache, bytes);
    this.#cache(cache).writeBlock(block, bytes);
  }

  swiglu(out: FloatBuffer, gate: FloatBuffer, up: FloatBuffer, length: number): void {
    checkElements("swiglu", length, { out, gate, up });
    swigluReference(this.#values(out), this.#values(gate), this.#values(up), length);
  }

  add(x: FloatBuffer, y: FloatBuffer, length: number): void {
    checkElements("add", length, { x, y });
    addReference(this.#values(x), this.#values(y), length);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#ledger.disposeAll();
  }

  #checkAlive(): void {
    if (this.#disposed) throw disposed("backend");
  }

  #values(buffer: FloatBuffer): Float32Array {
    if (!(buffer instanceof ReferenceBuffer)) throw misuse("reference", "a buffer of this backend", "another object");
    return buffer.values(this.#ledger);
  }

  #cache(cache: BlockCache): ReferenceBlockCache {
    if (cache instanceof ReferenceBlockCache) return cache.check(this.#ledger);
    throw misuse("reference", "a cache of this backend", "another object");
  }

  #matrix(matrix: Matrix): ReferenceMatrix {
    if (!(matrix instanceof ReferenceMatrix)) throw misuse("reference", "a matrix of this backend", "another object");
    return matrix.check(this.#ledger);
  }
}

/** The scalar truth every other backend is compared with: float32 storage, float64 sums, no speed. */
export function createReferenceBackend(): Backend {
  return new ReferenceBackend();
}
