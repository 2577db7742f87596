import * as check from "../checks.ts";
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
} from "../contract.ts";
import { disposed, Ledger } from "../ledger.ts";
import { runAttention } from "./attention-runner.ts";
import { WasmBlockCache } from "./block-cache.ts";
import { decodeRow } from "./decode-row.ts";
import { defaultThreads } from "./default-threads.ts";
import { runElements } from "./elements-runner.ts";
import { Int8Runner } from "./int8-runner.ts";
import { runStoreKeyValues } from "./key-values-runner.ts";
import { LanePool } from "./lane-pool.ts";
import { runFloatLinear } from "./linear-runner.ts";
import { loadMatrix } from "./matrix-loader.ts";
import { canCompileWide, readKernels } from "./module.ts";
import { type KernelReport, proveKernels } from "./prove-kernels.ts";
import { RotaryTable } from "./rotary-table.ts";
import type { ActivationForm, ComputeMode } from "./storage.ts";
import { WasmBuffer } from "./wasm-buffer.ts";
import { WasmMatrix } from "./wasm-matrix.ts";
import { WeightArenas } from "./weight-arenas.ts";

export interface WasmBackendOptions {
  /** Threads that compute, the calling one included. Default: the machine's, at most 8. */
  readonly threads?: number;
  /**
   * "exact" (default) computes with the stored weights; "fast" repacks every matrix to int8 with one scale a row while loading
   * and multiplies it with int16 activations.
   */
  readonly compute?: ComputeMode;
  /** Most bytes of weights and scratch in one WebAssembly memory; more memories are opened as needed. Default and most: 4 GiB. */
  readonly memoryLimitBytes?: number;
  /** Whether V8 may compile 256-bit code. Default: where it is known to. */
  readonly wide?: boolean;
}

/** The CPU backend with what is known about its kernels. */
export interface WasmBackend extends Backend {
  readonly report: KernelReport;
}

class WasmBackendOnLanes implements Backend {
  readonly name = "wasm";
  readonly arithmetic: ComputeMode;
  readonly #pool: LanePool;
  readonly #arenas: WeightArenas;
  readonly #ledger = new Ledger();
  readonly #int8: Int8Runner;
  readonly #rotaryTable: RotaryTable;
  #disposed = false;

  constructor(pool: LanePool, form: ActivationForm, compute: ComputeMode, memoryLimitBytes?: number) {
    this.#pool = pool;
    this.arithmetic = compute;
    this.#arenas = new WeightArenas(pool, memoryLimitBytes);
    this.#int8 = new Int8Runner(pool, this.#arenas.home, form);
    this.#rotaryTable = new RotaryTable(this.#arenas.home);
  }

  get liveBytes(): number {
    return this.#ledger.liveBytes;
  }

