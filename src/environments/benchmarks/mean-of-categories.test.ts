import { describe, expect, it } from "vitest";
import type { ScoredSample } from "../contract.ts";
import { interleaved, shuffledItems } from "./file-items.ts";
import { meanOfCategories } from "./mean-of-categories.ts";

const sample = (category: string, itemId: string, value: number) =>
  ({ category, itemId, score: { value } }) as ScoredSample;

describe("meanOfCategories", () => {
  it("weighs categories alike, items of a category alike, whatever their counts", () => {
    const samples = [
      sample("a", "1", 1),
      sample("b", "2", 0),
      sample("b", "3", 1),
      sample("b", "3", 0),
      sample("b", "3", 1),
      sample("b", "3", 0),
    ];
    expect(meanOfCategories(samples)).toBe((1 + 0.25) / 2);
    expect(meanOfCategories([])).toBe(0);
  });
});

describe("items of files", () => {
  it("are taken in turn from several lists", () => {
    expect(interleaved([[1, 2, 3], [], [4], [5, 6]])).toEqual([1, 4, 5, 2, 6, 3]);
    expect(interleaved([])).toEqual([]);
  });

  it("are in the same order for the same seed, and none are for training", () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const items = shuffledItems("numbers", numbers);
    expect(items("eval", 1)).toEqual(items("eval", 1));
    expect(items("eval", 1)).not.toEqual(items("eval", 2));
    expect(items("eval", 2).toSorted((a, b) => a - b)).toEqual(numbers);
    expect(items("train", 1)).toEqual([]);
  });
});
