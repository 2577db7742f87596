import { HermesError } from "../errors.ts";

export interface EngineLimits {
  /**
   * Most tokens of a step in which only prompts are computed. Default 256: the matrix kernels are at full speed there, and a
   * step still ends soon enough for a newcomer.
   */
  readonly stepTokens: number;
  /**
   * Most prompt tokens of a step beside running answers. Default 64: an answer then waits for one such chunk at most, and
   * the chunk is long enough that prompts still move at a good part of full speed.
   */
  readonly prefillChunk: number;
  /** Most sequences that run at once; the others wait. Default 64: what one more adds to all others' waiting stays small. */
  readonly runningSequences: number;
}

export const DEFAULT_LIMITS: EngineLimits = Object.freeze({ stepTokens: 256, prefillChunk: 64, runningSequences: 64 });

/**
 * The limits of an engine whose model takes steps of at most `maxStepTokens`. Every running sequence must get its token in
 * every step, so there are never more of them than that. Throws HermesError "usage".
 */
export function resolveLimits(given: Partial<EngineLimits>, maxStepTokens: number): EngineLimits {
  const decide = (field: keyof EngineLimits): number => {
    const value = given[field] ?? DEFAULT_LIMITS[field];
    if (Number.isInteger(value) && value >= 1) return Math.min(value, maxStepTokens);
    throw new HermesError("usage", `${field} is ${value}; expected a whole number of at least 1.`, { argument: field });
  };
  return {
    stepTokens: decide("stepTokens"),
    prefillChunk: decide("prefillChunk"),
    runningSequences: decide("runningSequences"),
  };
}
