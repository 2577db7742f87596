// Hot: one call a matrix and step; it allocates nothing.
import { type Arena, exhausted } from "./arena.ts";
import { int8Word, KIND, LINEAR_INT8, QUANTIZE } from "./command.ts";
import type { LanePool } from "./lane-pool.ts";
import { type ActivationForm, activationForm, PANEL_ROWS } from "./storage.ts";
import type { Segment, WasmMatrix } from "./wasm-matrix.ts";

/** Tokens of one dispatch: their activations stay in the second cache while the weights pass by. */
const MOST_TOKENS = 128;
/** Multiply-adds, and values to quantise, from which lanes share the work: about 10 microseconds; see linear-runner.ts. */
const SHARED_FROM = 131_072;
const QUANTIZE_SHARED_FROM = 32_768;
/** A piece is a multiple of three panels, which one token reads side by side. */
const PIECE_ROWS = 48;
/** The smallest piece is some microseconds of work; the largest one ends before a busy core delays the others much. */
const PIECE_PRODUCTS = 65_536;
const MOST_PRODUCTS = 786_432;

/** Linears of int8 matrices. Keeps the activations that it quantised last: several matrices often take the same. */
export class Int8Runner {
  readonly #pool: LanePool;
  readonly #home: Arena;
  readonly #form: number;
  /** Scratch of one lane's kernel. */
  readonly #laneBytes: number;
  #scratch = 0;
  #x = 0;
  #columns = 0;
  /** 0 when nothing quantised lies in home's scratch. */
  #tokens = 0;

  constructor(pool: LanePool, home: Arena, form: ActivationForm) {
    this.#pool = pool;
    this.#home = home;
    this.#form = activationForm[form];
    this.#laneBytes = (home.kernels.linearInt8ScratchBytes() + 63) & ~63;
  }

  /** Must be called whenever buffers or home's scratch may have changed. */
  forget(): void {
    this.#tokens = 0;
  }

  /** out [tokens, rows] = x [tokens, columns] * matrix^T; out and x are addresses in the home memory. */
  run(out: number, x: number, matrix: WasmMatrix, tokens: number): void {
    const { rows, columns } = matrix;
    let done = 0;
    while (done < tokens) {
      const count = this.#quantize(x + done * columns * 4, columns, Math.min(MOST_TOKENS, tokens - done));
      for (const segment of matrix.segments) {
        this.#multiply(out + (done * rows + segment.firstRow) * 4, matrix, segment, count);
      }
      done += count;
    }
  }

  /** Returns how many tokens were quantised: fewer than asked where the memory is too full for more. */
  #quantize(x: number, columns: number, most: number): number {
    if (this.#tokens === most && this.#x === x && this.#columns === columns) return most;
    const { words } = this.#pool;
    const bytes = this.#home.kernels.tokenBytes(columns) + this.#home.kernels.tokenScaleBytes(columns);
    const laneBytes = this.#laneBytes * this.#pool.lanes;
    let tokens = most;
    let scratch = this.#home.scratch(laneBytes + tokens * bytes);
    while (scratch === undefined && tokens > 1) {
      tokens >>= 1;
      scratch = this.#home.scratch(laneBytes + tokens * bytes);
    }
    if (scratch === undefined) throw exhausted("the activations of a linear", laneBytes + bytes);
    this.#scratch = scratch;
    this.#x = x;
    this.#columns = columns;
    this.#tokens = tokens;
    words[KIND] = QUANTIZE;
    words[int8Word.x] = x;
    this.#setActivations(words);
    this.#setScratch(words, scratch, this.#laneBytes);
    this.#dispatch(tokens > 1 && tokens * columns >= QUANTIZE_SHARED_FROM);
    return tokens;
  }

  #multiply(out: number, matrix: WasmMatrix, { arena, rows, weights, scales }: Segment, tokens: number): void {
    const { words } = this.#pool;
    const products = rows * matrix.columns * tokens;
    const mostRows = rowsOfPiece(MOST_PRODUCTS, matrix.columns * tokens);
    words[KIND] = LINEAR_INT8;
    words[int8Word.memory] = arena.index;
    this.#setActivations(words);
    words[int8Word.out] = out;
    words[int8Word.outStride] = matrix.rows * 4;
    words[int8Word.weights] = weights;
    words[int8Word.scales] = scales;
    words[int8Word.rowBytes] = matrix.rowBytes;
    words[int8Word.rows] = rows;
    words[int8Word.pieceRows] = rowsOfPiece(PIECE_PRODUCTS, matrix.columns * tokens);
    words[int8Word.mostRows] = arena === this.#home ? mostRows : this.#setScratchAway(words, arena, mostRows, tokens);
    if (arena === this.#home) this.#setScratch(words, this.#scratch, this.#laneBytes);
    words[int8Word.nextRow] = 0;
    this.#dispatch(products >= SHARED_FROM);
  }

  #dispatch(isWorthSharing: boolean): void {
    if (isWorthSharing && this.#pool.recruit() > 1) this.#pool.runShared();
    else this.#pool.runAlone();
  }

  #setActivations(words: Int32Array): void {
    const tokenBytes = this.#home.kernels.tokenBytes(this.#columns);
    const q = this.#scratch + this.#laneBytes * this.#pool.lanes;
    words[int8Word.form] = this.#form;
    words[int8Word.q] = q;
    words[int8Word.blockScales] = q + this.#tokens * tokenBytes;
    words[int8Word.columns] = this.#columns;
    words[int8Word.tokens] = this.#tokens;
    words[int8Word.tokenBytes] = tokenBytes;
    words[int8Word.tokenScaleBytes] = this.#home.kernels.tokenScaleBytes(this.#columns);
  }

  #setScratch(words: Int32Array, scratch: number, stride: number): void {
    words[int8Word.scratch] = scratch;
    words[int8Word.scratchStride] = stride;
    words[int8Word.kernelScratch] = this.#laneBytes;
  }

  /** Another memory needs room for copies of the activations and of a piece's results; returns the rows of a piece that fit. */
  #setScratchAway(words: Int32Array, arena: Arena, most: number, tokens: number): number {
    const bytes = words[int8Word.tokenBytes]! + words[int8Word.tokenScaleBytes]!;
    for (let pieceRows = most; ; pieceRows = PANEL_ROWS) {
      const stride = (this.#laneBytes + tokens * (bytes + pieceRows * 4) + 63) & ~63;
      const scratch = arena.scratch(stride * this.#pool.lanes);
      if (scratch !== undefined) {
        this.#setScratch(words, scratch, stride);
        return pieceRows;
      }
      if (pieceRows === PANEL_ROWS) throw exhausted("the scratch of a linear", stride * this.#pool.lanes);
    }
  }
}

/** Rows of a piece of at most `products`, where a row has `rowProducts`; at least three panels. */
function rowsOfPiece(products: number, rowProducts: number): number {
  return PIECE_ROWS * Math.max(1, Math.floor(products / (PIECE_ROWS * rowProducts)));
}
