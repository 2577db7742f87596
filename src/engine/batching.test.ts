import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveSampling } from "../sampling/index.ts";
import { Engine } from "./engine.ts";
import { collect, free, greedy, type Outcome, plainAnswer, prompt, request, run } from "./testing/answers.ts";
import { createToyModel } from "./testing/toy-model.ts";

/** Sampling of all kinds; each has a seed of its own. */
const samplings = [
  greedy,
  resolveSampling({ seed: 1, temperature: 1, topK: 0, topP: 1 }),
  resolveSampling({ seed: 2, temperature: 0.7, repetitionPenalty: 1.3 }),
  resolveSampling({ seed: 3, temperature: 1.5, presencePenalty: 0.5, frequencyPenalty: 0.5, minP: 0.05 }),
];

const requests = fc.array(
  fc.record({
    length: fc.integer({ min: 1, max: 40 }),
    seed: fc.integer({ min: 1, max: 5 }),
    count: fc.integer({ min: 1, max: 16 }),
    sampling: fc.constantFrom(...samplings),
  }),
  { minLength: 1, maxLength: 8 },
);

const limits = fc.record({
  stepTokens: fc.integer({ min: 1, max: 32 }),
  prefillChunk: fc.integer({ min: 1, max: 16 }),
  runningSequences: fc.integer({ min: 1, max: 8 }),
});

describe("batch = alone, chunked = whole, cached = cold, preempted = uninterrupted", () => {
  test("whatever the limits, the blocks and the company", async () => {
    let [preemptions, cached, shared] = [0, 0, 0];
    const property = fc.asyncProperty(
      requests,
      limits,
      fc.integer({ min: 15, max: 40 }),
      async (all, given, blocks) => {
        const model = createToyModel({ blocks, blockTokens: 4, maxStepTokens: 32 });
        const engine = new Engine(model, given);
        const outcomes = await Promise.all(
          all.map(({ length, seed, count, sampling }) =>
            run(engine, { promptTokens: prompt(length, seed), maxTokens: count, sampling }),
          ),
        );
        for (const [i, { length, seed, count, sampling }] of all.entries()) {
          expect(outcomes[i]!.tokens).toEqual(await plainAnswer(prompt(length, seed), count, sampling));
          expect(outcomes[i]!.events.filter(({ type }) => type === "admitted").length).toBe(1);
        }
        const stats = engine.stats();
        expect(stats).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0 });
        preemptions += stats.preemptions;
        cached += stats.cachedTokens;
        shared += model.steps.filter((step) => step.length > 1).length;
      },
    );
    await fc.assert(property, { numRuns: 150, seed: 7 });
    expect([preemptions > 20, cached > 100, shared > 100]).toEqual([true, true, true]);
  });
});

describe("sharing steps", () => {
  test("answers that run together take one step a token", async () => {
    const model = createToyModel();
    const engine = new Engine(model, { speculation: "off" });
    await Promise.all([1, 2, 3, 4].map((seed) => run(engine, { promptTokens: prompt(9, seed), maxTokens: 10 })));
    expect(model.steps.length).toBe(10);
    expect(model.steps.slice(1).every((step) => step.length === 4)).toBe(true);
  });

  test("a running answer gets its token in every step while a long prompt is computed in chunks", async () => {
    const model = createToyModel({ blocks: 200, maxStepTokens: 64 });
    const engine = new Engine(model, { prefillChunk: 8, stepTokens: 64, speculation: "off" });
    const stream = run(engine, { maxTokens: 40 });
    const joined = Promise.withResolvers<Outcome>();
    model.beforeStep = () => {
      if (model.steps.length === 3) run(engine, { promptTokens: prompt(100, 2) }).then(joined.resolve, joined.reject);
    };
    expect((await stream).tokens).toEqual(await plainAnswer(prompt(12), 40));
    expect((await joined.promise).tokens).toEqual(await plainAnswer(prompt(100, 2), 8));
    const together = model.steps
      .filter((step) => step.length === 2)
      .map((step) => step.map(({ tokens }) => tokens.length));
    expect(together.slice(0, 12)).toEqual(Array(12).fill([1, 8]));
    expect(together[12]).toEqual([1, 4]);
  });

  test("several short prompts share a step", async () => {
    const model = createToyModel();
    const engine = new Engine(model, { stepTokens: 32 });
    await Promise.all([1, 2, 3].map((seed) => run(engine, { promptTokens: prompt(10, seed), maxTokens: 1 })));
    expect(model.steps.map((step) => step.map(({ tokens }) => tokens.length))).toEqual([[10, 10, 10]]);
  });
});

