import type { DeploymentPlan } from "../deployment-plan.ts";
import { knownModels } from "../known-models.ts";
import { parameterCount, totalWeightBytes } from "../model-facts.ts";
import { renderCount, renderGigabytes, renderTokens } from "./numbers.ts";

/** What is planned, in one line. */
export function describeTitle({ model, engineTitle, gpus, nodes, replicas, memory }: DeploymentPlan): string {
  const copies = replicas > 1 ? `${replicas} copies, each on ` : "";
  const machines = nodes > 1 ? `${nodes} machines of ` : "";
  const cards = `${gpus} GPU${gpus > 1 ? "s" : ""} of ${memory.gpuBytes / 1e9} GB`;
  return `${model.servedName} on ${engineTitle}: ${copies}${machines}${cards}`;
}

/** Where the memory of the fullest GPU goes, with the arithmetic. */
export function describeMemory({ model, parallelism, memory, contextLength }: DeploymentPlan): readonly string[] {
  const { gpuBytes, fraction, weightBytes, workingBytes, cacheBytes, cacheTokens, shareHoldsWorking } = memory;
  const billions = (parameterCount(model.shape) / 1e9).toFixed(1);
  const form = model.weightForm === "float8" ? "FP8" : "16 bits";
  const work = `working  ${renderGigabytes(workingBytes)}: program, graphs, buffers, a step of 8,192 tokens`;
  const share = `share    ${renderGigabytes(fraction * gpuBytes)} = ${fraction} x ${renderGigabytes(gpuBytes)}`;
  const rest = shareHoldsWorking ? "share - weights - working" : "share - weights";
  const perToken = `${renderCount(memory.cacheBytesPerToken)} bytes a token`;
  return [
    `weights  ${renderGigabytes(weightBytes)} of ${renderGigabytes(totalWeightBytes(model))} (${billions} billion parameters, ${form}), split by ${parallelism.tensor} x ${parallelism.pipeline}`,
    shareHoldsWorking ? work : `${work}, outside of the share`,
    share,
    `cache    ${renderGigabytes(cacheBytes)} = ${rest}; at ${perToken} ${renderTokens(cacheTokens)}`,
    `context  ${renderTokens(contextLength)}: ${(cacheTokens / contextLength).toFixed(1)} of them at once, more where they are shorter`,
  ];
}

/** Options left out, each with its reason. */
export function describeLeftOut({ leftOut }: DeploymentPlan): readonly string[] {
  return leftOut.map(({ name, reason }) => `${name}: ${reason}`);
}

/** How to talk to what was started, at `host`. The kind is named, since a router does not give it away. */
export function describeClient({ engine, model, server, router }: DeploymentPlan, host: string): string {
  const port = (router ?? server).port;
  const { source, promptProfile } = model;
  // The client knows the prompt format of the published models by their names alone.
  const isPublished =
    source.kind === "repository" && knownModels.some(({ repository }) => repository === source.repository);
  const profile = isPublished ? "" : ` --profile ${promptProfile}`;
  return `hermes run --model http://${host}:${port}/v1 --endpoint ${engine}${profile} "What is 17 + 25?"`;
}

/** Lines of at most `width` characters, broken between words; a longer word stands alone. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
