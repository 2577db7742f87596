import { isHermesError } from "../errors.ts";
import {
  type CacheChoice,
  type CacheWishes,
  chooseCache,
  type MachineMemory,
  type ModelPlan,
  mostCacheTokens,
} from "../model/index.ts";
import { type Row, renderBytes, renderCount } from "./rows.ts";

export interface RenderedPlan {
  readonly rows: readonly Row[];
  readonly fits: boolean;
}

/** A plan as rows for people: what is needed, what there is, and whether the one fits the other. */
export function renderPlan(model: ModelPlan, memory: MachineMemory, wishes: CacheWishes): RenderedPlan {
  const { plan, compute, cacheDtype, threads, basis, parameters, checkpointBytes } = model;
  const source =
    basis === "files" ? "by the files' headers" : "by config.json and the index alone: weights are missing";
  const whose = memory.limitedBy === "container" ? "this container" : "this machine";
  const rows: Row[] = [
    ["checkpoint", `${renderCount(parameters)} parameters in ${renderCount(checkpointBytes)} bytes`],
    ["memory plan", `--compute ${compute}, --cache-dtype ${cacheDtype}, ${threads} threads; ${source}`],
    ["  weights", `${renderBytes(plan.weightBytes)} ${compute === "fast" ? "as int8" : "as stored"}`],
    ["  activations", renderBytes(plan.activationBytes)],
    ["  program", `${renderBytes(plan.runtimeBytes)} for Node and its threads`],
    ["key-value cache", `${renderBytes(plan.cacheBytesPerToken)} a token`],
  ];
  const available: Row = [
    "memory available",
    `${renderBytes(memory.availableBytes)} of ${renderBytes(memory.totalBytes)} on ${whose}`,
  ];
  const outcome = tryChoose(model, memory, wishes);
  if ("refusal" in outcome) return { rows: [...rows, available, ["fits", `no: ${outcome.refusal}`]], fits: false };
  return { rows: [...rows, ...describeChoice(model, memory, outcome), available], fits: true };
}

function tryChoose(model: ModelPlan, memory: MachineMemory, wishes: CacheWishes): CacheChoice | { refusal: string } {
  try {
    return chooseCache(model.plan, memory, model.config.contextLength, wishes);
  } catch (error) {
    if (isHermesError(error, "memory-exhausted")) return { refusal: error.message };
    throw error;
  }
}

function describeChoice({ plan }: ModelPlan, memory: MachineMemory, choice: CacheChoice): Row[] {
  const { contextLength, cacheTokens } = choice;
  const cacheBytes = cacheTokens * plan.cacheBytesPerToken;
  const most = mostCacheTokens(plan, memory);
  return [
    ["  for", `${renderCount(cacheTokens)} tokens, at most ${renderCount(contextLength)} a sequence`],
    ["memory needed", `${renderBytes(plan.fixedBytes + cacheBytes)} with a full cache`],
    ["fits", `yes; a cache of ${renderCount(most)} tokens would be the largest`],
    ...choice.warnings.map((warning): Row => ["note", warning]),
  ];
}
