import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestDropMetrics, dropMetrics } from "./drop-metrics.ts";
import { normalForm } from "./normal-form.ts";

describe("normalForm", () => {
  it.each([
    ["The  Big-Cat!", "big cat"],
    ["an apple a day", "apple day"],
    ["5", "5.0"],
    ["5.0", "5.0"],
    ["+05", "5.0"],
    [".5", "0.5"],
    ["1,000", "1000.0"],
    ["1,000.5", "10005.0"],
    ["5.", "5.0"],
    ["$5.5", "55.0"],
    ["-5", "5.0"],
    ["10%", "10.0"],
    ["1e3", "1000.0"],
    ["1_000", "1000.0"],
    ["U.S.", "us"],
    ["it's", "its"],
    ["theatre", "theatre"],
    ["the", ""],
    ["a\tb\nthe c", "b c"],
    ["5\nx", "5 x"],
    ["", ""],
  ])("%j is %j", (text, normal) => {
    expect(normalForm(text)).toBe(normal);
  });
});

/** What is predicted, the reference, exact match, F1. */
const cases: [predicted: string[], reference: string[], exact: boolean, f1: number][] = [
  [["5"], ["5.0"], true, 1],
  [["the Bears"], ["Bears"], true, 1],
  [["5 yards"], ["5"], false, 0.6667],
  [["6 yards"], ["5 yards"], false, 0],
  [["yards"], ["5 yards"], false, 0],
  [["5"], ["5 yards"], false, 0.6667],
  [["John Smith"], ["Smith"], false, 0.6667],
  [["Jones"], ["Smith"], false, 0],
  [["3.7"], ["3"], false, 0],
  [["a", "b c"], ["b c", "a"], true, 1],
  [["x", "y z"], ["y z", "x"], true, 1],
  [["x"], ["x", "y"], false, 0.5],
  [["x", "y", "z"], ["x", "y"], false, 0.6667],
  [["x", "x"], ["x", "y"], false, 0.5],
  [["x", "x"], ["x"], false, 0.5],
  [["x y", "x"], ["x", "x y"], true, 1],
  [["17 May 1990"], ["17 May 1990"], true, 1],
  [["May 17, 1990"], ["17 May 1990"], false, 1],
  [[], ["x"], false, 0],
];

describe("dropMetrics", () => {
  it.each(cases)("%j against %j: %s, %d", (predicted, reference, exact, f1) => {
    expect(dropMetrics(predicted, reference)).toEqual({ exact, f1 });
  });

  it("takes the best reference", () => {
    expect(bestDropMetrics(["six"], [["6"], ["six"], ["six men"]])).toEqual({ exact: true, f1: 1 });
  });

  it("gives a reference itself 1, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), (spans) => {
        expect(dropMetrics(spans, spans)).toEqual({ exact: true, f1: 1 });
        const other = dropMetrics(spans, ["something else 7"]);
        expect(other.f1).toBeGreaterThanOrEqual(0);
        expect(other.f1).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it.each(["x ", "1_", "1.", "-", "the ", "\n"])("is quick with 100 KB of %j", (text) => {
    const start = performance.now();
    dropMetrics([text.repeat(100_000 / text.length)], ["5 yards"]);
    dropMetrics(text.repeat(20_000).split(" "), ["5 yards", "x", "y", "z"]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
