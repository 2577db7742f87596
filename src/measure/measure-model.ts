import { Engine } from "../engine/index.ts";
import { readModelConfig } from "../formats/index.ts";
import { defaultThreads, measureReadCeiling } from "../kernels/index.ts";
import { BLOCK_TOKENS, type LanguageModel, readMachineMemory, ThreadModel } from "../model/index.ts";
import type { Measurement, MeasureOptions } from "./contract.ts";
import { type DecodeRound, runDecode, summariseDecodes } from "./measure-decode.ts";
import { type PromptRound, runPrompt, summarisePrompts } from "./measure-prompt.ts";
import { type MeasurePlan, planMeasurement, WARM_UP } from "./plan.ts";
import { PromptSource } from "./prompts.ts";

type Results = Pick<Measurement, "prompts" | "decodes">;

const CEILING_TRIES = 3;
/** Of the memory that is available beside the model, what reading is measured on. */
const CEILING_SHARE = 1 / 4;

/**
 * Loads a model as it is loaded for answering and times it, without guessing ahead (what is guessed right depends on the text).
 * A short run of everything is thrown away first.
 * Throws HermesError "usage" with the option's name, and as loading and answering do.
 */
export async function measureModel(options: MeasureOptions): Promise<Measurement> {
  const { folder, compute = "fast", threads = defaultThreads(), onProgress = () => {} } = options;
  const plan = planMeasurement(options, readModelConfig(folder).contextLength, BLOCK_TOKENS);
  const { contextLength, cacheTokens } = plan;
  onProgress("loading the model");
  const start = performance.now();
  const cacheDtype = options.cacheDtype === undefined ? {} : { cacheDtype: options.cacheDtype };
  const model = await ThreadModel.load(folder, { threads, compute, contextLength, cacheTokens, ...cacheDtype });
  const loadMs = performance.now() - start;
  const loadedMemoryBytes = peakMemory();
  try {
    const results = await runPlan(model, plan, onProgress);
    const peakMemoryBytes = peakMemory();
    onProgress("reading memory");
    const mostBytes = readMachineMemory().availableBytes * CEILING_SHARE;
    const readCeiling = await measureReadCeiling(threads, { tries: CEILING_TRIES, mostBytes });
    const { rounds, decodeTokens } = plan;
    const { weightBytes, bytesPerToken, cache } = model;
    return {
      ...{ threads, compute, cacheDtype: cache.dtype, rounds, decodeTokens, loadMs, weightBytes, bytesPerToken },
      ...results,
      cacheBytes: cache.blocks * cache.blockByteLength,
      loadedMemoryBytes,
      peakMemoryBytes,
      readCeiling,
      bandwidthShare: (stepsPerSecond(results) * bytesPerToken) / readCeiling,
    };
  } finally {
    await model.dispose();
  }
}

/** Most bytes this process ever held. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Of the fewest streams: one step reads the weights once, whatever the number of streams. */
function stepsPerSecond({ decodes }: Results): number {
  const [streams, { tokensPerSecond }] = [...decodes].reduce((fewest, other) =>
    other[0] < fewest[0] ? other : fewest,
  );
  return tokensPerSecond / streams;
}

async function runPlan(model: LanguageModel, plan: MeasurePlan, onProgress: (part: string) => void): Promise<Results> {
  const engine = new Engine(model, { speculation: "off" });
  const prompts = new PromptSource(model.config.vocabularySize);
  const promptRounds = new Map<number, PromptRound[]>(plan.promptTokens.map((tokens) => [tokens, []]));
  const decodeRounds = new Map<number, DecodeRound[]>(plan.streams.map((streams) => [streams, []]));
  try {
    onProgress("warming up");
    await runPrompt(engine, prompts, Math.min(WARM_UP.promptTokens, Math.max(...plan.promptTokens)));
    const decodeTokens = Math.min(WARM_UP.decodeTokens, plan.decodeTokens);
    await runDecode(engine, prompts, Math.max(...plan.streams), decodeTokens);
    for (let round = 1; round <= plan.rounds; round++) {
      onProgress(`round ${round} of ${plan.rounds}`);
      for (const [tokens, rounds] of promptRounds) rounds.push(await runPrompt(engine, prompts, tokens));
      for (const [streams, rounds] of decodeRounds) {
        rounds.push(await runDecode(engine, prompts, streams, plan.decodeTokens));
      }
    }
  } finally {
    await engine.dispose();
  }
  const summaries = [...promptRounds].map(([tokens, rounds]) => [tokens, summarisePrompts(tokens, rounds)] as const);
  const decodes = [...decodeRounds].map(([streams, rounds]) => [streams, summariseDecodes(rounds)] as const);
  return { prompts: new Map(summaries), decodes: new Map(decodes) };
}
