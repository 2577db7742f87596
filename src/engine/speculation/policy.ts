import type { SpeculationMode } from "../contract.ts";
import { LONGEST_DRAFT } from "./draft-length.ts";

/**
 * Guessing pays where reading the weights is what a step waits for: checking eight tokens then costs little more than computing
 * one. A model whose weights stay in the processor's caches computes all the time, and every wrong guess costs.
 */
const AUTO_FEWEST_BYTES_PER_TOKEN = 64 * 2 ** 20;
/** From here on the sequences of a batch share the reading of the weights, and guesses only add work. */
const AUTO_MOST_STREAMS = 2;

/** Most tokens each of `streams` decoding sequences may guess in a step. `bytesPerToken`: weights that a decoded token reads. */
export function draftAllowance(mode: SpeculationMode, bytesPerToken: number, streams: number): number {
  if (mode === "off") return 0;
  if (mode === "on") return LONGEST_DRAFT;
  return bytesPerToken >= AUTO_FEWEST_BYTES_PER_TOKEN && streams <= AUTO_MOST_STREAMS ? LONGEST_DRAFT : 0;
}
