import { describe, expect, test } from "vitest";
import { StopRule } from "./stop-rule.ts";

function firstStop(losses: readonly number[]): number | null {
  const rule = new StopRule();
  const index = losses.findIndex((loss) => rule.check(loss) !== null);
  return index < 0 ? null : index;
}

const repeat = (loss: number, count: number): number[] => Array.from({ length: count }, () => loss);

describe("stop rule", () => {
  test.each([
    ["falling loss", [5, 4, 3, 2, 1, 0.5], null],
    ["not a number", [5, Number.NaN], 1],
    ["infinite", [Number.POSITIVE_INFINITY], 0],
    ["20 steps above three times the mean", [...repeat(1, 10), ...repeat(3.1, 20)], 29],
    ["19 such steps, then well again", [...repeat(1, 10), ...repeat(3.1, 19), 1, ...repeat(3.1, 19)], null],
    ["20 steps just below", [...repeat(1, 10), ...repeat(2.9, 40)], null],
  ])("%s", (_, losses, stop) => {
    expect(firstStop(losses)).toBe(stop);
  });
});
