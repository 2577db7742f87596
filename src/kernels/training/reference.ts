import * as adamw from "../ops/training/adamw/reference.ts";
import * as crossEntropy from "../ops/training/cross-entropy/reference.ts";
import * as embedding from "../ops/training/embedding/reference.ts";
import { referenceMatmul } from "../ops/training/matmul/reference.ts";
import * as attention from "../ops/training/packed-attention/reference.ts";
import { type ReferenceHeap, slot } from "../ops/training/reference-heap.ts";
import * as rmsNorm from "../ops/training/rms-norm/reference.ts";
import * as rotary from "../ops/training/rotary/reference.ts";
import * as swiglu from "../ops/training/swiglu/reference.ts";
import * as vector from "../ops/training/vector/reference.ts";
import type { TrainingKernels } from "./contract.ts";

/** The same operations by plain loops in float64: the law the compiled kernels are tested against, and gradients with them. */
export function createReferenceTrainingKernels(heap: ReferenceHeap): TrainingKernels {
  const bind =
    <Arguments extends number[], Result>(operation: (heap: ReferenceHeap, ...args: Arguments) => Result) =>
    (...args: Arguments): Result =>
      operation(heap, ...args);
  return {
    matmulScratchBytes: () => 4,
    matmul: (c, cStride, a, aStride, aTransposed, b, bStride, bTransposed, rows, columns, depth, accumulate) => {
      const out = heap.subarray(slot(c));
      for (let i = 0; i < rows && !accumulate; i++) out.fill(0, i * cStride, i * cStride + columns);
      const flags = { aTransposed: aTransposed !== 0, bTransposed: bTransposed !== 0 };
      const shape = { rows, columns, depth, aStride, bStride, cStride, ...flags };
      referenceMatmul(out, heap.subarray(slot(a)), heap.subarray(slot(b)), shape);
    },
    rmsNormForward: bind(rmsNorm.rmsNormForward),
    rmsNormBackward: bind(rmsNorm.rmsNormBackward),
    rotate: bind(rotary.rotate),
    attentionKeptFloats: (length) => length * length,
    attentionScratchBytes: () => 4,
    attentionForward: bind(attention.attentionForward),
    attentionBackward: bind(attention.attentionBackward),
    swigluForward: bind(swiglu.swigluForward),
    swigluBackward: bind(swiglu.swigluBackward),
    crossEntropy: bind(crossEntropy.crossEntropy),
    gatherRows: bind(embedding.gatherRows),
    scatterAddRows: bind(embedding.scatterAddRows),
    adamw: bind(adamw.adamw),
    squaredNorm: bind(vector.squaredNorm),
    accumulate: bind(vector.accumulate),
    copy: bind(vector.copy),
    clear: bind(vector.clear),
  };
}