  createBuffer(length: number): FloatBuffer {
    this.#int8.forget();
    this.#checkAlive();
    check.checkLength(length);
    return WasmBuffer.create(this.#arenas.home, this.#ledger, length);
  }

  write(buffer: FloatBuffer, values: Float32Array): void {
    this.#int8.forget();
    check.checkWrite(buffer, values);
    const address = this.#address(buffer);
    this.#arenas.home.views.floats(address + values.byteLength).set(values, address / 4);
  }

  async read(buffer: FloatBuffer): Promise<Float32Array> {
    return this.#floats(buffer).slice();
  }

  async loadMatrix(source: MatrixSource): Promise<Matrix> {
    this.#int8.forget();
    this.#checkAlive();
    check.checkSource(source);
    return loadMatrix(source, this.arithmetic, this.#ledger, this.#arenas);
  }

  embed(out: FloatBuffer, table: Matrix, tokens: Uint32Array): void {
    this.#int8.forget();
    check.checkEmbed(out, table, tokens);
    const matrix = this.#matrix(table);
    const address = this.#address(out);
    for (let t = 0; t < tokens.length; t++) this.#embedRow(address + t * matrix.columns * 4, matrix, tokens[t]!);
  }

  rmsNorm(out: FloatBuffer, x: FloatBuffer, weight: FloatBuffer, shape: NormShape): void {
    this.#int8.forget();
    check.checkNorm(out, x, weight, shape);
    const [outAt, xAt, weightAt] = [this.#address(out), this.#address(x), this.#address(weight)];
    runElements(this.#pool, "rmsNorm", outAt, xAt, weightAt, shape.tokens, shape.width, shape.epsilon);
  }

  linear(out: FloatBuffer, x: FloatBuffer, matrix: Matrix, tokens: number): void {
    check.checkLinear(out, x, matrix, tokens);
    const [outAt, xAt] = [this.#address(out), this.#address(x)];
    const rested = this.#matrix(matrix);
    if (rested.kind === "int8") this.#int8.run(outAt, xAt, rested, tokens);
    else runFloatLinear(this.#pool, outAt, xAt, rested, tokens);
    const isOverwritten = outAt < xAt + tokens * rested.columns * 4 && xAt < outAt + tokens * rested.rows * 4;
    if (rested.kind !== "int8" || isOverwritten) this.#int8.forget();
  }

  rotary(x: FloatBuffer, frequencies: Float64Array, positions: Uint32Array, shape: RotaryShape): void {
    this.#int8.forget();
    check.checkRotary(x, frequencies, positions, shape);
    const { heads, headDim } = shape;
    const half = headDim / 2;
    const cosines = this.#rotaryTable.ensure(frequencies, positions);
    const sines = cosines + positions.length * half * 4;
    this.#arenas.home.kernels.rotary(this.#address(x), cosines, sines, positions.length, heads, headDim);
  }

  createBlockCache(shape: BlockCacheShape): BlockCache {
    this.#checkAlive();
    check.checkCacheShape(shape);
    return new WasmBlockCache(shape, this.#ledger, this.#arenas);
  }

  storeKeyValues(
    cache: BlockCache,
    layer: number,
    keys: FloatBuffer,
    values: FloatBuffer,
    spans: readonly SequenceSpan[],
  ): void {
    check.checkStoreKeyValues(cache, layer, keys, values, spans);
    this.#int8.forget();
    const [keysAt, valuesAt] = [this.#address(keys), this.#address(values)];
    runStoreKeyValues(this.#arenas.home, this.#cache(cache), layer, keysAt, valuesAt, spans);
  }

  attention(
    out: FloatBuffer,
    query: FloatBuffer,
    cache: BlockCache,
    layer: number,
    spans: readonly SequenceSpan[],
    heads: number,
  ): void {
    check.checkAttention(out, query, cache, layer, spans, heads);
    this.#int8.forget();
    const [outAt, queryAt] = [this.#address(out), this.#address(query)];
    runAttention(this.#pool, this.#arenas.home, outAt, queryAt, this.#cache(cache), layer, spans, heads);
  }

  async readBlock(cache: BlockCache, block: number): Promise<Uint8Array> {
    check.checkBlock("readBlock", cache, block);
    return this.#cache(cache).readBlock(block);
  }

  writeBlock(cache: BlockCache, block: number, bytes: Uint8Array): void {
    check.checkBlock("writeBlock", cache, block);
    check.checkBlockBytes(cache, bytes);
    this.#cache(cache).writeBlock(block, bytes);
  }

  swiglu(out: FloatBuffer, gate: FloatBuffer, up: FloatBuffer, length: number): void {
    this.#int8.forget();
    check.checkElements("swiglu", length, { out, gate, up });
    runElements(this.#pool, "swiglu", this.#address(out), this.#address(gate), this.#address(up), length);
  }

  add(x: FloatBuffer, y: FloatBuffer, length: number): void {
    this.#int8.forget();
    check.checkElements("add", length, { x, y });
    runElements(this.#pool, "add", this.#address(x), this.#address(y), 0, length);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#ledger.disposeAll();
    await this.#pool.dispose();
  }

  #embedRow(out: number, matrix: WasmMatrix, row: number): void {
    const segment = matrix.segmentOf(row);
    const { arena } = segment;
    if (arena.index === 0) {
      decodeRow(matrix, segment, row, out);
      return;
    }
    const byteLength = matrix.columns * 4;
    const scratch = arena.scratch(byteLength) ?? arena.allocate(byteLength, "an embedding row");
    decodeRow(matrix, segment, row, scratch);
    const away = arena.views.bytes(scratch + byteLength).subarray(scratch, scratch + byteLength);
    this.#arenas.home.views.bytes(out + byteLength).set(away, out);
  }

  #checkAlive(): void {
    if (this.#disposed) throw disposed("backend");
  }

  #address(buffer: FloatBuffer): number {
    if (!(buffer instanceof WasmBuffer)) throw check.misuse("wasm", "a buffer of this backend", "another object");
    return buffer.address(this.#ledger);
  }

  #floats(buffer: FloatBuffer): Float32Array {
    const address = this.#address(buffer);
    const end = address + buffer.length * 4;
    return this.#arenas.home.views.floats(end).subarray(address / 4, end / 4);
  }

  #cache(cache: BlockCache): WasmBlockCache {
    if (!(cache instanceof WasmBlockCache)) throw check.misuse("wasm", "a cache of this backend", "another object");
    return cache.check(this.#ledger);
  }

  #matrix(matrix: Matrix): WasmMatrix {
    if (!(matrix instanceof WasmMatrix)) throw check.misuse("wasm", "a matrix of this backend", "another object");
    return matrix.check(this.#ledger);
  }
}

/**
 * The CPU backend: SIMD kernels in shared WebAssembly memories on worker threads. Throws "dependency-missing" when the kernels
 * are not built, "kernel-misuse" for impossible options, "compute-failed" when kernels disagree with the scalar reference.
 */
export async function createWasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  const threads = options.threads ?? defaultThreads();
  if (!Number.isInteger(threads) || threads < 1) throw check.misuse("createWasmBackend", "threads >= 1", `${threads}`);
  const bytes = await readKernels(new URL("./inference.wasm", import.meta.url));
  const compute = options.compute ?? "exact";
  const { module, form, report } = await proveKernels(
    bytes,
    options.wide ?? canCompileWide(),
    compute,
    (candidate, candidateForm) => new WasmBackendOnLanes(new LanePool(1, candidate), candidateForm, compute),
  );
  const pool = new LanePool(threads, module);
  const backend = new WasmBackendOnLanes(pool, form, compute, options.memoryLimitBytes);
  return Object.assign(backend, { report });
}
