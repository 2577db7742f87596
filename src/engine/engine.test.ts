import { describe, expect, test } from "vitest";
import { HermesError, isHermesError } from "../errors.ts";
import { resolveSampling } from "../sampling/index.ts";
import type { GenerateRequest } from "./contract.ts";
import { Engine } from "./engine.ts";
import { collect, free, plainAnswer, prompt, request, run } from "./testing/answers.ts";
import { createToyModel } from "./testing/toy-model.ts";
import type { TokenController } from "./token-controller.ts";

const failsWith = (code: Parameters<typeof isHermesError>[1]) =>
  expect.toSatisfy((error) => isHermesError(error, code), `a HermesError "${code}"`);

describe("generate", () => {
  test("continues a prompt as the model says", async () => {
    const { tokens, reason } = await run(new Engine(createToyModel()));
    expect(tokens).toEqual(await plainAnswer(prompt(12), 8));
    expect(reason).toBe("length");
  });

  test("a prompt longer than one step goes through in pieces", async () => {
    const model = createToyModel({ maxStepTokens: 16 });
    const { tokens } = await run(new Engine(model), { promptTokens: prompt(100) });
    expect(tokens).toEqual(await plainAnswer(prompt(100), 8));
    expect(model.steps.slice(0, 7).map(([part]) => part!.tokens.length)).toEqual([16, 16, 16, 16, 16, 16, 4]);
  });

  test("the controller stops, masks and forces; forced tokens share a step with the drawn one before them", async () => {
    const seen: number[] = [];
    const controller: TokenController = {
      forced: () => (seen.length === 1 ? [40, 41] : []),
      mask: () => Uint32Array.of(0, 1 << 1),
      accept: (token) => (seen.push(token) === 5 ? "stop" : "continue"),
    };
    const model = createToyModel();
    const outcome = await run(new Engine(model, { speculation: "off" }), { controller });
    expect(outcome).toMatchObject({ tokens: [33, 40, 41, 33, 33], forced: [40, 41], reason: "stop" });
    expect(seen).toEqual(outcome.tokens);
    expect(model.steps.map(([part]) => part!.tokens.length)).toEqual([12, 3, 1]);
  });

  test("forced tokens at the start are computed with the prompt", async () => {
    let asked = 0;
    const controller: TokenController = { ...free, forced: () => (asked++ === 0 ? [7, 8] : []) };
    const model = createToyModel();
    const { tokens } = await run(new Engine(model), { controller });
    expect(tokens).toEqual([7, 8, ...(await plainAnswer([...prompt(12), 7, 8], 6))]);
    expect(model.steps[0]![0]!.tokens.length).toBe(14);
  });

  test("forced tokens count for maxTokens", async () => {
    const controller: TokenController = { ...free, forced: () => [1, 2, 3, 4, 5] };
    const engine = new Engine(createToyModel());
    expect(await run(engine, { controller, maxTokens: 3 })).toMatchObject({ tokens: [1, 2, 3], reason: "length" });
    expect(engine.stats()).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0, generatedTokens: 3, steps: 0 });
  });

  test("maxTokens is cut to what the context leaves", async () => {
    const engine = new Engine(createToyModel({ contextLength: 16 }));
    expect((await run(engine, { maxTokens: 100 })).tokens).toEqual(await plainAnswer(prompt(12), 4));
  });

  test("a seed gives the same answer again, another seed another", async () => {
    const engine = new Engine(createToyModel());
    const draw = async (seed: number) =>
      (await run(engine, { sampling: resolveSampling({ seed, temperature: 1 }) })).tokens;
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test("the event loop gets a turn between steps", async () => {
    let turns = 0;
    let running = true;
    const takeTurn = (): void => {
      turns++;
      if (running) setImmediate(takeTurn);
    };
    takeTurn();
    await run(new Engine(createToyModel(), { speculation: "off" }), { maxTokens: 60 });
    running = false;
    expect(turns).toBeGreaterThanOrEqual(60);
  });

  test("an answer can be asked for while another is being read", async () => {
    const engine = new Engine(createToyModel());
    const inner: number[][] = [];
    for await (const event of engine.generate(request({ maxTokens: 2 }))) {
      if (event.type === "token") inner.push((await run(engine, { maxTokens: 1 })).tokens);
    }
    const [first] = await plainAnswer(prompt(12), 1);
    expect(inner).toEqual([[first], [first]]);
  });

  test("the finish tells how long prompt and answer took", async () => {
    const model = createToyModel();
    model.beforeStep = () => new Promise((resolve) => setTimeout(resolve, 5));
    const finish = (await run(new Engine(model, { speculation: "off" }), { maxTokens: 4 })).events.at(-1)!;
    expect(finish).toMatchObject({ promptMs: expect.toSatisfy((ms) => ms >= 4 && ms < 1000) });
    expect(finish).toMatchObject({ decodeMs: expect.toSatisfy((ms) => ms >= 12 && ms < 1000) });
  });
});

