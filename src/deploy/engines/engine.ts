import type { DeploymentRequest, Flag, LeftOut } from "../deployment-plan.ts";
import type { MemoryEstimate, MemoryRule } from "../memory-estimate.ts";
import type { Parallelism } from "../parallelism.ts";

/** What the flags of an engine follow from. */
export interface EngineInput {
  readonly request: DeploymentRequest;
  readonly parallelism: Parallelism;
  readonly memory: MemoryEstimate;
  readonly contextLength: number;
  /** Why the context is what it is. */
  readonly contextReason: string;
}

/** What we know of an inference engine. A new one is one file and one row. */
export interface Engine {
  /** How people call it. */
  readonly title: string;
  readonly image: string;
  readonly port: number;
  readonly memoryRule: MemoryRule;
  readonly program: readonly string[];
  /** Arguments that name a model's path or repository. */
  modelArguments(model: string): readonly string[];
  flags(input: EngineInput): readonly Flag[];
  leftOut(input: EngineInput): readonly LeftOut[];
}

/** An option with one value known in advance, or with none. */
export function flag(name: string, value: string | number | null, reason: string): Flag {
  return { name, values: value === null ? [] : [String(value)], reason };
}
