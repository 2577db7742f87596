import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type ScoredSample } from "../../environments/index.ts";
import { estimateShare } from "./bootstrap-share.ts";
import { figureInterval } from "./estimate-figure.ts";
import { estimateMean, wilson } from "./estimate-mean.ts";

fc.configureGlobal({ seed: 48 });

const categories = { kind: "categories", name: "mean of categories" } as const;

/** Samples of right (1) and wrong (0) items, a list of samples each, by category. */
function samplesOf(strata: readonly (readonly (readonly number[])[])[]): ScoredSample[] {
  return strata.flatMap((items, category) =>
    items.flatMap((values, item) =>
      values.map((value, sampleIndex) => ({
        ...{ itemId: `${category}/${item}`, category: `c${category}`, sampleIndex, mode: "plain" as const },
        score: { value, correct: value === 1, extracted: null, rejected: [] },
      })),
    ),
  );
}

const single = (values: readonly number[]) => values.map((value) => [value]);

describe("interval of a mean of categories", () => {
  test("by hand: 3 of 4 and 0 of 2", () => {
    // SE² = (3/16 / 3) / 4 = 1/64 with 3 degrees of freedom; 16/3 effective items; t² = 10.128.
    const t = 3.182446;
    const weight = 16 / 3 / (16 / 3 + t ** 2);
    const middle = weight * 0.375 + (1 - weight) / 2;
    const reach = Math.sqrt((t * weight) ** 2 / 64 + ((1 - weight) / 2) ** 2);
    const [low, high] = figureInterval(samplesOf([single([1, 1, 1, 0]), single([0, 0])]), categories)!;
    expect(low).toBeCloseTo(Math.max(0, middle - reach), 5);
    expect(high).toBeCloseTo(middle + reach, 5);
  });

  test("of one category it is that of the score, but for the spread's n - 1", () => {
    const values = single(Array.from({ length: 2000 }, (_, i) => Number(i % 4 === 0)));
    const [low, high] = figureInterval(samplesOf([values]), categories)!;
    const score = estimateMean(values).interval95!;
    expect(low).toBeCloseTo(score[0], 4);
    expect(high).toBeCloseTo(score[1], 4);
  });

  test("certain categories leave it open", () => {
    const [low, high] = figureInterval(samplesOf([single(Array(20).fill(1)), single(Array(20).fill(0))]), categories)!;
    expect(low).toBeLessThan(0.48);
    expect(high).toBeGreaterThan(0.52);
    expect(figureInterval(samplesOf([single(Array(20).fill(1)), single(Array(20).fill(1))]), categories)![1]).toBe(1);
  });

  test("where all are wrong or all right it is Wilson's own of as many items", () => {
    const of = (value: number) =>
      figureInterval(samplesOf([single([value, value]), single([value, value])]), categories)!;
    expect(of(0)[1]).toBeCloseTo(wilson(0, 4)[1], 9);
    expect(of(1)[0]).toBeCloseTo(wilson(1, 4)[0], 9);
    expect(figureInterval(samplesOf([single([1])]), categories)![0]).toBeCloseTo(wilson(1, 1)[0], 9);
    expect(figureInterval(samplesOf([[[1, 0]]]), categories)).toBeNull();
  });

  test("holds the mean inside [0, 1], whatever the scores", () => {
    const value = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    const items = fc.array(fc.array(value, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 6 }), (strata) => {
        fc.pre(strata.flat().length > 1);
        const [low, high] = figureInterval(samplesOf(strata), categories)!;
        const means = strata.map((group) => estimateMean(group).mean);
        const mean = means.reduce((sum, part) => sum + part, 0) / means.length;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(mean + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
      }),
    );
  });

  test.each([
    { sizes: [40, 20, 20, 20, 24], chances: [0.9, 0.95, 0.5, 0.3, 0.99], samples: 1 },
    { sizes: [10, 10, 10, 10, 10], chances: [0.9, 0.9, 0.5, 0.3, 1], samples: 1 },
    { sizes: Array<number>(57).fill(5), chances: Array.from({ length: 57 }, (_, i) => 0.4 + 0.01 * i), samples: 1 },
    { sizes: [30, 50, 20], chances: [0.3, 0.4, 0.5], samples: 8 },
  ])("holds the truth in 95 of 100 runs: $sizes of $samples", ({ sizes, chances, samples }) => {
    const random = createRandom(`categories/${sizes}`);
    const truth = chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
    const rounds = 1500;
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      const strata = sizes.map((size, category) =>
        Array.from({ length: size }, () => {
          // Of several samples half the items are sure to be right or wrong.
          const sure = samples > 1 && random.chance(0.5);
          const chance = sure ? Number(random.chance(chances[category]!)) : chances[category]!;
          return Array.from({ length: samples }, () => Number(random.chance(chance)));
        }),
      );
      const [low, high] = figureInterval(samplesOf(strata), categories)!;
      if (low <= truth && truth <= high) hits++;
    }
    // 1500 rounds have a standard error of 0.6 points.
    expect(hits / rounds).toBeGreaterThan(0.93);
    expect(hits / rounds).toBeLessThan(0.99);
  });
});

