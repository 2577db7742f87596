import { describe, expect, test } from "vitest";
import { bestTwo, signalToNoise } from "./agreement.ts";
import { against, figure, renderFigure } from "./figures.ts";

describe("against the peer", () => {
  test("the ratio of the medians, met where it reaches the aim", () => {
    expect(against("decode", [12, 14, 13], [10, 11, 9], 1.15)).toMatchObject({
      value: 1.3,
      met: true,
      insideNoise: false,
    });
    expect(against("decode", [12, 14, 13], [10, 11, 9], 1.4)).toMatchObject({ met: false, insideNoise: false });
  });

  test("values among each other are no difference: enough to be as fast, not to be faster", () => {
    const [ours, peer] = [
      [9, 20, 20],
      [10, 10, 10],
    ];
    expect(against("decode", ours, peer, 1.15)).toMatchObject({ value: 2, met: false, insideNoise: true });
    expect(against("prefill", ours, peer, 1)).toMatchObject({ met: true, insideNoise: true });
    expect(renderFigure(against("prefill", ours, peer, 1))).toContain(
      "aim >= 1: met, no difference (20.0 over 10.0 tokens/s)",
    );
  });
});

test("a figure of our own is judged in its direction", () => {
  expect(figure("memory", 1.1, 1.15, "lower", { from: "" }).met).toBe(true);
  expect(figure("memory", 1.2, 1.15, "lower", { from: "" }).met).toBe(false);
  expect(renderFigure(figure("KL", 0.00042, 0.005, "lower", { from: "nano" }))).toContain(
    "4.2e-4   aim <= 0.005: met (nano)",
  );
});

describe("logits of two engines", () => {
  test.each([
    [
      [3, 1, 2],
      [0, 2],
    ],
    [
      [1, 3, 2],
      [1, 2],
    ],
    [
      [1, 2, 3],
      [2, 1],
    ],
    [
      [-1, -3, -2],
      [0, 2],
    ],
  ])("the best two of %j", (row, expected) => {
    expect(bestTwo(Float32Array.from(row))).toEqual(expected);
  });

  test("what all logits of a row share is no difference; the rest is counted in decibels", () => {
    const reference = [Float32Array.of(1, -1, 2, -2)];
    expect(signalToNoise([Float32Array.of(6, 4, 7, 3)], reference)).toBe(200);
    // Off by 0.1 in turn: noise 4 * 0.01, signal 10.
    expect(signalToNoise([Float32Array.of(1.1, -1.1, 1.9, -1.9)], reference)).toBeCloseTo(
      10 * Math.log10(10 / 0.04),
      3,
    );
  });
});
