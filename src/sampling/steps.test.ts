import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as steps from "./steps.ts";

const OFF = -Infinity;
const logitsOf = (...values: number[]): Float32Array => Float32Array.from(values);
const survivors = (logits: Float32Array): number[] =>
  [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);

/** Softmax in float64, the law the steps are held against. */
function probabilities(logits: Float32Array): number[] {
  const best = Math.max(...logits);
  const weights = [...logits].map((logit) => Math.exp(logit - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const anyLogits = fc
  .array(fc.oneof(fc.float({ min: -30, max: 30, noNaN: true }), fc.constant(1), fc.constant(OFF)), {
    minLength: 2,
    maxLength: 60,
  })
  .map((values) => Float32Array.from(values))
  .filter((logits) => logits.some((logit) => logit > OFF));

describe("single steps", () => {
  test("the mask forbids cleared bits and everything beyond its last word", () => {
    const logits = new Float32Array(40).fill(1);
    steps.applyMask(logits, Uint32Array.of((1 << 31) | 5));
    expect(survivors(logits)).toEqual([0, 2, 31]);
  });

  test("bias adds by id and leaves ids outside the vocabulary alone", () => {
    const logits = logitsOf(1, 2, OFF);
    steps.applyLogitBias(
      logits,
      new Map([
        [0, 3],
        [2, 100],
        [99, 1],
      ]),
    );
    expect([...logits]).toEqual([4, 2, OFF]);
  });

  test("the repetition penalty lowers seen tokens on either side of zero", () => {
    const logits = logitsOf(4, -4, 4);
    steps.applyRepetitionPenalty(logits, [0, 1, 77], 2);
    expect([...logits]).toEqual([2, -8, 4]);
  });

  test("presence counts once, frequency per occurrence", () => {
    const logits = logitsOf(10, 10, 10);
    const counts = new Map([
      [0, 1],
      [1, 3],
    ]);
    steps.applyCountPenalties(logits, counts, 1, 0.5);
    expect([...logits]).toEqual([8.5, 7.5, 10]);
  });

  test("min-p keeps tokens with that fraction of the best probability", () => {
    const logits = logitsOf(Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05));
    steps.keepMinP(logits, 0.29);
    expect(survivors(logits)).toEqual([0, 1, 2]);
  });

  test("temperature divides differences, and the smallest one leaves the best token alone", () => {
    const warm = logitsOf(3, 1, OFF);
    steps.applyTemperature(warm, 2);
    expect([...warm]).toEqual([0, -1, OFF]);
    for (const temperature of [1e-40, Number.MIN_VALUE]) {
      const frozen = logitsOf(2, 30, 29.5, -4);
      steps.applyTemperature(frozen, temperature);
      steps.keepTopP(frozen, 0.95, new Int32Array(4));
      expect(steps.drawFrom(frozen, 0.999)).toBe(1);
    }
  });

  test("greedy takes the lowest id of equals and -1 when nothing is left", () => {
    expect(steps.drawGreedy(logitsOf(1, 3, 3))).toBe(1);
    expect(steps.drawGreedy(logitsOf(OFF, OFF))).toBe(-1);
    expect(steps.drawFrom(logitsOf(OFF, Number.NaN), 0.5)).toBe(-1);
  });

  test("a draw at the very top of [0, 1) never lands on a removed token", () => {
    expect(steps.drawFrom(logitsOf(1, 2, OFF), 1 - 2 ** -53)).toBe(1);
    expect(steps.drawFrom(logitsOf(OFF, 2, 1), 0)).toBe(1);
  });
});

describe("properties", () => {
  test("top-k equals a full sort with ties broken by id", () => {
    fc.assert(
      fc.property(anyLogits, fc.integer({ min: 1, max: 70 }), (logits, k) => {
        const expected = survivors(logits)
          .sort((a, b) => logits[b]! - logits[a]! || a - b)
          .slice(0, k)
          .sort((a, b) => a - b);
        const kept = steps.selectTopK(logits, k, new Int32Array(logits.length));
        expect([...kept.sort()]).toEqual(expected);
      }),
    );
  });

  test("top-p keeps a set that reaches p and would miss it without its least likely token", () => {
    fc.assert(
      fc.property(anyLogits, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (logits, p) => {
        const before = probabilities(logits);
        const kept = logits.slice();
        steps.keepTopP(kept, p, new Int32Array(logits.length));
        const set = survivors(kept);
        const mass = set.reduce((sum, id) => sum + before[id]!, 0);
        const least = Math.min(...set.map((id) => before[id]!));
        expect(mass).toBeGreaterThanOrEqual(p - 1e-9);
        expect(set.length === 1 || mass - least < p + 1e-9).toBe(true);
        const bestOutside = Math.max(0, ...before.filter((_, id) => !set.includes(id)));
        expect(least).toBeGreaterThanOrEqual(bestOutside - 1e-12);
      }),
    );
  });

  test("temperature keeps the order", () => {
    fc.assert(
      fc.property(anyLogits, fc.float({ min: Math.fround(0.1), max: 5, noNaN: true }), (logits, temperature) => {
        const cooled = logits.slice();
        steps.applyTemperature(cooled, temperature);
        expect(steps.drawGreedy(cooled)).toBe(steps.drawGreedy(logits));
      }),
    );
  });
});

test("removes by any mask exactly the tokens whose bit is clear, also where mask and vocabulary differ in length", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(0), fc.constant(0xffffffff), fc.nat(0xffffffff)), { maxLength: 6 }),
      fc.nat(170),
      (words, size) => {
        const mask = Uint32Array.from(words);
        const logits = new Float32Array(size).fill(1);
        steps.applyMask(logits, mask);
        const expected = Array.from({ length: size }, (_, id) =>
          (((mask[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1 ? 1 : -Infinity,
        );
        expect([...logits]).toEqual(expected);
      },
    ),
    { seed: 1 },
  );
});
