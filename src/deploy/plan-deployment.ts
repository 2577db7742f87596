import { HermesError } from "../errors.ts";
import { chooseContext, explainContext } from "./choose-context.ts";
import {
  type Command,
  type DeploymentPlan,
  type DeploymentRequest,
  type EngineName,
  MODEL_MOUNT,
} from "./deployment-plan.ts";
import type { Engine } from "./engines/engine.ts";
import { sglang } from "./engines/sglang.ts";
import { vllm } from "./engines/vllm.ts";
import { estimateMemory } from "./memory-estimate.ts";
import { chooseParallelism } from "./parallelism.ts";
import { collectNotes } from "./plan-notes.ts";
import { planRouter } from "./plan-router.ts";

/** The engines there are plans for. */
export const engines: Readonly<Record<EngineName, Engine>> = { vllm, sglang };

/**
 * How to start a model on an engine, with the reason for everything. Pure arithmetic: nothing is measured, nothing is started.
 * Throws HermesError "usage" where the numbers do not fit together, "memory-exhausted" where the model does not fit the GPUs.
 */
export function planDeployment(request: DeploymentRequest): DeploymentPlan {
  refuseUnplanned(request);
  const { model, gpus, gpuBytes, nodes, replicas, form } = request;
  const engine = engines[request.engine];
  const parallelism = chooseParallelism(model, gpus, nodes);
  const memory = estimateMemory(model, parallelism, gpuBytes, engine.memoryRule);
  const question = { model, memory, rule: engine.memoryRule, requested: request.contextLength };
  const contextLength = chooseContext(question);
  const contextReason = explainContext(model, memory, contextLength);
  const input = { request, parallelism, memory, contextLength, contextReason };
  const server: Command = {
    program: engine.program,
    leading: engine.modelArguments(modelArgument(request)),
    flags: engine.flags(input),
    port: engine.port,
    image: engine.image,
  };
  return {
    engine: request.engine,
    engineTitle: engine.title,
    form,
    model,
    gpus,
    nodes,
    replicas,
    parallelism,
    memory,
    contextLength,
    server,
    router: replicas > 1 ? planRouter(request, engine.port) : null,
    leftOut: engine.leftOut(input),
    notes: collectNotes(request, engine),
  };
}

/** What the engine is told to load. A folder is mounted into a container. */
function modelArgument({ model: { source }, form }: DeploymentRequest): string {
  if (source.kind === "repository") return source.repository;
  return form === "shell" ? source.path : MODEL_MOUNT;
}

function refuseUnplanned({ engine, nodes, replicas, form }: DeploymentRequest): void {
  if (replicas > 1 && engine !== "sglang") {
    throw refusal(
      "replicas",
      "Several copies are planned for sglang alone: its router sends a conversation to the copy that has its beginning in the cache. Plan one copy, and put a balancer of your own before several of them.",
    );
  }
  if (replicas > 1 && nodes > 1) {
    throw refusal("replicas", "Several copies of several machines each are not planned: plan one copy.");
  }
  if (nodes > 1 && form === "compose") {
    throw refusal("nodes", "A compose file describes one machine: leave out --compose, or use --kubernetes.");
  }
}

function refusal(argument: string, message: string): HermesError {
  return new HermesError("usage", message, { argument });
}