describe("when blocks run out", () => {
  test("the latest admitted waits, the first goes on, and both are right", async () => {
    const model = createToyModel({ blocks: 10, blockTokens: 4, contextLength: 40 });
    const engine = new Engine(model);
    const finished: number[] = [];
    const start = (seed: number) =>
      run(engine, { promptTokens: prompt(8, seed), maxTokens: 24 }).then(({ tokens }) => {
        finished.push(seed);
        return tokens;
      });
    const answers = await Promise.all([start(1), start(2)]);
    expect(answers).toEqual([await plainAnswer(prompt(8, 1), 24), await plainAnswer(prompt(8, 2), 24)]);
    expect(finished).toEqual([1, 2]);
    expect(engine.stats().preemptions).toBe(1);
  });

  test("a large prompt at the front is not overtaken by small ones behind it", async () => {
    const engine = new Engine(createToyModel({ blocks: 10, blockTokens: 4, contextLength: 40 }));
    const admitted: string[] = [];
    const start = async (name: string, length: number, maxTokens: number) => {
      for await (const { type } of engine.generate(request({ promptTokens: prompt(length, length), maxTokens }))) {
        if (type === "admitted") admitted.push(name);
        if (type === "finish") admitted.push(`${name} done`);
      }
    };
    await Promise.all([start("first", 10, 20), start("large", 30, 2), start("small", 3, 4)]);
    expect(admitted.slice(0, 4)).toEqual(["first", "first done", "large", "small"]);
  });

  test("a preempted sequence that is cancelled holds nothing", async () => {
    const model = createToyModel({ blocks: 10, blockTokens: 4, contextLength: 40 });
    const engine = new Engine(model);
    const abort = new AbortController();
    model.beforeStep = () => {
      if (engine.stats().preemptions > 0) abort.abort();
    };
    const first = run(engine, { promptTokens: prompt(8, 1), maxTokens: 24 });
    const second = run(engine, { promptTokens: prompt(8, 2), maxTokens: 24, signal: abort.signal });
    expect((await second).reason).toBe("cancelled");
    expect((await first).tokens).toEqual(await plainAnswer(prompt(8, 1), 24));
    expect(engine.stats()).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0, preemptions: 1 });
  });
});

describe("the prefix cache", () => {
  test("a follow-up reuses the full blocks of prompt and answer", async () => {
    const engine = new Engine(createToyModel({ blockTokens: 4 }));
    const first = await run(engine);
    expect(first.cachedTokens).toBe(0);
    const followUp = [...prompt(12), ...first.tokens, 5, 6, 7];
    const warm = await run(engine, { promptTokens: followUp });
    // The last token of the first answer was never computed, so of its 20 tokens four full blocks remain.
    expect(warm.cachedTokens).toBe(16);
    expect(warm.tokens).toEqual(await plainAnswer(followUp, 8));
  });

  test("the last prompt token is computed again even when all blocks are known", async () => {
    const engine = new Engine(createToyModel({ blockTokens: 4 }));
    await run(engine);
    const again = await run(engine);
    expect(again.cachedTokens).toBe(8);
    expect(again.tokens).toEqual(await plainAnswer(prompt(12), 8));
    expect((await run(engine, { promptTokens: [...prompt(12), 1] })).cachedTokens).toBe(12);
  });

  test("running sequences share blocks; together they hold them once", async () => {
    const model = createToyModel({ blockTokens: 4 });
    const engine = new Engine(model);
    await run(engine, { promptTokens: prompt(32) });
    let most = 0;
    model.beforeStep = () => {
      most = Math.max(most, engine.stats().blocksUsed);
    };
    const outcomes = await Promise.all(
      [1, 2, 3].map((last) => run(engine, { promptTokens: [...prompt(32), last], maxTokens: 2 })),
    );
    expect(outcomes.map(({ cachedTokens }) => cachedTokens)).toEqual([32, 32, 32]);
    expect(most).toBe(8 + 3);
  });

  test("a salt keeps what it computed to itself", async () => {
    const engine = new Engine(createToyModel({ blockTokens: 4 }));
    const cachedFor = async (cacheSalt?: string) =>
      (await run(engine, cacheSalt === undefined ? {} : { cacheSalt })).cachedTokens;
    expect([await cachedFor("a"), await cachedFor("b"), await cachedFor()]).toEqual([0, 0, 0]);
    expect([await cachedFor("a"), await cachedFor("b"), await cachedFor()]).toEqual([8, 8, 8]);
  });

  test("what was not used longest is forgotten first", async () => {
    const engine = new Engine(createToyModel({ blocks: 12, blockTokens: 4, contextLength: 32 }));
    const ask = async (seed: number) =>
      (await run(engine, { promptTokens: prompt(20, seed), maxTokens: 1, controller: free })).cachedTokens;
    expect([await ask(1), await ask(2), await ask(1), await ask(3)]).toEqual([0, 0, 16, 0]);
    expect(await ask(1)).toBe(16);
    expect(await ask(2)).toBeLessThan(16);
  });

  test("two that compute the same at the same time end up with one copy", async () => {
    const engine = new Engine(createToyModel({ blockTokens: 4 }));
    await Promise.all([collect(engine.generate(request())), collect(engine.generate(request()))]);
    expect(engine.stats()).toMatchObject({ blocksUsed: 0, blocksCached: 4 });
  });
});
