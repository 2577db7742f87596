import { describe, expect, test } from "vitest";
import { equalPairs, type Pair, unequalPairs } from "./golden-pairs.ts";
import { MathsEquality } from "./maths-equality.ts";

const equality = new MathsEquality();

async function mistakes(pairs: readonly Pair[], expected: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const [gold, given] of pairs) {
    for (const [a, b] of [
      [gold, given],
      [given, gold],
    ] as const) {
      const { equal, rule } = await equality.compare(a, b);
      if (equal !== expected) found.push(`${a} | ${b} (${rule})`);
    }
  }
  return found;
}

describe("answers that are equal, in both directions", () => {
  test.each(Object.entries(equalPairs))("%s", async (_name, pairs) => {
    expect(await mistakes(pairs, true)).toEqual([]);
  });
});

describe("near misses, in both directions", () => {
  test.each(Object.entries(unequalPairs))("%s", async (_name, pairs) => {
    expect(await mistakes(pairs, false)).toEqual([]);
  });
});
