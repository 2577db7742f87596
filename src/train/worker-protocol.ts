import type { TrainedModelConfig } from "./model-config.ts";
import type { OptimizerSettings } from "./optimizer.ts";
import type { SampleLoss } from "./replica-steps.ts";
import type { PackedRow } from "./row.ts";

/** What a training thread is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly config: TrainedModelConfig;
  readonly rowLength: number;
  readonly index: number;
  /** The memories of all replicas, in the order in which gradients are added. */
  readonly memories: readonly WebAssembly.Memory[];
  /** int32: arrivals, generation; see barrier.ts */
  readonly barrier: SharedArrayBuffer;
}

export type WorkerRequest =
  | {
      readonly type: "step";
      readonly rows: readonly PackedRow[];
      readonly optimizer: OptimizerSettings;
      readonly step: number;
      readonly rate: number;
      /** Of the whole batch, over all threads. */
      readonly trainedTokens: number;
    }
  | { readonly type: "evaluate"; readonly rows: readonly PackedRow[] }
  | { readonly type: "stop" };

export type WorkerReply =
  | { readonly type: "ready" }
  /** Summed loss of this thread's rows, and the norm of the batch's mean gradient before clipping. */
  | { readonly type: "stepped"; readonly loss: number; readonly gradientNorm: number }
  | { readonly type: "evaluated"; readonly samples: readonly SampleLoss[] };
