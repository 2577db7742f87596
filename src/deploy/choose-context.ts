import { HermesError } from "../errors.ts";
import { type Fit, findFits, renderFit } from "./find-fits.ts";
import type { MemoryEstimate, MemoryRule } from "./memory-estimate.ts";
import { type ModelFacts, totalWeightBytes } from "./model-facts.ts";
import { renderGigabytes, renderTokens } from "./render/numbers.ts";

/** Below this a model that thinks is of no use. */
const SHORTEST_CONTEXT = 4096;
/** Thoughts of the training data reach about 16,000 tokens; with a prompt and an answer they need about twice that. */
export const COMFORTABLE_CONTEXT = 32_768;
/** Contexts that we choose are multiples of this. */
const CONTEXT_STEP = 1024;

/** What the choice rests on. */
interface ContextQuestion {
  readonly model: ModelFacts;
  readonly memory: MemoryEstimate;
  readonly rule: MemoryRule;
  readonly requested: number | undefined;
}

/**
 * The context a copy is started with: the one that was asked for, else the model's own where the cache holds it, else the longest that
 * does. Throws HermesError "usage" (longer than the model's own) or "memory-exhausted", with the numbers and what would do.
 */
export function chooseContext(question: ContextQuestion): number {
  const { model, memory, requested } = question;
  if (requested !== undefined && requested > model.contextLength) throw tooLong(model, requested);
  const needed = requested ?? Math.min(SHORTEST_CONTEXT, model.contextLength);
  if (memory.cacheTokens < needed) throw doesNotFit(question, needed);
  if (requested !== undefined || memory.cacheTokens >= model.contextLength) return requested ?? model.contextLength;
  return Math.max(needed, Math.floor(memory.cacheTokens / CONTEXT_STEP) * CONTEXT_STEP);
}

function tooLong({ servedName, contextLength }: ModelFacts, requested: number): HermesError {
  const message = `${servedName} was made for ${renderTokens(contextLength)}, not for ${renderTokens(requested)}: engines refuse more than config.json allows. Give --context ${contextLength} or less.`;
  return new HermesError("usage", message, { argument: "context" });
}

function doesNotFit(question: ContextQuestion, needed: number): HermesError {
  const { model, memory } = question;
  const { fraction, gpuBytes, weightBytes, workingBytes } = memory;
  const cache = needed * memory.cacheBytesPerToken;
  const work = memory.shareHoldsWorking ? ` + ${renderGigabytes(workingBytes)} working memory` : "";
  const sum = weightBytes + cache + (memory.shareHoldsWorking ? workingBytes : 0);
  const share = fraction * gpuBytes;
  const arithmetic = `${renderGigabytes(weightBytes)} weights${work} + ${renderGigabytes(cache)} cache for ${renderTokens(needed)} = ${renderGigabytes(sum)}`;
  const message = `${model.servedName} (${renderGigabytes(totalWeightBytes(model))} of weights) does not fit: each GPU of ${renderGigabytes(gpuBytes)} would need ${arithmetic}; ${renderGigabytes(share)} of it, a share of ${fraction}, may be used. ${whatWouldDo(question)}`;
  return new HermesError("memory-exhausted", message, {
    what: model.servedName,
    byteLength: Math.ceil(sum),
    availableBytes: Math.floor(share),
  });
}

/** Told for a context that leaves room to think, or the one that was asked for. */
function whatWouldDo({ model, memory, rule, requested }: ContextQuestion): string {
  const context = requested ?? Math.min(COMFORTABLE_CONTEXT, model.contextLength);
  const fits = findFits(model, rule, context, memory.gpuBytes);
  if (fits.length === 0) return "Nothing that we know of holds it.";
  const shorter =
    requested !== undefined && memory.cacheTokens >= SHORTEST_CONTEXT
      ? ` Or give --context ${Math.floor(memory.cacheTokens / CONTEXT_STEP) * CONTEXT_STEP}.`
      : "";
  return `With ${renderTokens(context)} it fits on ${listOf(fits)}.${shorter}`;
}

function listOf(fits: readonly Fit[]): string {
  const texts = fits.map(renderFit);
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}

/** Why the context is what it is. */
export function explainContext(model: ModelFacts, memory: MemoryEstimate, contextLength: number): string {
  const answers = (memory.cacheTokens / contextLength).toFixed(1);
  const held = `the cache holds ${renderTokens(memory.cacheTokens)}, ${answers} such contexts.`;
  if (contextLength === model.contextLength) return `The model's own context; ${held}`;
  const own = `the model's own ${renderTokens(model.contextLength)}`;
  if (memory.cacheTokens >= model.contextLength) return `As asked for (${own} would fit); ${held}`;
  const tight = contextLength < COMFORTABLE_CONTEXT ? " Long thoughts reach 16,000 tokens: give them a budget." : "";
  const less = " An engine that finds less room stops and says how much: plan again with that as --context.";
  return `${renderTokens(contextLength)} of ${own}; ${held}${tight}${less}`;
}
