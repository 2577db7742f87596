import { describe, expect, test } from "vitest";
import { createRandom } from "../../environments/index.ts";
import { comparePaired, compareStrata } from "./compare-means.ts";
import { meanOf, standardErrorOf } from "./estimate-mean.ts";
import { stratifiedMean } from "./stratified-mean.ts";

describe("stratifiedMean", () => {
  test("by hand: means 0.25 and 0", () => {
    const { mean, standardError, degrees, effective } = stratifiedMean([
      [0.5, 0.25, 0, 0.25],
      [0.25, -0.25],
    ]);
    expect(mean).toBe(0.125);
    // Squares 1/8 / 3 / 4 = 1/96 and 1/8 / 1 / 2 = 1/16, over 2².
    expect(standardError).toBeCloseTo(Math.sqrt((1 / 96 + 1 / 16) / 4), 12);
    expect(degrees).toBeCloseTo((1 / 96 + 1 / 16) ** 2 / ((1 / 96) ** 2 / 3 + (1 / 16) ** 2), 9);
    expect(effective).toBeCloseTo(4 / (1 / 4 + 1 / 2), 12);
  });

  test("a stratum of one value spreads as all do", () => {
    // 1, 0, 1 have the variance 1/3; the second stratum's mean has 1/4.
    expect(stratifiedMean([[1], [0, 1]]).standardError).toBeCloseTo(Math.sqrt((1 / 3 + 1 / 4) / 4), 12);
    expect(stratifiedMean([[1]])).toMatchObject({ mean: 1, standardError: null });
  });

  test("strata of one value each, or one stratum, are a plain mean", () => {
    const values = [0.1, 0.4, 0.9, -0.2, 0];
    for (const strata of [[values], values.map((value) => [value])]) {
      const { mean, standardError, degrees, effective } = stratifiedMean(strata);
      expect([mean, standardError]).toEqual([
        expect.closeTo(meanOf(values), 12),
        expect.closeTo(standardErrorOf(values)!, 12),
      ]);
      expect(effective).toBeCloseTo(5, 12);
      expect(degrees).toBeCloseTo(strata.length === 1 ? 4 : 20, 9);
    }
  });
});

describe("compareStrata", () => {
  test("turns the signs of weighted differences: 2, 1, 1, 2 and -2 in units", () => {
    const { chance, mean } = compareStrata([
      [0.5, 0.25, 0, 0.25],
      [0.25, -0.25],
    ]);
    expect(mean).toBe(0.125);
    // Weights 0.75 and 1.5 make them 2, 1, 1 and 2, -2; of 32 signs 14 have a sum of 4 or more.
    expect(chance).toBe(14 / 32);
  });

  test("by hand: right or wrong, three of four up against none of two", () => {
    const { interval95, mean } = compareStrata([
      [1, 1, 1, 0],
      [0, 0],
    ]);
    // 16/3 effective items, shrunk by (16/3) / (22/3) = 8/11; SE² = (1/16) / 4; t with 3 degrees of freedom.
    const reach = 3.182446 * Math.sqrt((8 / 11) ** 2 / 64 + 2 / (22 / 3) ** 2);
    expect(mean).toBe(0.375);
    expect(interval95![0]).toBeCloseTo((8 / 11) * 0.375 - reach, 5);
    expect(interval95![1]).toBeCloseTo(Math.min(1, (8 / 11) * 0.375 + reach), 5);
  });

  test("one category is the mean of items, empty ones do not count", () => {
    const values = [1, 0, 0.5, -0.25, 0.75, 0.1];
    expect(compareStrata([values, []])).toEqual(comparePaired(values));
  });

  test("equal categories are the mean of items, but for what lies between categories", () => {
    const [first, second] = [
      [0.5, 0.25, 0, 0.25],
      [0.1, 0, 0, 0.3],
    ];
    const [strata, items] = [compareStrata([first, second]), comparePaired([...first, ...second])];
    expect(strata.mean).toBeCloseTo(items.mean, 12);
    expect(strata.chance).toBe(items.chance);
    expect(strata.standardError).toBeLessThan(items.standardError!);
  });

  test("categories without a spread are not certain when they disagree", () => {
    const opposed = [Array<number>(10).fill(0.25), Array<number>(10).fill(-0.25)];
    expect(compareStrata(opposed)).toMatchObject({ mean: 0, chance: 1, verdict: "no difference" });
    expect(compareStrata([Array<number>(10).fill(0.25), Array<number>(10).fill(0.5)])).toMatchObject({
      chance: 2 ** -19,
      verdict: "better",
    });
  });
});

/** Differences of two runs, the second better by `gain` in each category. Chances differ by item; both runs share them. */
function draw(
  random: ReturnType<typeof createRandom>,
  sizes: readonly number[],
  samples: number,
  gain: readonly number[],
) {
  return sizes.map((size, category) =>
    Array.from({ length: size }, () => {
      const chance = 0.1 + 0.8 * random.next();
      const score = (p: number) =>
        Array.from({ length: samples }, () => Number(random.chance(p))).reduce((a, b) => a + b);
      return (score(chance + gain[category]! / 2) - score(chance - gain[category]! / 2)) / samples;
    }),
  );
}

describe("over many seeds", () => {
  const even = (sizes: readonly number[]) => sizes.map(() => 0);

  test.each([
    { sizes: [400, 200, 200, 200, 240], samples: 1 },
    { sizes: [10, 10, 10, 10, 10], samples: 1 },
    { sizes: [1, 3, 100], samples: 1 },
    { sizes: Array<number>(57).fill(3), samples: 1 },
    { sizes: Array.from({ length: 57 }, (_, i) => 1 + (i % 2)), samples: 1 },
    { sizes: [4, 4, 4], samples: 4 },
    { sizes: [2, 5, 60], samples: 4 },
  ])("noise is rarely a difference: $sizes, $samples samples", ({ sizes, samples }) => {
    const random = createRandom(`strata/${sizes}/${samples}`);
    const rounds = 600;
    const alarms = Array.from({ length: rounds }, () =>
      compareStrata(draw(random, sizes, samples, even(sizes))),
    ).filter(({ verdict }) => verdict !== "no difference");
    // 600 rounds have a standard error of 0.9 points.
    expect(alarms.length / rounds).toBeLessThan(0.075);
  });

  test("gains and losses of categories that cancel out are noise in the mean", () => {
    const random = createRandom("strata/cancel");
    const rounds = 600;
    const alarms = Array.from({ length: rounds }, () => compareStrata(draw(random, [80, 20], 2, [0.15, -0.15]))).filter(
      ({ verdict }) => verdict !== "no difference",
    );
    expect(alarms.length / rounds).toBeLessThan(0.075);
  });

  test("a gain in a small category is found, and the interval holds it", () => {
    const random = createRandom("strata/planted");
    const rounds = 300;
    const found = Array.from({ length: rounds }, () => compareStrata(draw(random, [300, 60], 1, [0, 0.2])));
    // The mean of categories gains 0.1, that of items 0.033.
    const held = found.filter(({ interval95 }) => interval95![0] <= 0.1 && 0.1 <= interval95![1]);
    expect(held.length / rounds).toBeGreaterThan(0.925);
    const strong = Array.from({ length: rounds }, () => compareStrata(draw(random, [300, 200], 1, [0, 0.2])));
    expect(strong.filter(({ verdict }) => verdict === "better").length / rounds).toBeGreaterThan(0.85);
  });
});
