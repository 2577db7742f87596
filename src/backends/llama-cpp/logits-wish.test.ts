import fc from "fast-check";
import { expect, test } from "vitest";
import type { GenerateRequest } from "../../engine/index.ts";
import { createRandom, createSampler, resolveSampling, type SamplingOptions } from "../../sampling/index.ts";
import { layOutLogits, wishForLogits } from "./logits-wish.ts";
import type { LogitsWish, StepLogits } from "./process/protocol.ts";

const VOCABULARY = 90;

/** What the engine gives for a wish. */
function grant(wish: LogitsWish, logits: Float32Array): StepLogits {
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
  if (wish === null) throw new Error("nothing was wished for");
  const ids = wish === "all" ? order : [...new Set([...order.slice(0, wish.top), ...wish.tokens])];
  return { tokens: Uint32Array.from(ids), values: Float32Array.from(ids, (id) => logits[id]!) };
}

function request(sampling: SamplingOptions, promptTokens: readonly number[], mask: Uint32Array | null = null) {
  const controller = { forced: () => [], mask: () => mask, accept: () => "continue" as const };
  return { promptTokens, controller, sampling: resolveSampling(sampling) } satisfies GenerateRequest;
}

const token = fc.nat(VOCABULARY - 1);
const samplings = fc.record(
  {
    temperature: fc.constantFrom(0, 0.2, 1, 3),
    topK: fc.constantFrom(0, 1, 2, 7, 20),
    topP: fc.constantFrom(0.3, 0.9, 1),
    minP: fc.constantFrom(0, 0.2),
    repetitionPenalty: fc.constantFrom(1, 0.7, 1.5),
    presencePenalty: fc.constantFrom(0, -1, 1.5),
    frequencyPenalty: fc.constantFrom(0, -0.5, 0.8),
    logitBias: fc.dictionary(token.map(String), fc.double({ min: -100, max: 100, noNaN: true }), { maxKeys: 5 }),
  },
  { requiredKeys: [] },
);

test("what is wished for gives the same draws as all logits", () => {
  // All different: of equal ones the engine gives whichever it likes once there are more of them than are kept in reserve.
  const logit = fc.integer({ min: -400, max: 400 }).map((value) => value / 50);
  const rows = fc.array(fc.uniqueArray(logit, { minLength: VOCABULARY, maxLength: VOCABULARY }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      samplings,
      fc.array(token, { minLength: 1, maxLength: 30 }),
      rows,
      fc.nat(),
      (options, prompt, all, seed) => {
        const asked = request(options, prompt);
        const full = createSampler(asked.sampling, prompt, createRandom(seed));
        const sparse = createSampler(asked.sampling, prompt, createRandom(seed));
        const answer: number[] = [];
        for (const row of all) {
          const logits = Float32Array.from(row);
          const given = layOutLogits(grant(wishForLogits(asked, answer), logits), new Float32Array(VOCABULARY));
          const drawn = full.draw(logits, null);
          expect(sparse.draw(given, null)).toBe(drawn);
          for (const sampler of [full, sparse]) sampler.accept(drawn);
          answer.push(drawn);
        }
      },
    ),
    { seed: 6, numRuns: 400 },
  );
});

test.each([
  ["greedy needs hardly any", { temperature: 0 }, { top: 5, tokens: [] }],
  ["top-k needs k", { temperature: 1, topK: 20 }, { top: 24, tokens: [] }],
  ["a biased token comes along", { temperature: 0, logitBias: { 7: -3 } }, { top: 6, tokens: [7] }],
  ["count penalties touch the answer", { temperature: 0, presencePenalty: 1 }, { top: 7, tokens: [3, 4] }],
  [
    "a repetition penalty touches the prompt too",
    { temperature: 0, repetitionPenalty: 2 },
    { top: 9, tokens: [1, 2, 3, 4] },
  ],
  ["without top-k all may be drawn", { temperature: 1, topK: 0 }, "all"],
] as const)("%s", (_, sampling, wish) => {
  expect(wishForLogits(request(sampling, [1, 2, 1]), [3, 4, 3])).toEqual(wish);
});

test("a mask needs all, and so do many touched tokens", () => {
  expect(wishForLogits(request({ temperature: 0 }, [1], Uint32Array.of(1)), [])).toBe("all");
  const long = Array.from({ length: 65 }, (_, id) => id);
  expect(wishForLogits(request({ temperature: 0, repetitionPenalty: 2 }, long), [])).toBe("all");
});
