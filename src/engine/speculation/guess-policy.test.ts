import { describe, expect, test } from "vitest";
import { createRandom } from "../../sampling/index.ts";
import { GuessPolicy } from "./guess-policy.ts";

test.each([
  { mode: "off", streams: 1, chance: null },
  { mode: "on", streams: 100, chance: 0.5 },
  { mode: "on", streams: 0, chance: null },
  { mode: "auto", streams: 0, chance: null },
  { mode: "auto", streams: 1, chance: 0.5 },
  { mode: "auto", streams: 2, chance: 2 / 3 },
  { mode: "auto", streams: 8, chance: 8 / 9 },
  { mode: "auto", streams: 9, chance: null },
] as const)("before anything is measured: $mode, $streams", ({ mode, streams, chance }) => {
  const given = new GuessPolicy(mode).fairChance(streams);
  if (chance === null) expect(given).toBe(null);
  else expect(given).toBeCloseTo(chance, 12);
});

/** Steps of 10 ms and `cost` more for every guessed token, every fifth one disturbed; four are guessed wherever it is allowed. */
function simulate(cost: number, steps: number, streams = 1) {
  const policy = new GuessPolicy("auto");
  const random = createRandom(1);
  let guesses = 0;
  for (let step = 0; step < steps; step++) {
    const guessed = step % 2 === 1 && policy.fairChance(streams) !== null ? 4 : 0;
    const disturbance = random.next() < 0.2 ? 50 * random.next() : random.next();
    policy.learn({ streams, guessed, ms: 10 * (1 + (cost / streams) * guessed) + disturbance });
    if (guessed > 0) guesses++;
  }
  return { fair: policy.fairChance(streams), guesses };
}

describe("what it learns", () => {
  test.each([0.05, 0.2, 0.45, 0.8])("a cost of %d, disturbances or not", (cost) => {
    expect(Math.abs(simulate(cost, 2000).fair! - cost)).toBeLessThan(0.15);
    expect(Math.abs(simulate(cost, 2000, 4).fair! - cost)).toBeLessThan(0.2);
  });

  test("what costs more than it can give is left alone, but for a try now and then", () => {
    const { guesses } = simulate(3, 400);
    expect(guesses).toBeLessThan(50);
    const later = simulate(3, 20_400).guesses - guesses;
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThan(200);
  });
});
