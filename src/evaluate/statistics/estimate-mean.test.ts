import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../environments/index.ts";
import { estimateMean, wilson } from "./estimate-mean.ts";

fc.configureGlobal({ seed: 45 });

const ones = (right: number, of: number) => Array.from({ length: of }, (_, i) => [i < right ? 1 : 0]);

describe("estimateMean", () => {
  // Wilson's interval as Brown, Cai and DasGupta (2001) and Newcombe (1998) print it.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])("%i of %i right, one sample each", (right, of, low, high) => {
    const [from, to] = estimateMean(ones(right, of)).interval95!;
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  });

  test("by hand: three items of two samples", () => {
    // Item means 1, 0.5, 0: variance 0.25, SE² = 1/12; n = 0.25 / (1/12) = 3; t with 2 degrees of freedom is 4.3027.
    const { mean, standardError, interval95 } = estimateMean([
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
    expect(mean).toBeCloseTo(0.5, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 12), 12);
    const [low, high] = wilson(0.5, 3, 4.3027);
    expect(interval95![0]).toBeCloseTo(low, 4);
    expect(interval95![1]).toBeCloseTo(high, 4);
  });

  test("copies of samples make nothing more certain", () => {
    const items = ones(20, 50);
    const copies = items.map(([value]) => [value!, value!, value!, value!]);
    const [once, four] = [estimateMean(items).interval95!, estimateMean(copies).interval95!];
    expect(four[1] - four[0]).toBeGreaterThanOrEqual(once[1] - once[0]);
  });

  test("what one item can say", () => {
    expect(estimateMean([[1]])).toMatchObject({ mean: 1, standardError: null, interval95: [expect.any(Number), 1] });
    expect(estimateMean([[1, 0]])).toEqual({ mean: 0.5, standardError: null, interval95: null });
    expect(estimateMean([[0.5], [0.5]]).interval95).toEqual([0.5, 0.5]);
  });

  test("the interval holds the mean and stays inside [0, 1], whatever the scores", () => {
    const value = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 30 }),
        (items) => {
          const { mean, interval95 } = estimateMean(items);
          const [low, high] = interval95!;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(mean + 1e-9);
          expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
        },
      ),
    );
  });

  // Items differ in difficulty: the chance of an item is p with the weight `same`, else it is sure to be right or wrong.
  test.each([
    { items: 200, samples: 1, p: 0.5, same: 1 },
    { items: 50, samples: 4, p: 0.7, same: 0.5 },
    { items: 30, samples: 8, p: 0.3, same: 0.2 },
    // One or two items that always fail decide the mean, and in some runs none of them is drawn.
    { items: 30, samples: 5, p: 0.95, same: 0.6, least: 0.88 },
    { items: 10, samples: 1, p: 0.9, same: 1 },
    { items: 6, samples: 3, p: 0.5, same: 1 },
    { items: 500, samples: 2, p: 0.02, same: 0.8 },
  ])("holds the truth in 95 of 100 runs: %j", ({ items, samples, p, same, least = 0.93 }) => {
    const random = createRandom(`coverage/${items}/${samples}/${p}`);
    const rounds = 1500;
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      const drawn = Array.from({ length: items }, () => {
        const chance = random.chance(same) ? p : random.chance(p) ? 1 : 0;
        return Array.from({ length: samples }, () => (random.chance(chance) ? 1 : 0));
      });
      const [low, high] = estimateMean(drawn).interval95!;
      if (low <= p && p <= high) hits++;
    }
    // 1500 rounds have a standard error of 0.6 points.
    expect(hits / rounds).toBeGreaterThan(least);
    expect(hits / rounds).toBeLessThan(0.995);
  });
});
