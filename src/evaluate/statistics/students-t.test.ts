import { describe, expect, test } from "vitest";
import { criticalT, incompleteBeta, twoSidedChance } from "./students-t.ts";

describe("Student's t", () => {
  // Printed tables of the distribution: NIST/SEMATECH e-Handbook, 1.3.6.7.2.
  test.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [30, 2.042],
    [100, 1.984],
    [10_000, 1.96],
  ])("5 %% of t with %i degrees of freedom lie outside ± %f", (degrees, expected) => {
    expect(criticalT(0.05, degrees)).toBeCloseTo(expected, 3);
    expect(twoSidedChance(criticalT(0.05, degrees), degrees)).toBeCloseTo(0.05, 9);
  });

  test("with one degree of freedom it is the distribution of Cauchy, with two it is algebraic", () => {
    for (const t of [0, 0.1, 1, 3, 50]) {
      expect(twoSidedChance(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(twoSidedChance(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
  });

  test("far out and with many items", () => {
    expect(twoSidedChance(40, 20_000)).toBeLessThan(1e-100);
    expect(twoSidedChance(0, 20_000)).toBe(1);
    expect(incompleteBeta(0.5, 3000, 3000)).toBeCloseTo(0.5, 9);
  });
});
