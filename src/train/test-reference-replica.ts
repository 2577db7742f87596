import { createReferenceTrainingKernels } from "../kernels/training/reference.ts";
import type { Heap } from "./heap.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import { createParameterTable } from "./parameters.ts";
import { type Replica, writeRotaryTables } from "./replica.ts";
import { createWorkspace } from "./workspace.ts";

/** A replica of float64 numbers and plain loops: the same forward and backward pass, slow and exact. */
export function createReferenceReplica(config: TrainedModelConfig, rowLength: number): Replica {
  const parameters = createParameterTable(config);
  const sizing = createReferenceTrainingKernels(new Float64Array(0));
  const workspace = createWorkspace(config, parameters, rowLength, sizing);
  const slots = new Float64Array(workspace.byteLength / 4);
  const kernels = createReferenceTrainingKernels(slots);
  const replica = { config, parameters, kernels, heap: createReferenceHeap(slots), workspace };
  writeRotaryTables(replica, rowLength);
  return replica;
}

/** The heap of the scalar reference kernels: slot address / 4 of a float64 array holds the value at `address`. */
function createReferenceHeap(slots: Float64Array): Heap {
  return {
    floats: (address, count) => slots.subarray(address / 4, address / 4 + count),
    writeIntegers: (address, values) => slots.set(values, address / 4),
  };
}
