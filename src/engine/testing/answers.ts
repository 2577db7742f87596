/** For tests: requests, what came of them, and what should have come of them. */
import { createSampler, type ResolvedSampling, resolveSampling } from "../../sampling/index.ts";
import type { EngineEvent, GenerateRequest } from "../contract.ts";
import type { Engine } from "../engine.ts";
import type { TokenController } from "../token-controller.ts";
import { createToyModel, type ToyOptions } from "./toy-model.ts";

/** A controller that allows everything. */
export const free: TokenController = { forced: () => [], mask: () => null, accept: () => "continue" };

export const greedy = resolveSampling({ temperature: 0 });

/** Different ids below 50 for every seed. */
export function prompt(length: number, seed = 1): number[] {
  return Array.from({ length }, (_, i) => (i * i * 7 + i * seed + seed) % 50);
}

export function request(fields: Partial<GenerateRequest> = {}): GenerateRequest {
  return { promptTokens: prompt(12), controller: free, sampling: greedy, maxTokens: 8, ...fields };
}

export interface Outcome {
  readonly tokens: number[];
  readonly forced: number[];
  readonly cachedTokens: number | null;
  readonly reason: string;
  readonly events: readonly EngineEvent[];
}

export async function collect(source: AsyncIterable<EngineEvent>): Promise<Outcome> {
  const events: EngineEvent[] = [];
  for await (const event of source) events.push(event);
  const tokens = events.filter((event) => event.type === "token");
  const last = events.at(-1)!;
  return {
    tokens: tokens.map((event) => event.token),
    forced: tokens.filter((event) => event.forced).map((event) => event.token),
    cachedTokens: events.find((event) => event.type === "admitted")?.cachedTokens ?? null,
    reason: last.type === "finish" ? last.reason : "none",
    events,
  };
}

export function run(engine: Engine, fields: Partial<GenerateRequest> = {}): Promise<Outcome> {
  return collect(engine.generate(request(fields)));
}

/** The answer as the toy model and a sampler give it without any engine: everything computed anew for every token. */
export async function plainAnswer(
  promptTokens: readonly number[],
  count: number,
  sampling: ResolvedSampling = greedy,
  toy: Pick<ToyOptions, "habit" | "vocabularySize"> = {},
): Promise<number[]> {
  const model = createToyModel({ ...toy, blocks: 1, blockTokens: 4096, maxStepTokens: 4096 });
  const sampler = createSampler(sampling, promptTokens);
  const tokens = [...promptTokens];
  while (tokens.length < promptTokens.length + count) {
    const part = { tokens: Uint32Array.from(tokens), past: 0, blocks: Uint32Array.of(0), logits: "last" } as const;
    const token = sampler.draw(await model.step([part]), null);
    sampler.accept(token);
    tokens.push(token);
  }
  return tokens.slice(promptTokens.length);
}
