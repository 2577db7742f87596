import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { type Backend, createWasmBackend } from "../kernels/index.ts";
import { type LanguageModel, loadModel } from "../model/index.ts";
import { resolveSampling } from "../sampling/index.ts";
import type { EngineEvent, GenerateRequest } from "./contract.ts";
import { Engine } from "./engine.ts";
import type { TokenController } from "./token-controller.ts";

const folder = fileURLToPath(new URL("../../test/golden/llama-tiny/tied", import.meta.url));
const free: TokenController = { forced: () => [], mask: () => null, accept: () => "continue" };
const prompt = (length: number, seed = 1): number[] => Array.from({ length }, (_, i) => (i * i * 7 + i * seed) % 90);

let backend: Backend;
let model: LanguageModel;
let engine: Engine;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 1 });
  model = await loadModel(folder, backend);
  engine = new Engine(model);
});
afterAll(async () => {
  await engine.dispose();
  model.dispose();
  expect(backend.liveBytes).toBe(0);
});

function request(fields: Partial<GenerateRequest>): GenerateRequest {
  return {
    promptTokens: prompt(12),
    controller: free,
    sampling: resolveSampling({ temperature: 0 }),
    maxTokens: 8,
    ...fields,
  };
}

interface Outcome {
  readonly tokens: number[];
  readonly forced: number[];
  readonly cachedTokens: number | null;
  readonly reason: string;
}

async function collect(events: AsyncIterable<EngineEvent>): Promise<Outcome> {
  const all: EngineEvent[] = [];
  for await (const event of events) all.push(event);
  const tokens = all.filter((event) => event.type === "token");
  const last = all.at(-1)!;
  return {
    tokens: tokens.map((event) => event.token),
    forced: tokens.filter((event) => event.forced).map((event) => event.token),
    cachedTokens: all.find((event) => event.type === "admitted")?.cachedTokens ?? null,
    reason: last.type === "finish" ? last.reason : "none",
  };
}

const run = (fields: Partial<GenerateRequest>, on = engine): Promise<Outcome> => collect(on.generate(request(fields)));

/** The greedy continuation, computed with nothing but the model. */
async function continuation(promptTokens: number[], count: number): Promise<number[]> {
  const tokens = [...promptTokens];
  for (let i = 0; i < count; i++) {
    const cache = model.createCache();
    const logits = await model.step(Uint32Array.from(tokens), cache);
    cache.dispose();
    tokens.push(logits.indexOf(Math.max(...logits)));
  }
  return tokens.slice(promptTokens.length);
}

describe("generate", () => {
  test("continues a prompt as the model says", async () => {
    const { tokens, reason } = await run({});
    expect(tokens).toEqual(await continuation(prompt(12), 8));
    expect(reason).toBe("length");
  });

  test("a prompt longer than one step goes through in pieces", async () => {
    const long = prompt(model.maxStepTokens + 40);
    const { tokens, cachedTokens } = await run({ promptTokens: long, maxTokens: 2 });
    const cache = model.createCache();
    await model.step(Uint32Array.from(long.slice(0, 200)), cache, "none");
    const logits = await model.step(Uint32Array.from(long.slice(200)), cache);
    cache.dispose();
    expect(tokens[0]).toBe(logits.indexOf(Math.max(...logits)));
    expect(cachedTokens).toBeLessThan(long.length);
  });

  test("the controller stops, masks and forces", async () => {
    const seen: number[] = [];
    const controller: TokenController = {
      forced: () => (seen.length === 1 ? [40, 41] : []),
      mask: () => Uint32Array.of(0, 1 << 1, 0, 0),
      accept: (token) => (seen.push(token) === 5 ? "stop" : "continue"),
    };
    const outcome = await run({ controller });
    expect(outcome).toMatchObject({ tokens: [33, 40, 41, 33, 33], forced: [40, 41], reason: "stop" });
    expect(seen).toEqual(outcome.tokens);
  });

  test("forced tokens count for the context and for maxTokens", async () => {
    const controller: TokenController = { ...free, forced: () => [1, 2, 3, 4, 5] };
    expect(await run({ controller, maxTokens: 3 })).toMatchObject({ tokens: [1, 2, 3], reason: "length" });
  });

  test("maxTokens is cut to what the context leaves", async () => {
    const { tokens, reason } = await run({ promptTokens: prompt(508), maxTokens: 100 });
    expect(tokens.length).toBe(4);
    expect(reason).toBe("length");
  });

  test("a seed gives the same answer again, another seed another", async () => {
    const draw = (seed: number): Promise<Outcome> =>
      run({ maxTokens: 20, sampling: resolveSampling({ seed, temperature: 1 }) });
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];
    expect(again.tokens).toEqual(first.tokens);
    expect(other.tokens).not.toEqual(first.tokens);
  });
});

