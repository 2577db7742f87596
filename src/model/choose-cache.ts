import { HermesError } from "../errors.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { MemoryPlan } from "./memory-plan.ts";

/** What the caller fixed. Tokens. */
export interface CacheWishes {
  /** Longest sequence. Default: the model's own context, or less where memory is short. */
  readonly contextLength?: number | undefined;
  /** Tokens of all sequences together. Default: some contexts, as memory allows. */
  readonly cacheTokens?: number | undefined;
}

export interface CacheChoice {
  readonly contextLength: number;
  /** At least one context. */
  readonly cacheTokens: number;
  /** What the user should know, such as a context cut short. */
  readonly warnings: readonly string[];
}

/** Share of the memory left beside the weights that a cache nobody asked for may take. */
const DEFAULT_SHARE = 1 / 2;
/** Contexts, and tokens, of the largest cache by default: room for some streams and for beginnings to be reused. */
const MOST_CONTEXTS = 8;
const MOST_TOKENS = 65_536;
/** A context shorter than this is of no use; less memory than it needs is too little. */
const LEAST_CONTEXT = 512;
/** A context that is cut short is a multiple of this. */
const CONTEXT_STEP = 256;

/** Tokens of cache that fit beside everything else. */
export function mostCacheTokens(plan: MemoryPlan, memory: MachineMemory): number {
  return Math.max(0, Math.floor((memory.availableBytes - plan.fixedBytes) / plan.cacheBytesPerToken));
}

/**
 * Context and cache of a model that is about to be loaded. A wish is fulfilled or refused; what is left open is chosen so that
 * half of the memory left beside the weights stays free.
 * @param ownContext the model's context, in tokens
 * Throws HermesError "usage" for a wish that this model cannot fulfil, "memory-exhausted" when weights and the smallest useful
 * cache do not fit.
 */
export function chooseCache(
  plan: MemoryPlan,
  memory: MachineMemory,
  ownContext: number,
  wishes: CacheWishes = {},
): CacheChoice {
  checkWishes(wishes, ownContext);
  const most = mostCacheTokens(plan, memory);
  const comfortable = Math.floor(most * DEFAULT_SHARE);
  const least = wishes.cacheTokens ?? wishes.contextLength ?? Math.min(ownContext, LEAST_CONTEXT);
  if (most < least) throw doesNotFit(plan, memory, least);
  if (wishes.cacheTokens !== undefined) {
    const contextLength = wishes.contextLength ?? Math.min(ownContext, wishes.cacheTokens);
    return { contextLength, cacheTokens: wishes.cacheTokens, warnings: shorter(contextLength, ownContext, wishes) };
  }
  const fitting = Math.floor(comfortable / CONTEXT_STEP) * CONTEXT_STEP;
  const contextLength = wishes.contextLength ?? Math.min(ownContext, Math.max(least, fitting));
  const wanted = Math.max(contextLength, Math.min(MOST_CONTEXTS * contextLength, MOST_TOKENS));
  const cacheTokens = Math.max(contextLength, Math.min(wanted, comfortable));
  return { contextLength, cacheTokens, warnings: shorter(contextLength, ownContext, wishes) };
}

function checkWishes({ contextLength, cacheTokens }: CacheWishes, own: number): void {
  if (contextLength !== undefined && !(Number.isInteger(contextLength) && contextLength >= 2 && contextLength <= own)) {
    const message = `contextLength is ${contextLength}; expected a whole number from 2 to ${own}, the model's own.`;
    throw new HermesError("usage", message, { argument: "contextLength" });
  }
  const least = contextLength ?? 2;
  if (cacheTokens === undefined || (Number.isInteger(cacheTokens) && cacheTokens >= least)) return;
  const message = `cacheTokens is ${cacheTokens}; expected a whole number of at least ${least}, one whole context.`;
  throw new HermesError("usage", message, { argument: "cacheTokens" });
}

function shorter(contextLength: number, ownContext: number, wishes: CacheWishes): string[] {
  if (wishes.contextLength !== undefined || contextLength >= ownContext) return [];
  const [chosen, own] = [contextLength, ownContext].map((tokens) => tokens.toLocaleString("en-US"));
  const cut = `the context is ${chosen} of ${own} tokens`;
  if (wishes.cacheTokens !== undefined) return [`${cut}, because the cache was asked to hold no more`];
  return [`${cut}, because memory is short; free some, or choose with --context`];
}

function doesNotFit(plan: MemoryPlan, memory: MachineMemory, tokens: number): HermesError<"memory-exhausted"> {
  const needed = plan.fixedBytes + tokens * plan.cacheBytesPerToken;
  const [need, have, weights] = [needed, memory.availableBytes, plan.weightBytes].map(gigabytes);
  const where = memory.limitedBy === "container" ? "this container" : "this machine";
  const advice = "free memory, take a shorter context, a smaller cache form or a smaller model";
  const message = `The model with a context of ${tokens} tokens needs ${need} (weights ${weights}); ${where} has ${have} available. To make it fit, ${advice}.`;
  const what = `a model with a context of ${tokens} tokens`;
  return new HermesError("memory-exhausted", message, {
    what,
    byteLength: needed,
    availableBytes: memory.availableBytes,
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;
}
