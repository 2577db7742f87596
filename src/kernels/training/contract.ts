/**
 * Operations of the trainer, run at once in one WebAssembly memory. Every address is a byte address in that memory;
 * everything is row-major float32 unless said. Shapes and formulas stand beside each kernel in ops/training/.
 */
export interface TrainingKernels {
  /** Bytes of scratch `matmul` needs. */
  matmulScratchBytes(): number;
  /** c (+)= a b; see ops/training/matmul. Strides are floats between stored rows; flags are 0 or 1. */
  matmul(
    c: number,
    cStride: number,
    a: number,
    aStride: number,
    aTransposed: number,
    b: number,
    bStride: number,
    bTransposed: number,
    rows: number,
    columns: number,
    depth: number,
    accumulate: number,
    scratch: number,
  ): void;
  rmsNormForward(
    out: number,
    inverse: number,
    x: number,
    weight: number,
    tokens: number,
    width: number,
    epsilon: number,
  ): void;
  rmsNormBackward(
    dx: number,
    dWeight: number,
    dy: number,
    x: number,
    inverse: number,
    weight: number,
    tokens: number,
    width: number,
  ): void;
  rotate(
    x: number,
    stride: number,
    positions: number,
    cosines: number,
    sines: number,
    tokens: number,
    heads: number,
    headDim: number,
    inverse: number,
  ): void;
  /** Floats of probabilities one head keeps for a sample of `length` tokens. */
  attentionKeptFloats(length: number): number;
  attentionScratchBytes(length: number): number;
  attentionForward(
    out: number,
    kept: number,
    qkv: number,
    length: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    scratch: number,
  ): void;
  attentionBackward(
    dQkv: number,
    dOut: number,
    kept: number,
    qkv: number,
    length: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    scratch: number,
    work: number,
  ): void;
  swigluForward(out: number, gateUp: number, tokens: number, width: number): void;
  swigluBackward(dGateUp: number, dOut: number, gateUp: number, tokens: number, width: number): void;
  /** Returns the summed loss; logits become their gradient. */
  crossEntropy(logits: number, targets: number, losses: number, rows: number, width: number): number;
  gatherRows(out: number, table: number, ids: number, count: number, width: number): void;
  scatterAddRows(table: number, x: number, ids: number, count: number, width: number): void;
  adamw(
    weights: number,
    gradients: number,
    means: number,
    variances: number,
    count: number,
    gradientScale: number,
    rate: number,
    decay: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
  ): void;
  squaredNorm(x: number, count: number): number;
  /** out += x. */
  accumulate(out: number, x: number, count: number): void;
  /** out = x. */
  copy(out: number, x: number, count: number): void;
  /** out = 0. */
  clear(out: number, count: number): void;
}
