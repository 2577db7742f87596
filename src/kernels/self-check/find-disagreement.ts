import type { Backend } from "../contract.ts";
import type { Probe } from "./probes.ts";

/** The name of the first probe in which one of `backends` differs from `reference`, or undefined. */
export async function findDisagreement(
  backends: readonly Backend[],
  reference: Backend,
  probes: readonly Probe[],
): Promise<string | undefined> {
  for (const probe of probes) {
    const expected = await probe.run(reference);
    for (const backend of backends) {
      if (!agree(await probe.run(backend), expected, probe.tolerance)) return probe.name;
    }
  }
  return undefined;
}

/** Whether no value errs by more than `tolerance` of the largest expected one. NaN never agrees. */
export function agree(found: Float32Array, expected: Float32Array, tolerance: number): boolean {
  const limit = tolerance * expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return found.length === expected.length && expected.every((value, i) => Math.abs(found[i]! - value) <= limit);
}
