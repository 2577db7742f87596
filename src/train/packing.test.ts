import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packFirstFitDecreasing } from "./packing.ts";
import { createRandomSource } from "./random.ts";

fc.configureGlobal({ seed: 45 });

const cases = [
  { lengths: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], rows: [[0], [1, 9], [2, 8], [3, 7], [4, 6], [5]], efficiency: 0.9167 },
  { lengths: [7, 6, 5, 4, 3], rows: [[0, 4], [1, 3], [2]], efficiency: 0.8333 },
  {
    lengths: [6, 5, 5, 4, 4, 3, 3],
    rows: [
      [0, 3],
      [1, 2],
      [4, 5, 6],
    ],
    efficiency: 1,
  },
  { lengths: [], rows: [], efficiency: 1 },
];

describe("first-fit decreasing", () => {
  test.each(cases)("packs $lengths into rows of 10", ({ lengths, rows, efficiency }) => {
    const packing = packFirstFitDecreasing(lengths, 10);
    expect(packing.rows).toEqual(rows);
    expect(packing.efficiency).toBeCloseTo(efficiency, 4);
  });

  test("drops what is longer than a row and says so", () => {
    expect(packFirstFitDecreasing([11, 10, 12], 10)).toEqual({ rows: [[1]], dropped: [0, 2], efficiency: 1 });
  });

  test("every sample lands once, no row overflows, and each is placed as the plain algorithm places it", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 10, max: 40 }), (list, capacity) => {
        const order = [...list.keys()].filter((i) => list[i]! <= capacity).sort((a, b) => list[b]! - list[a]! || a - b);
        const rows: number[][] = [];
        const used = (row: readonly number[]) => row.reduce((sum, i) => sum + list[i]!, 0);
        for (const sample of order) {
          const fit = rows.find((row) => used(row) + list[sample]! <= capacity);
          if (fit) fit.push(sample);
          else rows.push([sample]);
        }
        expect(packFirstFitDecreasing(list, capacity).rows).toEqual(rows);
      }),
    );
  });

  test("fills more than 99.5 % of rows of 512 with 2,000 samples of median length 75", () => {
    const random = createRandomSource(1);
    const lengths = Array.from({ length: 2000 }, () => Math.min(512, Math.ceil(75 * Math.exp(0.9 * random.normal()))));
    expect(packFirstFitDecreasing(lengths, 512).efficiency).toBeGreaterThan(0.995);
  });
});
