import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRandom,
  type ItemFigure,
  type Random,
  type ScoredSample,
  type ShareFigure,
} from "../../environments/index.ts";
import { meanOf } from "../statistics/estimate-mean.ts";
import { type ComparedTask, compareFigures } from "./compare-figures.ts";

fc.configureGlobal({ seed: 48 });

type Counts = { readonly half?: number; readonly won?: number; readonly played?: number };

const categories = { kind: "categories", name: "by category" } as const;
const half: ItemFigure<Counts> = { kind: "items", name: "half", count: ({ score }) => score.verdict?.half ?? 0 };
const games: ShareFigure<Counts> = {
  kind: "share",
  name: "games",
  count: ({ score: { verdict } }) => ({ won: verdict?.won ?? 0, played: verdict?.played ?? 0 }),
};

function sample(itemId: string, value: number, verdict: Counts = {}, category = "all"): ScoredSample {
  const score = { value, correct: value === 1, extracted: null, rejected: [], verdict };
  return { itemId, category, sampleIndex: 0, mode: "plain", score };
}

/** The one figure of a task, compared; scores that are no figure's. */
function compare(figure: NonNullable<ComparedTask["figures"]>[number], a: ScoredSample[], b: ScoredSample[]) {
  const task = { id: "t", headline: figure.name, figures: [figure] };
  return compareFigures(a, b, task, [-1, -1])[0];
}

const play = (won: readonly number[], played: readonly number[]) =>
  won.map((count, i) => sample(`i${i}`, 0, { won: count, played: played[i]! }));

describe("compareFigures", () => {
  test("categories by hand: one of one gained, one of four lost", () => {
    const values = (first: number, others: readonly number[]) => [
      sample("x", first, {}, "small"),
      ...others.map((value, i) => sample(`y${i}`, value, {}, "large")),
    ];
    const figure = compare(categories, values(0, [1, 1, 1, 1]), values(1, [1, 1, 1, 0]));
    expect(figure).toMatchObject({ name: "by category", headline: true, a: 0.5, b: 0.875 });
    expect(figure!.difference).toMatchObject({ mean: 0.375, chance: 1, verdict: "no difference" });
  });

  test("another count than the value, over the mean of an item's samples", () => {
    const a = [sample("x", 0, { half: 0 }), sample("x", 0, { half: 1 }), sample("y", 0, { half: 0 })];
    const b = [sample("y", 0, { half: 1 }), sample("x", 0, { half: 1 }), sample("x", 0, { half: 1 })];
    expect(compare(half, a, b)).toMatchObject({ a: 0.25, b: 1, difference: { mean: 0.75, chance: 0.5 } });
  });

  test("a share by hand: 1 of 4 and 3 of 4 games against 3 of 4 and 5 of 6", () => {
    const figure = compare(games, play([1, 3], [4, 4]), play([3, 5], [4, 6]))!;
    expect([figure.a, figure.b]).toEqual([0.5, 0.8]);
    // Both runs together win 12 of 18; items gain 2 and 2 - 2/3 * 2, over 2 * 8 * 10 / 18 / 2 games an item: 0.45 and 0.15.
    expect(figure.difference.mean).toBeCloseTo(0.3, 12);
    expect(figure.difference.standardError).toBeCloseTo(0.15, 12);
    expect(figure.difference.chance).toBe(0.5);
  });

  test("figures that are the score are left out, and so is a share of nothing", () => {
    const samples = [sample("x", 1), sample("y", 0)];
    const task = { id: "t", figures: [categories, half, games] };
    expect(compareFigures(samples, samples, task, [0.5, 0.5]).map(({ name }) => name)).toEqual(["half"]);
    expect(compareFigures(samples, samples, undefined, [0.5, 0.5])).toEqual([]);
  });

  test("the mean difference is that of the figures, and turns around with the runs", () => {
    const item = fc.record({
      won: fc.tuple(fc.nat(6), fc.nat(6)),
      played: fc.tuple(fc.constantFrom(6, 8), fc.constantFrom(6, 8)),
    });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 30 }), (items) => {
        const side = (index: 0 | 1) =>
          items.map(({ won, played }, i) =>
            sample(`i${i}`, won[index] / 6, { won: won[index], played: played[index] }, `c${i % 3}`),
          );
        for (const figure of [categories, games]) {
          const there = compare(figure, side(0), side(1))!;
          const back = compare(figure, side(1), side(0))!;
          expect(there.difference.mean).toBeCloseTo(there.b - there.a, 9);
          expect(back.difference.mean).toBeCloseTo(-there.difference.mean, 9);
          expect(back.difference.verdict === "better").toBe(there.difference.verdict === "worse");
          expect(compare(figure, side(0), side(0))!.difference).toMatchObject({ mean: 0, chance: 1 });
        }
      }),
    );
  });

  test("items that do not change add nothing to a share: the test is that of the others", () => {
    const [won, played] = [Array<number>(40).fill(2), Array<number>(40).fill(4)];
    const figure = compare(games, play(won, played), play(won.with(0, 4).with(1, 4), played))!;
    expect(figure.difference).toMatchObject({ chance: 0.5, test: "permutation", verdict: "no difference" });
  });
});

/** Two judged games of an answer of this strength: strong verdicts count three. */
function judged(random: Random, strength: number): Counts {
  const verdicts = [
    [0, 3],
    [0, 1],
    [0.5, 1],
    [1, 1],
    [3, 3],
  ] as const;
  const one = () => verdicts[Math.min(4, Math.max(0, Math.floor(strength * 5 + 2 * random.next() - 1)))]!;
  const [first, second] = [one(), one()];
  return { won: first[0] + second[0], played: first[1] + second[1] };
}

describe("over many seeds", () => {
  const rounds = 400;
  const compareMany = (name: string, items: number, gain: number) => {
    const random = createRandom(`share/${name}`);
    return Array.from({ length: rounds }, () => {
      const strengths = Array.from({ length: items }, () => random.next());
      const side = (shift: number) => strengths.map((one, i) => sample(`i${i}`, 0, judged(random, one + shift)));
      return compare(games, side(0), side(gain))!;
    });
  };

  test.each([10, 30, 200])("noise of judged games is rarely a difference: %i items", (items) => {
    const alarms = compareMany(`noise/${items}`, items, 0).filter(
      ({ difference }) => difference.verdict !== "no difference",
    );
    // 400 rounds have a standard error of 1.1 points.
    expect(alarms.length / rounds).toBeLessThan(0.08);
  });

  test("a planted gain is found, and the interval holds the mean gain", () => {
    const figures = compareMany("planted", 200, 0.1);
    const truth = meanOf(figures.map(({ a, b }) => b - a));
    const held = figures.filter(({ difference: { interval95 } }) => interval95![0] <= truth && truth <= interval95![1]);
    expect(figures.filter(({ difference }) => difference.verdict === "better").length / rounds).toBeGreaterThan(0.95);
    expect(held.length / rounds).toBeGreaterThan(0.92);
  });
});
