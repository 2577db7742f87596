import type { MemoryEstimate } from "./memory-estimate.ts";
import type { ModelFacts } from "./model-facts.ts";
import type { Parallelism } from "./parallelism.ts";

export type EngineName = "vllm" | "sglang";

/** What a plan is printed as. */
export type PlanForm = "shell" | "compose" | "kubernetes";

/** Who takes thoughts apart: the client, from the text with its tags; or the engine, into fields. */
export type ReasoningMode = "text" | "fields";

/** What somebody wants to run, and on what. */
export interface DeploymentRequest {
  readonly engine: EngineName;
  readonly model: ModelFacts;
  /** GPUs of one machine. */
  readonly gpus: number;
  /** Memory of one GPU, in bytes. */
  readonly gpuBytes: number;
  /** Machines that share one copy of the model. */
  readonly nodes: number;
  /** Copies of the model. */
  readonly replicas: number;
  /** Tokens; the longest that fits where none is given. */
  readonly contextLength?: number | undefined;
  readonly reasoning: ReasoningMode;
  readonly form: PlanForm;
}

/** A value that is known when the plan is written, or one that the environment of the process holds, with something behind it. */
export type FlagValue = string | { readonly environment: string; readonly suffix?: string };

/** One option of a command, and why it is there. */
export interface Flag {
  readonly name: string;
  readonly values: readonly FlagValue[];
  readonly reason: string;
  /** Given on all machines but the first. */
  readonly followersOnly?: boolean;
}

/** An option that is left out on purpose. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** A program with its options. */
export interface Command {
  readonly program: readonly string[];
  /** Arguments before the flags: the model. */
  readonly leading: readonly string[];
  readonly flags: readonly Flag[];
  readonly port: number;
  readonly image: string;
}

/** Everything that an output form prints; data only. */
export interface DeploymentPlan {
  readonly engine: EngineName;
  /** How people call the engine. */
  readonly engineTitle: string;
  readonly form: PlanForm;
  readonly model: ModelFacts;
  readonly gpus: number;
  readonly nodes: number;
  readonly replicas: number;
  readonly parallelism: Parallelism;
  readonly memory: MemoryEstimate;
  readonly contextLength: number;
  readonly server: Command;
  /** In front of several copies. */
  readonly router: Command | null;
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

/** Port by which the machines of one copy find each other. */
export const MEETING_PORT = 20_000;

/** Environment of a process that is one of several machines of a copy. */
export const machineEnvironment = { rank: "NODE_RANK", master: "MASTER_ADDRESS" } as const;

/** Where a local model folder lies inside a container. */
export const MODEL_MOUNT = "/model";
