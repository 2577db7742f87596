import type { TrainedModelConfig } from "./model-config.ts";
import type { PackedRow, Sample } from "./row.ts";
import type { StepResult } from "./trainer.ts";

/** What a run is. A resumed run takes config, seed, batch and schedule from its checkpoint. */
export interface RunOptions {
  /** Where checkpoints lie. */
  readonly folder: string;
  readonly resume: boolean;
  readonly config: TrainedModelConfig;
  /** How long to train: steps, or the minutes from which steps are worked out by a short measurement. */
  readonly length: { readonly steps: number } | { readonly minutes: number };
  readonly peakRate: number;
  readonly seed: number;
  readonly threads: number;
  /** Tokens of a full row. */
  readonly rowLength: number;
  /** Rows of a batch, over all threads. */
  readonly rowsPerStep: number;
  /** Samples of pool `index`; the same index gives the same samples. */
  readonly samples: (index: number) => readonly Sample[];
  readonly heldOutRows?: readonly PackedRow[];
  readonly checkpointSeconds: number;
  readonly evaluateSeconds: number;
  /** Stops after the step in hand, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly report: (event: RunEvent) => void;
}

export type RunEvent =
  | {
      readonly type: "started";
      readonly step: number;
      readonly totalSteps: number;
      readonly parameters: number;
      /** Whether 256-bit kernels run. */
      readonly wide: boolean;
    }
  | StepEvent
  /** Mean loss a trained token of held-out samples, by kind. */
  | { readonly type: "evaluated"; readonly step: number; readonly losses: Readonly<Record<string, number>> }
  | { readonly type: "saved"; readonly step: number };

export interface StepEvent extends StepResult {
  readonly type: "step";
  /** Updates made, this one included. */
  readonly step: number;
  readonly totalSteps: number;
  readonly rate: number;
  /** Tokens in the batch's rows. */
  readonly tokens: number;
  readonly seconds: number;
  readonly packingEfficiency: number;
  /** Samples longer than a row, left out so far. */
  readonly droppedSamples: number;
}
