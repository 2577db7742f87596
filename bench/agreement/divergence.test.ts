import { expect, test } from "vitest";
import { divergence } from "./divergence.ts";

const logits = (...probabilities: number[]): Float32Array =>
  Float32Array.from(probabilities, (probability) => Math.log(probability) + 3);

test("is zero for the same distribution, whatever the shift", () => {
  const other = logits(0.5, 0.25, 0.25).map((logit) => logit - 8);
  expect(divergence(logits(0.5, 0.25, 0.25), other).kl).toBeCloseTo(0, 6);
});

test("is the sum of p log(p / q), from the first to the second", () => {
  const { kl, sameTop } = divergence(logits(0.5, 0.25, 0.25), logits(0.25, 0.5, 0.25));
  expect(kl).toBeCloseTo(0.5 * Math.log(2) + 0.25 * Math.log(0.5), 6);
  expect(sameTop).toBe(false);
});

test("grows with what the first finds likely and the second does not", () => {
  const base = logits(0.9, 0.1);
  expect(divergence(base, logits(0.1, 0.9)).kl).toBeGreaterThan(divergence(base, logits(0.8, 0.2)).kl);
  expect(divergence(base, logits(0.8, 0.2)).sameTop).toBe(true);
});
