import { createHash } from "node:crypto";
import type { SampleRow } from "./contract.ts";

/** What makes two rows of one run the same sample. */
export type SampleIdentity = Pick<SampleRow, "task" | "version" | "mode" | "itemId" | "sampleIndex">;

export function sampleKey({ task, version, mode, itemId, sampleIndex }: SampleIdentity): string {
  return JSON.stringify([task, version, mode, itemId, sampleIndex]);
}

/** Seed of an answer's draws: a whole number below 2^31, which every endpoint takes. Both modes draw alike. */
export function sampleSeed(runSeed: number, { task, itemId, sampleIndex }: SampleIdentity): number {
  const text = JSON.stringify([runSeed, task, itemId, sampleIndex]);
  return createHash("sha256").update(text).digest().readUInt32BE(0) >>> 1;
}
