import { expect, test } from "vitest";
import { effortBudget } from "./reasoning-effort.ts";

test.each([
  ["minimal", 1000, 100],
  ["low", 1000, 200],
  ["medium", 1000, 500],
  ["high", 1000, 800],
  ["xhigh", 1000, 950],
  ["max", 1000, undefined],
  ["low", undefined, undefined],
  ["low", 3, 1],
] as const)("%s of %s tokens", (effort, maxTokens, budget) => {
  expect(effortBudget(effort, maxTokens)).toBe(budget);
});
