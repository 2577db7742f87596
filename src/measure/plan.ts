import { HermesError } from "../errors.ts";
import type { MeasureOptions } from "./contract.ts";

/** Tokens of the prompt before decoding is timed: enough to be one of its own, too few to matter. */
export const DECODE_PROMPT_TOKENS = 16;
/** What is run before the timed rounds: a full step of a prompt and some tokens, so that code is compiled and memory touched. */
export const WARM_UP = { promptTokens: 256, decodeTokens: 8 } as const;
const DEFAULTS = { promptTokens: 512, decodeTokens: 64, streams: [1, 8], rounds: 3 } as const;

/** What is measured, checked against the model's context. */
export interface MeasurePlan {
  readonly promptTokens: readonly number[];
  readonly decodeTokens: number;
  readonly streams: readonly number[];
  readonly rounds: number;
  /** Longest sequence of all. */
  readonly contextLength: number;
  /** Room for all sequences of a part together, in tokens. */
  readonly cacheTokens: number;
}

/**
 * Fills in the defaults. `contextLength` is the model's own, `blockTokens` the grain in which sequences take room.
 * Throws HermesError "usage" with the name of the option that is out of range.
 */
export function planMeasurement(options: MeasureOptions, contextLength: number, blockTokens: number): MeasurePlan {
  const longest = contextLength - 1;
  const promptTokens = options.promptTokens ?? [Math.min(DEFAULTS.promptTokens, longest)];
  const decodeTokens = options.decodeTokens ?? DEFAULTS.decodeTokens;
  const streams = options.streams ?? DEFAULTS.streams;
  const rounds = options.rounds ?? DEFAULTS.rounds;
  checkList("promptTokens", promptTokens, 1, longest);
  checkNumber("decodeTokens", decodeTokens, 2, contextLength - DECODE_PROMPT_TOKENS);
  checkList("streams", streams, 1, MOST_STREAMS);
  if (options.threads !== undefined) checkNumber("threads", options.threads, 1, MOST_THREADS);
  checkNumber("rounds", rounds, 1, Number.MAX_SAFE_INTEGER);
  const stream = roundUp(DECODE_PROMPT_TOKENS + decodeTokens, blockTokens);
  const prompt = roundUp(Math.max(...promptTokens) + 1, blockTokens);
  const needed = Math.min(contextLength, Math.max(prompt, stream));
  // A block more a stream: one is taken before it is known that the answer ends.
  const cacheTokens = Math.max(needed, Math.max(...streams) * (stream + blockTokens));
  return { promptTokens, decodeTokens, streams, rounds, contextLength: needed, cacheTokens };
}

/** A thread costs about 16 MB; a larger number is a slip of the keyboard, not a machine. */
const MOST_THREADS = 512;
/** The engine runs at most 64 sequences at a time; more would wait instead of running beside the others. */
const MOST_STREAMS = 64;

function checkList(argument: string, values: readonly number[], lowest: number, highest: number): void {
  if (values.length === 0)
    throw new HermesError("usage", `${argument} is empty; give at least one number.`, { argument });
  for (const value of values) checkNumber(argument, value, lowest, highest);
}

function checkNumber(argument: string, value: number, lowest: number, highest: number): void {
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return;
  const expected = `a whole number from ${lowest} to ${highest}`;
  throw new HermesError("usage", `${argument} is ${value}; expected ${expected} for this model.`, { argument });
}

function roundUp(tokens: number, grain: number): number {
  return Math.ceil(tokens / grain) * grain;
}
