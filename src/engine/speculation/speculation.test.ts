import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveSampling } from "../../sampling/index.ts";
import type { EngineEvent } from "../contract.ts";
import { Engine } from "../engine.ts";
import { free, greedy, plainAnswer, prompt, run } from "../testing/answers.ts";
import { createToyModel, type ToyModel } from "../testing/toy-model.ts";
import type { TokenController } from "../token-controller.ts";

/** A toy whose answers go round in circles, more or less. */
const habitual = (habit: number): ToyModel =>
  createToyModel({ habit, vocabularySize: 12, blocks: 100, blockTokens: 4 });
const promptOf = (length: number, seed: number): number[] => prompt(length, seed).map((token) => token % 12);

/** Masks change with every token, and after every seventh token two are forced. */
function createPickyController(): TokenController {
  let accepted = 0;
  let pending: number[] = [];
  return {
    forced: () => pending,
    mask: () => Uint32Array.of(accepted % 3 === 0 ? 0b1111_1111_1110 : 0b1111_1111_1111),
    accept: () => {
      if (pending.length > 0) pending = pending.slice(1);
      else if (++accepted % 7 === 0) pending = [3, 0];
      return "continue";
    },
  };
}

const appended = (events: readonly EngineEvent[]) => events.filter(({ type }) => type === "token");

describe("speculative = plain", () => {
  const samplings = [
    greedy,
    resolveSampling({ seed: 1, temperature: 1, topK: 0, topP: 1 }),
    resolveSampling({ seed: 2, temperature: 0.8, repetitionPenalty: 1.1 }),
    resolveSampling({ seed: 3, temperature: 1.2, presencePenalty: 0.3, frequencyPenalty: 0.2, minP: 0.02, topK: 6 }),
  ];
  const cases = fc.record({
    habit: fc.constantFrom(0, 4, 8, 20),
    length: fc.integer({ min: 1, max: 30 }),
    seed: fc.integer({ min: 1, max: 9 }),
    count: fc.integer({ min: 1, max: 60 }),
    sampling: fc.constantFrom(...samplings),
    picky: fc.boolean(),
  });

  test("under greedy and sampling, with penalties, masks and forced tokens", async () => {
    let [drafted, accepted] = [0, 0];
    const property = fc.asyncProperty(cases, async ({ habit, length, seed, count, sampling, picky }) => {
      const answer = (speculation: "on" | "off") =>
        run(new Engine(habitual(habit), { speculation }), {
          promptTokens: promptOf(length, seed),
          maxTokens: count,
          sampling,
          logprobs: 3,
          controller: picky ? createPickyController() : free,
        });
      const [plain, guessed] = [await answer("off"), await answer("on")];
      expect(appended(guessed.events)).toEqual(appended(plain.events));
      const finish = guessed.events.at(-1)!;
      if (finish.type !== "finish") throw new Error("no finish");
      drafted += finish.draftedTokens;
      accepted += finish.acceptedTokens;
    });
    await fc.assert(property, { numRuns: 200, seed: 1 });
    expect([drafted - accepted > 200, accepted > 1000]).toEqual([true, true]);
  });

  test("with other sequences beside it and blocks running out", async () => {
    const model = createToyModel({ habit: 20, vocabularySize: 12, blocks: 30, blockTokens: 4 });
    const engine = new Engine(model, { speculation: "on" });
    const answers = await Promise.all(
      [1, 2, 3, 4].map((seed) => run(engine, { promptTokens: promptOf(8, seed), maxTokens: 40 })),
    );
    for (const [i, { tokens }] of answers.entries()) {
      const toy = { habit: 20, vocabularySize: 12 };
      expect(tokens).toEqual(await plainAnswer(promptOf(8, i + 1), 40, greedy, toy));
    }
    const { acceptedTokens, preemptions, blocksUsed } = engine.stats();
    expect([acceptedTokens > 40, preemptions > 0, blocksUsed]).toEqual([true, true, 0]);
  });

  test("what was verified is found in the cache later", async () => {
    const engine = new Engine(habitual(20), { speculation: "on" });
    const { tokens } = await run(engine, { promptTokens: promptOf(8, 1), maxTokens: 41 });
    const followUp = [...promptOf(8, 1), ...tokens, 1, 2];
    const warm = await run(engine, { promptTokens: followUp });
    expect(warm.cachedTokens).toBe(48);
    expect(warm.tokens).toEqual(await plainAnswer(followUp, 8, greedy, { habit: 20, vocabularySize: 12 }));
  });
});