describe("cancelling", () => {
  test("a signal ends a running sequence within one step and frees its blocks", async () => {
    const abort = new AbortController();
    const engine = new Engine(createToyModel());
    const tokens: number[] = [];
    let reason = "";
    for await (const event of engine.generate(request({ maxTokens: 200, signal: abort.signal }))) {
      if (event.type === "token" && tokens.push(event.token) === 3) abort.abort();
      if (event.type === "finish") reason = event.reason;
    }
    expect(reason).toBe("cancelled");
    expect(tokens.length).toBeLessThanOrEqual(4);
    expect(engine.stats()).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0 });
  });

  test("a cancel during a step lets its result go", async () => {
    const abort = new AbortController();
    const model = createToyModel();
    model.beforeStep = () => abort.abort();
    expect(await run(new Engine(model), { signal: abort.signal })).toMatchObject({ tokens: [], reason: "cancelled" });
  });

  test("a waiting sequence ends at once", async () => {
    const abort = new AbortController();
    const engine = new Engine(createToyModel(), { runningSequences: 1 });
    const order: string[] = [];
    const running = run(engine, { maxTokens: 100 }).then(() => order.push("running"));
    const waiting = run(engine, { signal: abort.signal }).then(({ reason }) => order.push(reason));
    abort.abort();
    await Promise.all([running, waiting]);
    expect(order).toEqual(["cancelled", "running"]);
  });

  test("a signal aborted before the start", async () => {
    const model = createToyModel();
    const signal = AbortSignal.abort();
    expect(await run(new Engine(model), { signal })).toMatchObject({ tokens: [], reason: "cancelled" });
    expect(model.steps).toEqual([]);
  });

  test("leaving the loop cancels", async () => {
    const engine = new Engine(createToyModel());
    for await (const event of engine.generate(request({ maxTokens: 200 }))) if (event.type === "token") break;
    await run(engine, { maxTokens: 1 });
    expect(engine.stats()).toMatchObject({ running: 0, blocksUsed: 0 });
    expect(engine.stats().generatedTokens).toBeLessThan(10);
  });
});

describe("refusals", () => {
  test.each([
    { name: "a prompt that fills the context", fields: { promptTokens: prompt(256) }, code: "context-exceeded" },
    { name: "no prompt", fields: { promptTokens: [] }, code: "usage" },
    { name: "a token outside the vocabulary", fields: { promptTokens: [1, 50] }, code: "usage" },
    { name: "maxTokens 0", fields: { maxTokens: 0 }, code: "usage" },
    { name: "maxTokens 1.5", fields: { maxTokens: 1.5 }, code: "usage" },
  ] as const)("$name", ({ fields, code }) => {
    const engine = new Engine(createToyModel());
    expect(() => engine.generate(request(fields))).toThrowError(failsWith(code));
  });

  test("a limit out of range", () => {
    expect(() => new Engine(createToyModel(), { stepTokens: 0 })).toThrowError(failsWith("usage"));
  });

  test("a cache smaller than the context bounds what can be asked", () => {
    const engine = new Engine(createToyModel({ blocks: 3, contextLength: 100 }));
    expect(engine.contextLength).toBe(12);
    expect(() => engine.generate(request())).toThrowError(failsWith("context-exceeded"));
  });
});

describe("faults", () => {
  const faulty = (fields: Partial<TokenController>): Partial<GenerateRequest> => ({
    controller: { ...free, ...fields },
    promptTokens: prompt(9, 3),
  });
  const crash = (): never => {
    throw new TypeError("a bug");
  };

  test.each([
    { name: "a mask that allows nothing", fields: { mask: () => new Uint32Array(4) } },
    { name: "a mask that throws", fields: { mask: crash } },
    { name: "an accept that throws", fields: { accept: crash } },
    { name: "a forced() that throws", fields: { forced: crash } },
    { name: "a forced token outside the vocabulary", fields: { forced: () => [50] } },
  ])("$name ends one sequence alone", async ({ fields }) => {
    const engine = new Engine(createToyModel());
    const bad = run(engine, faulty(fields));
    const good = run(engine);
    await expect(bad).rejects.toEqual(failsWith("generation-failed"));
    expect((await good).tokens).toEqual(await plainAnswer(prompt(12), 8));
    expect(engine.stats()).toMatchObject({ running: 0, blocksUsed: 0 });
  });

  test("a step that fails ends the sequences in it; the engine goes on", async () => {
    const model = createToyModel();
    const engine = new Engine(model, { runningSequences: 2 });
    model.failure = new HermesError("memory-exhausted", "No room.", { what: "test", byteLength: 1 });
    const outcomes = await Promise.allSettled([run(engine), run(engine), run(engine)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(outcomes[0]).toMatchObject({ reason: failsWith("memory-exhausted") });
    expect((await run(engine)).tokens).toEqual(await plainAnswer(prompt(12), 8));
    expect(engine.stats()).toMatchObject({ running: 0, blocksUsed: 0 });
  });

  test("a dead model ends all at once, and later requests are told", async () => {
    const model = createToyModel();
    const engine = new Engine(model, { runningSequences: 1 });
    model.failure = new HermesError("compute-failed", "A thread died.", { what: "test" });
    const outcomes = await Promise.allSettled([run(engine), run(engine)]);
    const failed = { status: "rejected", reason: failsWith("compute-failed") };
    expect(outcomes).toMatchObject([failed, failed]);
    expect(() => engine.generate(request())).toThrowError(failsWith("compute-failed"));
    expect(engine.stats()).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0 });
  });

  test("disposing ends what runs and waits; use after it is an error", async () => {
    const engine = new Engine(createToyModel(), { runningSequences: 1 });
    const outcomes = [run(engine, { maxTokens: 200 }), run(engine)];
    await engine.dispose();
    await engine.dispose();
    expect((await Promise.all(outcomes)).map(({ reason }) => reason)).toEqual(["cancelled", "cancelled"]);
    expect(() => engine.generate(request())).toThrowError(failsWith("disposed"));
  });

  test("a reader that comes late gets everything", async () => {
    const engine = new Engine(createToyModel());
    const events = engine.generate(request());
    await run(engine);
    expect((await collect(events)).tokens).toEqual(await plainAnswer(prompt(12), 8));
  });
});
