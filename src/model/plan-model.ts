import { type ModelConfig, readModelConfig } from "../formats/index.ts";
import { type CacheDtype, type ComputeMode, defaultThreads } from "../kernels/index.ts";
import { type MemoryPlan, planMemory } from "./memory-plan.ts";
import { type PlannedWeights, readPlannedWeights } from "./planned-weights.ts";

/** As for loading; see ThreadModelOptions. */
export interface PlanModelOptions {
  readonly threads?: number | undefined;
  readonly compute?: ComputeMode | undefined;
  readonly cacheDtype?: CacheDtype | undefined;
}

export interface ModelPlan {
  readonly config: ModelConfig;
  readonly compute: ComputeMode;
  readonly cacheDtype: CacheDtype;
  readonly threads: number;
  readonly basis: PlannedWeights["basis"];
  readonly parameters: number;
  /** Bytes of weights and scales in the files. */
  readonly checkpointBytes: number;
  readonly plan: MemoryPlan;
}

/** The form of the cache where nobody chose: its loss is far below that of the arithmetic beside it. */
export function defaultCacheDtype(compute: ComputeMode): CacheDtype {
  return compute === "fast" ? "float16" : "float32";
}

/** What the model of a folder takes, from its configuration and the headers of its files or their index alone. */
export function planModel(folder: string, options: PlanModelOptions = {}): ModelPlan {
  const { compute = "fast", threads = defaultThreads() } = options;
  const cacheDtype = options.cacheDtype ?? defaultCacheDtype(compute);
  const config = readModelConfig(folder);
  const { weights, ...known } = readPlannedWeights(folder, config);
  const plan = planMemory(config, weights, { compute, cacheDtype, threads });
  return { config, compute, cacheDtype, threads, ...known, plan };
}
