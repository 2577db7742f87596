import { describe, expect, test } from "vitest";
import { createRandom } from "../../sampling/index.ts";
import { DraftLength } from "./draft-length.ts";

/** What is allowed in the following steps, when guesses of that length meet `accepted` right tokens at most. */
function lengths(steps: number, accepted: (step: number) => number): number[] {
  const length = new DraftLength();
  return Array.from({ length: steps }, (_, step) => {
    const drafted = length.next(0.5);
    if (drafted > 0) length.record(drafted, Math.min(drafted, accepted(step)));
    return drafted;
  });
}

test.each([
  { name: "right guesses become longer, up to eight", accepted: () => 8, expected: [3, 6, 8, 8] },
  { name: "pauses after wrong ones double", accepted: () => 0, expected: [3, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
  {
    name: "a wrong one after many right ones is forgiven",
    accepted: (step: number) => (step === 4 ? 0 : 8),
    expected: [3, 6, 8, 8, 8, 3, 6, 8],
  },
])("$name", ({ accepted, expected }) => {
  expect(lengths(expected.length, accepted)).toEqual(expected);
});

test("what is fair elsewhere may be too little in company", () => {
  const length = new DraftLength();
  expect([length.next(0.5), length.next(0.7), length.next(0.9)]).toEqual([3, 1, 1]);
  length.record(1, 1);
  expect([length.next(0.9), length.next(0.9), length.next(0.9)]).toEqual([0, 0, 1]);
});

test("no pause is longer than 64 steps", () => {
  const guesses = lengths(1000, () => 0).flatMap((length, step) => (length > 0 ? [step] : []));
  const pauses = guesses.slice(1).map((step, i) => step - guesses[i]! - 1);
  expect(Math.max(...pauses)).toBe(64);
});

describe("speed, when a token is right with a chance and checking one costs half a step", () => {
  test.each([
    { chance: 0, least: 0.975, most: 1 },
    { chance: 0.3, least: 0.975, most: 1.02 },
    { chance: 0.5, least: 0.975, most: 1.05 },
    { chance: 0.8, least: 1.1, most: 1.3 },
    { chance: 0.95, least: 1.4, most: 1.7 },
    { chance: 1, least: 1.7, most: 1.81 },
  ])("$chance", ({ chance, least, most }) => {
    const random = createRandom(1);
    let [cost, tokens] = [0, 0];
    for (let sequence = 0; sequence < 40; sequence++) {
      const length = new DraftLength();
      for (const end = tokens + 300; tokens < end; ) {
        const drafted = length.next(0.5);
        let accepted = 0;
        while (accepted < drafted && random.next() < chance) accepted++;
        if (drafted > 0) length.record(drafted, accepted);
        cost += 1 + drafted / 2;
        tokens += 1 + accepted;
      }
    }
    expect(tokens / cost).toBeGreaterThan(least);
    expect(tokens / cost).toBeLessThan(most);
  });
});
