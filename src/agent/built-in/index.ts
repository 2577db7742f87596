import type { BuiltInName } from "../config/agent-config.ts";
import type { AgentTool } from "../contract.ts";
import { createCalculator } from "./calculator/index.ts";
import { createClock } from "./clock.ts";

/** The built-in tools of these names. `now` gives milliseconds since 1970. */
export function createBuiltIns(names: readonly BuiltInName[], now: () => number): readonly AgentTool[] {
  const create: Readonly<Record<BuiltInName, () => AgentTool>> = {
    calculator: createCalculator,
    clock: () => createClock(now),
  };
  return names.map((name) => create[name]());
}
