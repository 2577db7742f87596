import { createTrainingKernels, type TrainingKernels } from "../kernels/training/index.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import { createParameterTable, type ParameterTable } from "./parameters.ts";
import { IGNORED, type PackedRow } from "./row.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

const PAGE_BYTES = 65_536;

/** One copy of the model with its gradients, moments and activations in one memory. */
export interface Replica {
  readonly config: TrainedModelConfig;
  readonly parameters: ParameterTable;
  readonly kernels: TrainingKernels;
  readonly memory: WebAssembly.Memory;
  readonly workspace: Workspace;
}

/** A row that lies in the replica's memory. */
export interface LoadedRow {
  readonly tokens: number;
  readonly trained: number;
  readonly starts: readonly number[];
}

/** A replica in `memory`, grown as needed. The memory may already hold one of the same sizes, which is then shared. */
export function createReplica(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  config: TrainedModelConfig,
  rowLength: number,
): Replica {
  const kernels = createTrainingKernels(module, memory);
  const parameters = createParameterTable(config);
  const workspace = createWorkspace(config, parameters, rowLength, kernels);
  const missing = Math.ceil(workspace.byteLength / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
  if (missing > 0) memory.grow(missing);
  const replica = { config, parameters, kernels, memory, workspace };
  writeRotaryTables(replica, rowLength);
  return replica;
}

/** Cosines and sines of position * theta^(-2i / headDim) (Su et al. 2021), computed in float64. */
function writeRotaryTables({ config, memory, workspace }: Replica, rowLength: number): void {
  const half = config.headDim / 2;
  const cosines = new Float32Array(memory.buffer, workspace.cosines, rowLength * half);
  const sines = new Float32Array(memory.buffer, workspace.sines, rowLength * half);
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
  { memory, workspace, parameters }: Replica,
  array: "weights" | "gradients" | "gradientSum" | "means" | "variances",
): Float32Array {
  return new Float32Array(memory.buffer, workspace[array], parameters.count);
}

/** Copies a row into the replica: tokens, positions that restart in each sample, trained positions and their targets. */
export function loadRow({ memory, workspace }: Replica, row: PackedRow): LoadedRow {
  const tokens = row.tokens.length;
  new Int32Array(memory.buffer, workspace.tokens, tokens).set(row.tokens);
  const positions = new Int32Array(memory.buffer, workspace.positions, tokens);
  const trained = new Int32Array(memory.buffer, workspace.trained, tokens);
  const targets = new Int32Array(memory.buffer, workspace.targets, tokens);
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
  return { tokens, trained: count, starts: row.starts };
}