describe("what it saves", () => {
  test("an answer that repeats itself takes a fraction of the steps", async () => {
    const model = habitual(20);
    const engine = new Engine(model, { speculation: "on" });
    const { events } = await run(engine, { promptTokens: promptOf(8, 1), maxTokens: 100 });
    expect(model.steps.length).toBeLessThan(40);
    expect(events.at(-1)).toMatchObject({ acceptedTokens: expect.toSatisfy((count) => count > 60) });
    expect(engine.stats().acceptedTokens).toBeGreaterThan(60);
  });

  test("an answer that does not is left alone before long", async () => {
    const engine = new Engine(createToyModel({ vocabularySize: 4, blocks: 200 }), { speculation: "on" });
    const sampling = resolveSampling({ seed: 1, temperature: 5, topK: 0, topP: 1 });
    await run(engine, { promptTokens: [1], maxTokens: 400, sampling });
    const { draftedTokens, steps } = engine.stats();
    expect(draftedTokens).toBeLessThan(steps);
  });

  test.each([
    { streams: 1, guesses: true },
    { streams: 4, guesses: true },
    { streams: 9, guesses: false },
  ])('"auto" with $streams answers at a time', async ({ streams, guesses }) => {
    const engine = new Engine(createToyModel({ habit: 20, vocabularySize: 12, blocks: 200 }));
    const ask = () => run(engine, { promptTokens: promptOf(8, 1), maxTokens: 40 });
    await Promise.all(Array.from({ length: streams }, ask));
    expect(engine.stats().draftedTokens > 0).toBe(guesses);
  });
});

describe("the distribution", () => {
  /** Probabilities of all continuations of three tokens, of four ids each, at temperature 3. */
  async function exactProbabilities(promptTokens: readonly number[]): Promise<number[]> {
    const model = createToyModel(toy);
    const next = async (tokens: readonly number[]): Promise<number[]> => {
      const blocks = Uint32Array.from({ length: 10 }, (_, block) => block);
      const logits = await model.step([{ tokens: Uint32Array.from(tokens), past: 0, blocks, logits: "last" }]);
      const weights = Array.from(logits, (logit) => Math.exp(logit / 3));
      const total = weights.reduce((sum, weight) => sum + weight);
      return weights.map((weight) => weight / total);
    };
    const all: number[] = [];
    for (const [first, p] of (await next(promptTokens)).entries()) {
      for (const [second, q] of (await next([...promptTokens, first])).entries()) {
        for (const r of await next([...promptTokens, first, second])) all.push(p * q * r);
      }
    }
    return all;
  }
  const toy = { vocabularySize: 4, habit: 3, blocks: 2000, blockTokens: 4, maxStepTokens: 512 };

  test("of the first three tokens is the model's own (chi-square, 63 degrees of freedom)", async () => {
    // Every pair of ids, so that there is always something to guess from, and what the habit makes likely last.
    const promptTokens = [0, 0, 1, 0, 2, 0, 3, 1, 1, 2, 1, 3, 2, 2, 3, 3, 0, 3, 0, 3, 0, 1, 2, 1, 2, 1];
    const engine = new Engine(createToyModel(toy), { speculation: "on" });
    const draws = 12_000;
    const counts = new Array<number>(64).fill(0);
    for (let seed = 0; seed < draws; seed += 60) {
      const batch = Array.from({ length: 60 }, (_, i) =>
        run(engine, {
          promptTokens,
          maxTokens: 5,
          sampling: resolveSampling({ seed: seed + i, temperature: 3, topK: 0, topP: 1 }),
        }),
      );
      for (const { tokens } of await Promise.all(batch)) counts[tokens[0]! * 16 + tokens[1]! * 4 + tokens[2]!]!++;
    }
    const expected = (await exactProbabilities(promptTokens)).map((p) => p * draws);
    const chiSquare = expected.reduce((sum, mean, i) => sum + (counts[i]! - mean) ** 2 / mean, 0);
    // The 0.1 % and 99.9 % points: a wrong rule gives hundreds, and numbers that are too good would be no draws.
    expect(chiSquare).toBeLessThan(103.4);
    expect(chiSquare).toBeGreaterThan(34.1);
    const { draftedTokens, acceptedTokens } = engine.stats();
    expect([acceptedTokens > 5000, draftedTokens - acceptedTokens > 5000]).toEqual([true, true]);
  });
});
