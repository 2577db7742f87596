import { attendItems } from "./attention-lane.ts";
import {
  ATTENTION,
  ELEMENTS,
  KIND,
  LANES,
  LINEAR,
  LINEAR_INT8,
  LOAD,
  linearWord,
  loadWord,
  QUANTIZE,
} from "./command.ts";
import { computeElements } from "./elements-lane.ts";
import { multiplyPieces, quantizeShare } from "./int8-lane.ts";
import { type InferenceKernels, instantiateKernels } from "./kernels.ts";
import { loadPiecesOfFile } from "./load-pieces.ts";
import { Views } from "./views.ts";

/** A memory as one thread sees it. */
export interface LaneMemory {
  readonly views: Views;
  readonly kernels: InferenceKernels;
}

/** Rows of a linear are shared out in multiples of a panel, so that only the last lane has a short one. */
const ROW_STEP = 16;

/** One thread's share of every command. Lane 0 is the calling thread; memory 0 is home. */
export class Lane {
  readonly #index: number;
  readonly #module: WebAssembly.Module;
  readonly #memories: LaneMemory[] = [];
  #floatWords: Float32Array | undefined;

  constructor(index: number, module: WebAssembly.Module) {
    this.#index = index;
    this.#module = module;
  }

  /** Memories are numbered in the order in which they are adopted, which is the same in every lane. */
  adopt(memory: WebAssembly.Memory): LaneMemory {
    const adopted = { views: new Views(memory), kernels: instantiateKernels(this.#module, memory) };
    this.#memories.push(adopted);
    return adopted;
  }

  run(words: Int32Array): void {
    const kind = words[KIND]!;
    const home = this.#memories[0]!;
    if (kind === LINEAR_INT8) multiplyPieces(words, this.#memories, this.#index);
    else if (kind === QUANTIZE) quantizeShare(words, home, this.#index);
    else if (kind === ELEMENTS) computeElements(words, this.#floats(words), home.kernels, this.#index);
    else if (kind === LINEAR) this.#linear(words);
    else if (kind === ATTENTION) attendItems(words, this.#memories, this.#index);
    else if (kind === LOAD) loadPiecesOfFile(words, this.#memories[words[loadWord.memory]!]!, this.#index);
  }

  /** The same words as float32. */
  #floats(words: Int32Array): Float32Array {
    this.#floatWords ??= new Float32Array(words.buffer);
    return this.#floatWords;
  }

  #linear(words: Int32Array): void {
    const rows = words[linearWord.rows]!;
    const share = Math.ceil(rows / words[LANES]! / ROW_STEP) * ROW_STEP;
    const first = Math.min(rows, this.#index * share);
    const count = Math.min(rows - first, share);
    if (count === 0) return;
    const scratch = (words[linearWord.scratch]! >>> 0) + this.#index * words[linearWord.scratchStride]!;
    const out = (words[linearWord.out]! >>> 0) + first * 4;
    if (words[linearWord.memory] === 0) {
      this.#multiply(words, first, count, out, words[linearWord.outStride]!, words[linearWord.x]! >>> 0, scratch);
    } else {
      this.#linearAway(words, first, count, out, scratch);
    }
  }

  /** The weights lie in another memory: copies x there and the results back. */
  #linearAway(words: Int32Array, first: number, count: number, out: number, scratch: number): void {
    const away = this.#memories[words[linearWord.memory]!]!.views;
    const home = this.#memories[0]!.views;
    const tokens = words[linearWord.tokens]!;
    const x = words[linearWord.x]! >>> 0;
    const xBytes = tokens * words[linearWord.columns]! * 4;
    const xAway = scratch + words[linearWord.kernelScratch]!;
    const outAway = xAway + xBytes;
    const rowBytes = count * 4;
    away.bytes(outAway + tokens * rowBytes).set(home.bytes(x + xBytes).subarray(x, x + xBytes), xAway);
    this.#multiply(words, first, count, outAway, rowBytes, xAway, scratch);
    const outStride = words[linearWord.outStride]!;
    const source = away.bytes(outAway + tokens * rowBytes);
    const target = home.bytes(out + (tokens - 1) * outStride + rowBytes);
    for (let t = 0; t < tokens; t++) {
      const from = outAway + t * rowBytes;
      target.set(source.subarray(from, from + rowBytes), out + t * outStride);
    }
  }

  #multiply(
    words: Int32Array,
    first: number,
    count: number,
    out: number,
    outStride: number,
    x: number,
    scratch: number,
  ): void {
    const { kernels } = this.#memories[words[linearWord.memory]!]!;
    const weights = (words[linearWord.weights]! >>> 0) + first * words[linearWord.rowBytes]!;
    const scales = (words[linearWord.scales]! >>> 0) + first * 4;
    const columns = words[linearWord.columns]!;
    const tokens = words[linearWord.tokens]!;
    const tileFrom = words[linearWord.tileFrom]!;
    const storage = words[linearWord.storage]!;
    const [stride, block] = [words[linearWord.scaleStride]!, words[linearWord.blockColumns]!];
    kernels.linearFloat(
      storage,
      out,
      outStride,
      x,
      weights,
      scales,
      stride,
      columns,
      block,
      count,
      tokens,
      tileFrom,
      scratch,
    );
  }
}
