import { describe, expect, test } from "vitest";
import { createSchedule, learningRate } from "./schedule.ts";

const report = { peak: 1e-5, warmUpSteps: 300, totalSteps: 9000 };

describe("learning rate", () => {
  test.each([
    [0, 3.3333e-8],
    [149, 5.0e-6],
    [299, 1.0e-5],
    [300, 1.0e-5],
    [2475, 8.5355e-6],
    [4650, 5.0e-6],
    [6825, 1.4645e-6],
    [8999, 3.26e-13],
  ])("at step %i of the report's schedule is %d", (step, expected) => {
    expect(learningRate(report, step) / expected).toBeCloseTo(1, 3);
  });

  test("ends at its floor", () => {
    expect(learningRate({ ...report, floor: 0.1 }, 9000)).toBeCloseTo(1e-6, 12);
  });

  test("a schedule of its own warms up for the report's share of steps", () => {
    expect(createSchedule(1e-5, 9000)).toEqual(report);
    expect(createSchedule(2e-3, 1000).warmUpSteps).toBe(33);
    expect(createSchedule(2e-3, 5).warmUpSteps).toBe(1);
  });
});
