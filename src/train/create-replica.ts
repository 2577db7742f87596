import { createTrainingKernels } from "../kernels/training/index.ts";
import { createMemoryHeap } from "./heap.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import { createParameterTable } from "./parameters.ts";
import { type Replica, writeRotaryTables } from "./replica.ts";
import { createWorkspace } from "./workspace.ts";

const PAGE_BYTES = 65_536;

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
  const replica = { config, parameters, kernels, heap: createMemoryHeap(memory), workspace };
  writeRotaryTables(replica, rowLength);
  return replica;
}
