import type { CaseResult } from "./measure-case.ts";

/** Most memory above an idle Node, over what must be held: weights, and room for keys and values. */
export function memoryOverNeeded({ peakMemoryBytes, idleBytes, weightBytes, cacheBytes }: CaseResult): number {
  return (peakMemoryBytes - idleBytes) / (weightBytes + cacheBytes);
}
