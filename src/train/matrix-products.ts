import type { TrainingKernels } from "../kernels/training/index.ts";

/** The three products of a linear layer y = x w^T, on byte addresses. x [tokens, inputs], y [tokens, outputs], w [outputs, inputs]. */
export interface LinearShape {
  readonly tokens: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** y = x w^T, or y += x w^T. */
export function linearForward(
  kernels: TrainingKernels,
  scratch: number,
  { y, x, w, accumulate = false }: { y: number; x: number; w: number; accumulate?: boolean },
  { tokens, inputs, outputs }: LinearShape,
): void {
  kernels.matmul(y, outputs, x, inputs, 0, w, inputs, 1, tokens, outputs, inputs, accumulate ? 1 : 0, scratch);
}

/** dx = dy w (written over) and dw += dy^T x. */
export function linearBackward(
  kernels: TrainingKernels,
  scratch: number,
  { dx, dw, dy, x, w }: { dx: number; dw: number; dy: number; x: number; w: number },
  { tokens, inputs, outputs }: LinearShape,
): void {
  kernels.matmul(dx, inputs, dy, outputs, 0, w, inputs, 0, tokens, inputs, outputs, 0, scratch);
  kernels.matmul(dw, inputs, dy, outputs, 1, x, inputs, 0, outputs, inputs, tokens, 1, scratch);
}
