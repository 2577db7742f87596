import { describe, expect, test } from "vitest";
import { createRandom } from "../../environments/index.ts";
import { comparePaired, permutationChance } from "./compare-means.ts";

const differences = (up: number, down: number, none: number) => [
  ...Array<number>(up).fill(1),
  ...Array<number>(down).fill(-1),
  ...Array<number>(none).fill(0),
];

describe("permutationChance", () => {
  // Two-sided binomial chance of the smaller count or fewer: 2 * sum of C(n, i) / 2^n, at most 1.
  test.each([
    [5, 0, 2 / 32],
    [6, 0, 2 / 64],
    [8, 2, (2 * (1 + 10 + 45)) / 1024],
    [3, 3, 1],
    [0, 0, 1],
  ])("%i up and %i down is McNemar's exact test", (up, down, expected) => {
    expect(permutationChance(differences(up, down, 0))).toBeCloseTo(expected, 12);
  });

  test("by hand: 0.5, 0.25, -0.25 reach a sum of 0.5 with 4 of 8 signs", () => {
    // |±0.5 ±0.25 ±0.25| is 1, 0.5, 0.5, 0 and their opposites.
    expect(permutationChance([0.5, 0.25, -0.25])).toBe(0.75);
  });
});

describe("comparePaired", () => {
  test.each([
    ["nothing differs", differences(0, 0, 100), "no difference"],
    ["five of fifty, all better: chance 0.06", differences(5, 0, 45), "no difference"],
    ["six of fifty, all better", differences(6, 0, 44), "better"],
    ["ten against eight", differences(10, 8, 82), "no difference"],
    ["sixty against thirty", differences(60, 30, 910), "better"],
    ["thirty against sixty", differences(30, 60, 910), "worse"],
    ["one item", [1], "no difference"],
    ["three items, all better", [1, 1, 1], "no difference"],
    ["twenty items, all a little better", Array<number>(20).fill(0.25), "better"],
  ] as const)("%s", (_name, values, verdict) => {
    expect(comparePaired(values).verdict).toBe(verdict);
  });

  test("paired t by hand: 0.1, 0.2, …, 2.0 in tenths", () => {
    const values = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
    const { mean, standardError, interval95, chance, test: name } = comparePaired(values);
    // Mean 10.5/20; variance of 1…20 is 35, so SE = sqrt(35 / 20) / 20; t(19) = 2.093.
    expect(mean).toBeCloseTo(0.525, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(35 / 20) / 20, 12);
    expect(interval95![0]).toBeCloseTo(0.525 - (2.09302 * Math.sqrt(35 / 20)) / 20, 5);
    expect(name).toBe("paired t");
    // t = 7.937 with 19 degrees of freedom.
    expect(chance).toBeLessThan(1e-6);
  });

  test("Bonett and Price: 4 up, 1 down of 20", () => {
    // Shares (4 + 1) / 22 and (1 + 1) / 22; their difference 3/22.
    const reach = 1.959964 * Math.sqrt((7 / 22 - (3 / 22) ** 2) / 22);
    const { interval95 } = comparePaired(differences(4, 1, 15));
    expect(interval95![0]).toBeCloseTo(3 / 22 - reach, 9);
    expect(interval95![1]).toBeCloseTo(3 / 22 + reach, 9);
  });

  test("turned around, the sign turns around", () => {
    const there = comparePaired([0.5, 0.25, 0, -0.1, 0.3]);
    const back = comparePaired([-0.5, -0.25, 0, 0.1, -0.3]);
    expect(back.mean).toBe(-there.mean);
    expect(back.chance).toBe(there.chance);
    expect(back.interval95).toEqual([-there.interval95![1], -there.interval95![0]]);
  });

  test.each([
    { items: 20, samples: 1 },
    { items: 200, samples: 1 },
    { items: 40, samples: 4 },
  ])("runs of the same model rarely differ: %j", ({ items, samples }) => {
    const random = createRandom(`no-difference/${items}/${samples}`);
    const rounds = 1000;
    let alarms = 0;
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length: items }, () => {
        const chance = random.next();
        const score = () =>
          Array.from({ length: samples }, () => Number(random.chance(chance))).reduce((a, b) => a + b);
        return (score() - score()) / samples;
      });
      if (comparePaired(values).verdict !== "no difference") alarms++;
    }
    expect(alarms / rounds).toBeLessThan(0.065);
  });

  test("a real difference is found", () => {
    const random = createRandom("difference");
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: 300 }, () => Number(random.chance(0.6)) - Number(random.chance(0.4)));
      if (comparePaired(values).verdict === "better") found++;
    }
    expect(found).toBeGreaterThan(190);
  });
});
