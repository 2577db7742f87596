import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveSampling } from "./resolve.ts";
import { createSampler } from "./sampler.ts";
import { type TokenScore, TokenScorer } from "./score-tokens.ts";

/** log-softmax as the textbook has it, in doubles. */
function plainLogprobs(logits: Float32Array): number[] {
  const best = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - best), 0);
  return Array.from(logits, (logit) => logit - best - Math.log(total));
}

function scoreOf(logits: Float32Array, token: number, count: number): TokenScore {
  const scorer = new TokenScorer(count);
  scorer.read(logits);
  return scorer.score(token);
}

const logitsOf = fc
  .array(fc.oneof(fc.float({ min: -40, max: 40, noNaN: true }), fc.constantFrom(0, 1, -Infinity)), {
    minLength: 1,
    maxLength: 40,
  })
  .filter((values) => values.some((value) => value > -Infinity))
  .map((values) => Float32Array.from(values));

describe("scores", () => {
  test("are the logarithms of the model's own probabilities, the likeliest first, of equals the lower id", () => {
    fc.assert(
      fc.property(logitsOf, fc.nat(), fc.integer({ min: 0, max: 20 }), (logits, draw, count) => {
        const token = draw % logits.length;
        const logprobs = plainLogprobs(logits);
        const possible = logprobs.map((_, id) => id).filter((id) => logits[id]! > -Infinity);
        const ranked = possible.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, count);
        const score = scoreOf(logits, token, count);
        if (logits[token] === -Infinity) expect(score.logprob).toBe(-Infinity);
        else expect(score.logprob).toBeCloseTo(logprobs[token]!, 4);
        expect([...score.topTokens]).toEqual(ranked);
        for (const [index, id] of ranked.entries()) expect(score.topLogprobs[index]).toBeCloseTo(logprobs[id]!, 4);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test("the drawn token has the same score by itself as among the likeliest", () => {
    const logits = Float32Array.of(0.1, 12.7, 12.69, -3);
    const score = scoreOf(logits, 1, 4);
    expect(score.topTokens[0]).toBe(1);
    expect(score.topLogprobs[0]).toBe(score.logprob);
  });

  test("a draw behind the reading does not change them", () => {
    const logits = Float32Array.of(1, 2, 3, 4);
    const before = scoreOf(logits, 2, 4);
    const scorer = new TokenScorer(4);
    scorer.read(logits);
    const sampling = resolveSampling({ temperature: 0.1, topK: 1, logitBias: { 0: 50 }, seed: 1 });
    expect(createSampler(sampling, []).draw(logits, Uint32Array.of(0b1101))).toBe(0);
    expect(scorer.score(2)).toEqual(before);
  });

  test("what was told is not overwritten by the next", () => {
    const scorer = new TokenScorer(2);
    scorer.read(Float32Array.of(5, 1, 0));
    const first = scorer.score(0);
    scorer.read(Float32Array.of(0, 1, 5));
    expect([...scorer.score(2).topTokens]).toEqual([2, 1]);
    expect([...first.topTokens]).toEqual([0, 1]);
  });
});
