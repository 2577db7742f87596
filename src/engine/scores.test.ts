import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { resolveSampling } from "../sampling/index.ts";
import type { EngineEvent, GenerateRequest } from "./contract.ts";
import { Engine } from "./engine.ts";
import { free, prompt, request, run } from "./testing/answers.ts";
import { createToyModel } from "./testing/toy-model.ts";
import type { TokenController } from "./token-controller.ts";

const tokensOf = (events: readonly EngineEvent[]) => events.filter((event) => event.type === "token");

/** Logarithms of probabilities as the toy model gives them behind `tokens`, nothing kept from earlier steps. */
async function plainLogprobs(tokens: readonly number[]): Promise<number[]> {
  const model = createToyModel({ blocks: 1, blockTokens: 4096, maxStepTokens: 4096 });
  const logits = await model.step([
    { tokens: Uint32Array.from(tokens), past: 0, blocks: Uint32Array.of(0), logits: "last" },
  ]);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return Array.from(logits, (logit) => logit - Math.log(total));
}

async function expectTrueScores(promptTokens: readonly number[], events: readonly EngineEvent[]): Promise<void> {
  const tokens = [...promptTokens];
  for (const { token, score } of tokensOf(events)) {
    const logprobs = await plainLogprobs(tokens);
    const ranked = logprobs.map((_, id) => id).sort((a, b) => logprobs[b]! - logprobs[a]! || a - b);
    expect(score!.logprob).toBeCloseTo(logprobs[token]!, 4);
    expect([...score!.topTokens]).toEqual(ranked.slice(0, score!.topTokens.length));
    for (const [index, id] of score!.topTokens.entries()) {
      expect(score!.topLogprobs[index]).toBeCloseTo(logprobs[id]!, 4);
    }
    tokens.push(token);
  }
}

describe("logprobs", () => {
  const masked: TokenController = { ...free, mask: () => Uint32Array.of(0b1111_0000, 0) };
  const cases: readonly (readonly [string, Partial<GenerateRequest>])[] = [
    ["greedy", {}],
    ["sampled", { sampling: resolveSampling({ temperature: 1.5, topP: 0.7, topK: 5, minP: 0.1, seed: 3 }) }],
    ["with penalties", { sampling: resolveSampling({ temperature: 0, repetitionPenalty: 2, presencePenalty: 2 }) }],
    ["with a bias", { sampling: resolveSampling({ temperature: 0, logitBias: { 7: 100 } }) }],
    ["under a mask", { controller: masked }],
  ];
  test.each(cases)("are the model's own: %s", async (_name, fields) => {
    const outcome = await run(new Engine(createToyModel()), { ...fields, logprobs: 4 });
    expect(tokensOf(outcome.events)).toHaveLength(8);
    await expectTrueScores(prompt(12), outcome.events);
  });

  test("the token of a greedy draw is the likeliest", async () => {
    const { events } = await run(new Engine(createToyModel()), { logprobs: 1 });
    expect(tokensOf(events).map(({ score }) => score!.topTokens[0])).toEqual(
      tokensOf(events).map(({ token }) => token),
    );
  });

  test("are right in a batch, and where answers are guessed ahead", async () => {
    const engine = new Engine(createToyModel({ blocks: 200, habit: 0, vocabularySize: 50 }), { speculation: "on" });
    const prompts = [prompt(12, 1), prompt(30, 2), prompt(5, 3)];
    const outcomes = await Promise.all(
      prompts.map((promptTokens) => run(engine, { promptTokens, logprobs: 3, maxTokens: 20 })),
    );
    for (const [index, { events }] of outcomes.entries()) await expectTrueScores(prompts[index]!, events);
  });

  test("0 tells of the drawn token alone; not asked for, nothing is told", async () => {
    const [none, alone] = [
      await run(new Engine(createToyModel())),
      await run(new Engine(createToyModel()), { logprobs: 0 }),
    ];
    expect(tokensOf(alone.events).map(({ score }) => score!.topTokens.length)).toEqual(Array(8).fill(0));
    expect(tokensOf(alone.events).every(({ score }) => score!.logprob < 0)).toBe(true);
    for (const event of tokensOf(none.events)) expect(event).not.toHaveProperty("score");
    expect(alone.tokens).toEqual(none.tokens);
  });

  test("a forced token has none", async () => {
    let asked = 0;
    const controller: TokenController = { ...free, forced: () => (asked++ === 0 ? [7, 8] : []) };
    const { events } = await run(new Engine(createToyModel()), { controller, logprobs: 2, maxTokens: 4 });
    expect(tokensOf(events).map(({ forced, score }) => [forced, score !== undefined])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
    ]);
  });

  test.each([-1, 21, 1.5, Number.NaN, "5" as unknown as number])("%s is refused", (logprobs) => {
    const engine = new Engine(createToyModel());
    expect(() => engine.generate(request({ logprobs }))).toThrow(
      expect.toSatisfy((error) => isHermesError(error, "usage") && error.facts.argument === "logprobs"),
    );
  });
});

describe("progress of the prompt", () => {
  const progressOf = (events: readonly EngineEvent[]) => events.filter((event) => event.type === "progress");

  test("is told after every step, before the answer, up to the whole prompt", async () => {
    const engine = new Engine(createToyModel({ maxStepTokens: 16 }));
    const { events } = await run(engine, { promptTokens: prompt(100), promptProgress: true });
    expect(events.slice(0, 9).map(({ type }) => type)).toEqual(["admitted", ...Array(7).fill("progress"), "token"]);
    expect(progressOf(events).map(({ computedTokens }) => computedTokens)).toEqual([16, 32, 48, 64, 80, 96, 100]);
    const times = progressOf(events).map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("begins behind what was computed already", async () => {
    const engine = new Engine(createToyModel({ maxStepTokens: 16 }));
    await run(engine, { promptTokens: prompt(50) });
    const { events, cachedTokens } = await run(engine, { promptTokens: prompt(100), promptProgress: true });
    expect(cachedTokens).toBe(48);
    expect(progressOf(events).map(({ computedTokens }) => computedTokens)).toEqual([64, 80, 96, 100]);
  });

  test("leaves out what the controller forces at the start", async () => {
    let asked = 0;
    const controller: TokenController = { ...free, forced: () => (asked++ === 0 ? [7, 8] : []) };
    const { events } = await run(new Engine(createToyModel()), { controller, promptProgress: true });
    expect(progressOf(events).map(({ computedTokens }) => computedTokens)).toEqual([12]);
  });

  test("is not told twice when blocks run out", async () => {
    const model = createToyModel({ blocks: 12, blockTokens: 4, maxStepTokens: 8 });
    const engine = new Engine(model, { speculation: "off" });
    const ask = (seed: number) => run(engine, { promptTokens: prompt(20, seed), promptProgress: true, maxTokens: 20 });
    const outcomes = await Promise.all([ask(1), ask(2)]);
    expect(engine.stats().preemptions).toBeGreaterThan(0);
    for (const { events } of outcomes) {
      const told = progressOf(events).map(({ computedTokens }) => computedTokens);
      expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
      expect(told.at(-1)).toBe(20);
    }
  });

  test("is not told where nobody asks", async () => {
    const { events } = await run(new Engine(createToyModel()));
    expect(progressOf(events)).toEqual([]);
  });
});
