import type { SpeculationMode } from "../contract.ts";

/**
 * What computing one more token adds to a step, in steps that compute a single one. Measured between 0.2 and 0.5 on models of 3 MB
 * to 1 GB (docs/decisions/0012-speculation.md); the dearest is assumed, so that a guess hardly ever loses.
 */
const CHECK_COST = 0.5;
/** Beyond so many answers in a batch a guess must be almost certain, and keeping the indexes costs more than it gives. */
const AUTO_MOST_STREAMS = 8;

/**
 * Least probability of being right that makes a guessed token worth checking beside `streams` decoding sequences; null when none
 * is. A step of s tokens costs 1 + c (s - 1), so a token costs that over s; a guess costs c and gives a token with its probability.
 */
export function fairChance(mode: SpeculationMode, streams: number): number | null {
  if (mode === "off" || streams === 0) return null;
  if (mode === "on") return CHECK_COST;
  return streams > AUTO_MOST_STREAMS ? null : (CHECK_COST * streams) / (1 + CHECK_COST * (streams - 1));
}
