import { expect, test } from "vitest";
import { DraftLength } from "./draft-length.ts";

/** What is allowed in the following steps, when guesses of that length meet `accepted` right tokens at most. */
function lengths(steps: number, accepted: (step: number) => number): number[] {
  const length = new DraftLength();
  return Array.from({ length: steps }, (_, step) => {
    const drafted = length.next();
    if (drafted > 0) length.record(drafted, Math.min(drafted, accepted(step)));
    return drafted;
  });
}

test.each([
  { name: "right guesses become longer, up to eight", accepted: () => 8, expected: [4, 8, 8, 8] },
  { name: "a partly right one is a measure for the next", accepted: () => 3, expected: [4, 3, 6, 3] },
  { name: "pauses after misses double", accepted: () => 0, expected: [4, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
  {
    name: "one right guess ends the row of misses",
    accepted: (step: number) => (step === 0 ? 0 : 9),
    expected: [4, 0, 0, 1, 2, 4, 8],
  },
])("$name", ({ accepted, expected }) => {
  expect(lengths(expected.length, accepted)).toEqual(expected);
});

test("no pause is longer than 64 steps", () => {
  const guesses = lengths(1000, () => 0).flatMap((length, step) => (length > 0 ? [step] : []));
  const pauses = guesses.slice(1).map((step, i) => step - guesses[i]! - 1);
  expect(Math.max(...pauses)).toBe(64);
});