describe("bootstrap of a share", () => {
  const items = (won: readonly number[], played: readonly number[]) =>
    won.map((count, i) => ({ won: count, played: played[i]! }));

  test("two items by hand: the draws are one, the other, and both", () => {
    // 1 of 2 and 6 of 6; a quarter of all draws is each of them twice, and the percentiles lie beyond.
    expect(estimateShare(items([1, 6], [2, 6]))).toEqual([0.5, 1]);
  });

  test("the same rows give the same interval, whatever was drawn before", () => {
    const rows = items([0, 1, 2, 3, 0.5, 4], [2, 2, 4, 4, 2, 4]);
    expect(estimateShare(rows)).toEqual(estimateShare(rows));
  });

  test("of games that count alike it is about the interval of the mean", () => {
    const won = Array.from({ length: 500 }, (_, i) => [0, 1, 1, 2, 2][i % 5]!);
    const [low, high] = estimateShare(items(won, Array<number>(500).fill(2)))!;
    const [from, to] = estimateMean(won.map((count) => [count / 2])).interval95!;
    expect(low).toBeCloseTo(from, 2);
    expect(high).toBeCloseTo(to, 2);
  });

  test("all won, all lost, and too little", () => {
    expect(estimateShare(items([2, 6], [2, 6]))).toEqual(wilson(1, 2));
    expect(estimateShare(items([0, 0], [2, 6]))).toEqual(wilson(0, 2));
    expect(estimateShare(items([1], [2]))).toBeNull();
    expect(estimateShare(items([0, 0], [0, 0]))).toBeNull();
  });

  // Games of an answer go together, and strong verdicts weigh: the strength of each answer is drawn.
  test.each([
    { count: 10, rounds: 400 },
    { count: 30, rounds: 400 },
    { count: 200, rounds: 150 },
  ])("holds the truth in 95 of 100 runs: $count items", ({ count, rounds }) => {
    const verdicts = [
      [0, 3],
      [0, 1],
      [0.5, 1],
      [1, 1],
      [3, 3],
    ] as const;
    const random = createRandom(`share/${count}`);
    const draw = () => {
      const strength = random.next();
      const game = () => verdicts[Math.min(4, Math.max(0, Math.floor(5 * strength + 2 * random.next() - 1)))]!;
      const [first, second] = [game(), game()];
      return { won: first[0] + second[0], played: first[1] + second[1] };
    };
    let hits = 0;
    for (let round = 0; round < rounds; round++) {
      const [low, high] = estimateShare(Array.from({ length: count }, draw))!;
      // Verdicts are symmetric.
      if (low <= 0.5 && 0.5 <= high) hits++;
    }
    expect(hits / rounds).toBeGreaterThan(0.915);
  });
});
