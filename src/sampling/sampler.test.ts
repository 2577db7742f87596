import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { createRandom } from "./random.ts";
import { resolveSampling } from "./resolve.ts";
import { createSampler } from "./sampler.ts";
import * as steps from "./steps.ts";

const LOGITS = [2, 1, 0.5, 0, -1, -3].map(Math.fround);
const NEUTRAL = { temperature: 1, topP: 1, topK: 0, minP: 0 };

/** How often each token is drawn in `draws` draws of one seeded sampler. */
function countDraws(options: Parameters<typeof resolveSampling>[0], draws: number): number[] {
  const sampler = createSampler(resolveSampling({ seed: 7, ...options }), []);
  const counts = new Array<number>(LOGITS.length).fill(0);
  for (let i = 0; i < draws; i++) counts[sampler.draw(Float32Array.from(LOGITS), null)]!++;
  return counts;
}

function softmax(logits: readonly number[], kept: readonly number[], temperature: number): number[] {
  const weights = logits.map((logit, id) => (kept.includes(id) ? Math.exp(logit / temperature) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

describe("draws follow the distribution (chi-square, 5 degrees at most, p = 0.001 at 20.5)", () => {
  const ALL = [0, 1, 2, 3, 4, 5];
  const cases = [
    { name: "plain softmax", options: NEUTRAL, kept: ALL, temperature: 1 },
    { name: "temperature 2", options: { ...NEUTRAL, temperature: 2 }, kept: ALL, temperature: 2 },
    { name: "top-k 3", options: { ...NEUTRAL, topK: 3 }, kept: [0, 1, 2], temperature: 1 },
    // Probabilities 0.558 0.205 0.125 0.076 …: two reach 0.75.
    { name: "top-p 0.75", options: { ...NEUTRAL, topP: 0.75 }, kept: [0, 1], temperature: 1 },
    { name: "min-p 0.2", options: { ...NEUTRAL, minP: 0.2 }, kept: [0, 1, 2], temperature: 1 },
    // At temperature 1 the first token alone would reach 0.5.
    {
      name: "temperature before top-p",
      options: { ...NEUTRAL, temperature: 2, topP: 0.5 },
      kept: [0, 1],
      temperature: 2,
    },
    { name: "top-k before top-p", options: { ...NEUTRAL, topK: 3, topP: 0.8 }, kept: [0, 1], temperature: 1 },
  ];
  test.each(cases)("$name", ({ options, kept, temperature }) => {
    const draws = 20_000;
    const expected = softmax(LOGITS, kept, temperature);
    const counts = countDraws(options, draws);
    let chiSquare = 0;
    for (const [id, probability] of expected.entries()) {
      if (probability === 0) expect(counts[id]).toBe(0);
      else chiSquare += (counts[id]! - draws * probability) ** 2 / (draws * probability);
    }
    expect(chiSquare).toBeLessThan(20.5);
  });
});

describe("the sampler", () => {
  test("draws as the steps one by one over all tokens would", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 60 });
    const options = fc.record({
      temperature: fc.constantFrom(0.3, 1, 2),
      topK: fc.constantFrom(0, 1, 3, 20, 100),
      topP: fc.constantFrom(0.2, 0.9, 1),
      minP: fc.constantFrom(0, 0.1),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(distinct, options, (values, given) => {
        const logits = Float32Array.from(values, (value) => value / 30);
        const shaped = logits.slice();
        steps.applyTemperature(shaped, given.temperature);
        const last = given.topK === 0 ? -Infinity : (shaped.toSorted().at(-given.topK) ?? -Infinity);
        for (const [id, logit] of shaped.entries()) if (logit < last) shaped[id] = -Infinity;
        steps.keepTopP(shaped, given.topP, new Int32Array(shaped.length));
        if (given.minP > 0) steps.keepMinP(shaped, given.minP);
        const expected = steps.drawFrom(shaped, createRandom(given.seed).next());
        expect(createSampler(resolveSampling(given), []).draw(logits, null)).toBe(expected);
      }),
      { seed: 21, numRuns: 1000 },
    );
  });

  test("the same seed draws the same tokens, another seed others", () => {
    const run = (seed: number): number[] => {
      const sampler = createSampler(resolveSampling({ ...NEUTRAL, seed }), []);
      return Array.from({ length: 50 }, () => sampler.draw(Float32Array.from(LOGITS), null));
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  test("temperature 0 is greedy and takes mask, bias and penalties into account", () => {
    const sampler = createSampler(resolveSampling({ temperature: 0, logitBias: { 2: 5 }, frequencyPenalty: 2 }), []);
    const draw = (mask: Uint32Array | null): number => sampler.draw(Float32Array.from(LOGITS), mask);
    expect(draw(null)).toBe(2);
    expect(draw(Uint32Array.of(0b110010))).toBe(1);
    sampler.accept(2);
    sampler.accept(2);
    expect(draw(null)).toBe(0);
  });

  test("penalties come before the temperature", () => {
    const sampler = createSampler(
      resolveSampling({ ...NEUTRAL, seed: 1, temperature: 0.01, presencePenalty: 0.9 }),
      [],
    );
    sampler.accept(0);
    // 2 - 0.9 is more than 1 and 2 - 1.1 less; 200 less either of them would stay the largest by far.
    expect(sampler.draw(Float32Array.from(LOGITS), null)).toBe(0);
    const harder = createSampler(resolveSampling({ ...NEUTRAL, seed: 1, temperature: 0.01, presencePenalty: 1.1 }), []);
    harder.accept(0);
    expect(harder.draw(Float32Array.from(LOGITS), null)).toBe(1);
  });

  test("the repetition penalty counts the prompt, the others only what was generated", () => {
    const draw = (options: object): number =>
      createSampler(resolveSampling({ temperature: 0, ...options }), [0]).draw(Float32Array.from(LOGITS), null);
    expect(draw({ repetitionPenalty: 3 })).toBe(1);
    expect(draw({ presencePenalty: 2, frequencyPenalty: 2 })).toBe(0);
  });

  test("an empty mask or broken logits are an error, not a token", () => {
    const sampler = createSampler(resolveSampling({ seed: 1 }), []);
    for (const [logits, mask] of [
      [Float32Array.from(LOGITS), Uint32Array.of(0)],
      [new Float32Array(4).fill(Number.NaN), null],
    ] as const) {
      expect(() => sampler.draw(logits, mask)).toThrowError(
        expect.toSatisfy((error) => isHermesError(error, "generation-failed")),
      );
    }
  });
});

describe("the generator", () => {
  test("is xoshiro128**: first outputs of seed 0 and 1 stand still", () => {
    const first = (seed: number): number[] => {
      const random = createRandom(seed);
      return [random.next(), random.next()];
    };
    expect(first(0)).toMatchInlineSnapshot(`
      [
        0.41675133265905573,
        0.5870561741002205,
      ]
    `);
    expect(first(1)).not.toEqual(first(0));
    expect(first(2 ** 32 + 1)).not.toEqual(first(1));
    expect(first(-1)).not.toEqual(first(1));
  });

  test("is uniform in 64 buckets (chi-square, 63 degrees, p = 0.001 at 103.4)", () => {
    const random = createRandom(42);
    const counts = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) counts[Math.floor(random.next() * 64)]!++;
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(103.4);
  });
});