describe("the prefix cache", () => {
  test("a warm answer equals the cold one and says how much it reused", async () => {
    const fresh = new Engine(model);
    const first = await run({}, fresh);
    expect(first.cachedTokens).toBe(0);
    const followUp = [...prompt(12), ...first.tokens, 5, 6, 7];
    const warm = await run({ promptTokens: followUp }, fresh);
    // The last token of the first answer was never computed.
    expect(warm.cachedTokens).toBe(12 + first.tokens.length - 1);
    const cold = new Engine(model);
    expect((await run({ promptTokens: followUp }, cold)).tokens).toEqual(warm.tokens);
    await Promise.all([fresh.dispose(), cold.dispose()]);
  });

  test("the same prompt again computes only its last token; another prompt what differs", async () => {
    await run({});
    expect((await run({})).cachedTokens).toBe(11);
    expect((await run({ promptTokens: [...prompt(6), 95, 94] })).cachedTokens).toBe(6);
    expect(await run({})).toMatchObject({ cachedTokens: 6, tokens: await continuation(prompt(12), 8) });
  });
});

describe("several callers", () => {
  test("answers do not disturb each other", async () => {
    const alone = await Promise.all([continuation(prompt(9, 2), 8), continuation(prompt(14, 3), 8)]);
    const together = await Promise.all([run({ promptTokens: prompt(9, 2) }), run({ promptTokens: prompt(14, 3) })]);
    expect(together.map(({ tokens }) => tokens)).toEqual(alone);
  });

  test("an answer can be asked for while another is being read", async () => {
    const inner: Outcome[] = [];
    for await (const event of engine.generate(request({ maxTokens: 2 }))) {
      if (event.type === "token") inner.push(await run({ maxTokens: 1 }));
    }
    expect(inner.map(({ tokens }) => tokens.length)).toEqual([1, 1]);
  });

  test("the event loop gets a turn between steps", async () => {
    let turns = 0;
    let running = true;
    const takeTurn = (): void => {
      turns++;
      if (running) setImmediate(takeTurn);
    };
    takeTurn();
    await run({ maxTokens: 60 });
    running = false;
    expect(turns).toBeGreaterThanOrEqual(60);
  });
});

describe("cancelling", () => {
  test("a signal ends a running sequence within one step, and the next one is right", async () => {
    const abort = new AbortController();
    const tokens: number[] = [];
    let reason = "";
    for await (const event of engine.generate(request({ maxTokens: 400, signal: abort.signal }))) {
      if (event.type === "token" && tokens.push(event.token) === 3) abort.abort();
      if (event.type === "finish") reason = event.reason;
    }
    expect(reason).toBe("cancelled");
    expect(tokens.length).toBeLessThanOrEqual(4);
    expect((await run({})).tokens).toEqual(await continuation(prompt(12), 8));
  });

  test("a waiting sequence ends at once", async () => {
    const abort = new AbortController();
    const order: string[] = [];
    const running = run({ maxTokens: 100 }).then(() => order.push("running"));
    const waiting = run({ signal: abort.signal }).then(({ reason }) => order.push(reason));
    abort.abort();
    await Promise.all([running, waiting]);
    expect(order).toEqual(["cancelled", "running"]);
  });

  test("a signal aborted before the start", async () => {
    expect(await run({ signal: AbortSignal.abort() })).toMatchObject({ tokens: [], reason: "cancelled" });
  });

  test("leaving the loop frees the engine for the next", async () => {
    let accepted = 0;
    const controller: TokenController = { ...free, accept: () => (++accepted > 0 ? "continue" : "stop") };
    const left = engine.generate(request({ controller, maxTokens: 400 }));
    for await (const event of left) if (event.type === "token") break;
    await run({ maxTokens: 1 });
    expect(accepted).toBeLessThan(10);
  });
});

describe("refusals", () => {
  test.each([
    { name: "a prompt that fills the context", fields: { promptTokens: prompt(512) }, code: "context-exceeded" },
    { name: "no prompt", fields: { promptTokens: [] }, code: "usage" },
    { name: "maxTokens 0", fields: { maxTokens: 0 }, code: "usage" },
    { name: "maxTokens 1.5", fields: { maxTokens: 1.5 }, code: "usage" },
  ] as const)("$name", ({ fields, code }) => {
    const refusal = expect.toSatisfy((error) => isHermesError(error, code));
    expect(() => engine.generate(request(fields))).toThrowError(refusal);
  });

  test("a fault in one sequence reaches its reader and leaves the engine usable", async () => {
    const controller: TokenController = { ...free, mask: () => new Uint32Array(4) };
    await expect(run({ controller })).rejects.toSatisfy((error) => isHermesError(error, "generation-failed"));
    await expect(run({ promptTokens: [96, 97] })).rejects.toSatisfy((error) => isHermesError(error, "kernel-misuse"));
    expect((await run({})).tokens).toEqual(await continuation(prompt(12), 8));
  });

  test("disposing ends what runs and waits; use after it is an error", async () => {
    const short = new Engine(model);
    const outcomes = [run({ maxTokens: 400 }, short), run({}, short)];
    await short.dispose();
    await short.dispose();
    expect((await Promise.all(outcomes)).map(({ reason }) => reason)).toEqual(["cancelled", "cancelled"]);
    expect(() => short.generate(request({}))).toThrowError(
      expect.toSatisfy((error) => isHermesError(error, "disposed")),
    );
  });
});
