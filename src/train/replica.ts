import type { TrainingKernels } from "../kernels/training/index.ts";
import type { FloatArray, Heap } from "./heap.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import type { ParameterTable } from "./parameters.ts";
import { IGNORED, type PackedRow } from "./row.ts";
import type { Workspace } from "./workspace.ts";

/** One copy of the model with its gradients, moments and activations in one memory. */
export interface Replica {
  readonly config: TrainedModelConfig;
  readonly parameters: ParameterTable;
  readonly kernels: TrainingKernels;
  readonly heap: Heap;
  readonly workspace: Workspace;
}

/** A row that lies in the replica's memory. */
export interface LoadedRow {
  readonly tokens: number;
  readonly trained: number;
  readonly starts: readonly number[];
}

/** Cosines and sines of position * theta^(-2i / headDim) (Su et al. 2021), computed in float64. */
export function writeRotaryTables({ config, heap, workspace }: Replica, rowLength: number): void {
  const half = config.headDim / 2;
  const cosines = heap.floats(workspace.cosines, rowLength * half);
  const sines = heap.floats(workspace.sines, rowLength * half);
  for (let position = 0; position < rowLength; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * config.ropeTheta ** ((-2 * i) / config.headDim);
      cosines[position * half + i] = Math.cos(angle);
      sines[position * half + i] = Math.sin(angle);
    }
  }
}

/** One of the replica's parameter arrays, [parameters.count], as a live view. */
export function parameterView(
  { heap, workspace, parameters }: Replica,
  array: "weights" | "gradients" | "gradientSum" | "means" | "variances",
): FloatArray {
  return heap.floats(workspace[array], parameters.count);
}

/** Copies a row into the replica: tokens, positions that restart in each sample, trained positions and their targets. */
export function loadRow({ heap, workspace }: Replica, row: PackedRow): LoadedRow {
  const tokens = row.tokens.length;
  const positions = new Int32Array(tokens);
  const trained = new Int32Array(tokens);
  const targets = new Int32Array(tokens);
  let count = 0;
  for (let sample = 0; sample + 1 < row.starts.length; sample++) {
    const start = row.starts[sample]!;
    for (let t = start; t < row.starts[sample + 1]!; t++) {
      positions[t] = t - start;
      const label = row.labels[t]!;
      if (t === start || label === IGNORED) continue;
      trained[count] = t - 1;
      targets[count++] = label;
    }
  }
  heap.writeIntegers(workspace.tokens, row.tokens);
  heap.writeIntegers(workspace.positions, positions);
  heap.writeIntegers(workspace.trained, trained.subarray(0, count));
  heap.writeIntegers(workspace.targets, targets.subarray(0, count));
  return { tokens, trained: count, starts: row.starts };
}
