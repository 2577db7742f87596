/** The engine's properties once more, with a real Llama of two layers on the WASM kernels. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCheckpoint } from "../../tools/make-checkpoint/make-checkpoint.ts";
import { type Backend, createWasmBackend } from "../kernels/index.ts";
import { type LanguageModel, loadModel } from "../model/index.ts";
import { type ResolvedSampling, resolveSampling } from "../sampling/index.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { free, greedy, prompt, run } from "./testing/answers.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hermes-engine-"));
  makeCheckpoint({ folder, shape: "tiny", seed: 3, overrides: { contextLength: 320 } });
});
afterAll(() => rmSync(folder, { recursive: true }));

const samplings = [
  greedy,
  resolveSampling({ seed: 4, temperature: 0.8 }),
  resolveSampling({ seed: 5, temperature: 1 }),
];

describe.each([
  { compute: "exact", cacheDtype: "float32" },
  { compute: "fast", cacheDtype: "float16" },
  { compute: "fast", cacheDtype: "int8" },
] as const)("$compute, cache $cacheDtype", ({ compute, cacheDtype }) => {
  let backend: Backend;
  let model: LanguageModel;
  beforeAll(async () => {
    backend = await createWasmBackend({ threads: 2, compute });
    model = await loadModel(folder, backend, { cacheDtype });
  });
  afterAll(async () => {
    await model.dispose();
    expect(backend.liveBytes).toBe(0);
    await backend.dispose();
  });

  const ask = async (engine: Engine, length: number, maxTokens = 24): Promise<number[]> =>
    (await run(engine, { promptTokens: prompt(length), maxTokens, sampling: samplings[length % 3]! })).tokens;
  // A second engine writes over the blocks of the first; so what is compared with comes last.
  const alone = (length: number, maxTokens?: number, options: EngineOptions = {}): Promise<number[]> =>
    ask(new Engine(model, { speculation: "off", ...options }), length, maxTokens);
  const lengths = [5, 16, 33, 47];

  test("batch = alone", async () => {
    const engine = new Engine(model, { speculation: "off" });
    const together = await Promise.all(lengths.map((length) => ask(engine, length)));
    for (const [i, length] of lengths.entries()) expect(together[i]).toEqual(await alone(length));
    expect(engine.stats().steps).toBeLessThan(2 * 24);
  });

  test("chunked = whole", async () => {
    for (const length of [100, 130]) expect(await alone(length, 6, { stepTokens: 7 })).toEqual(await alone(length, 6));
  });

  test("cached = cold", async () => {
    const engine = new Engine(model, { speculation: "off" });
    await ask(engine, 47);
    expect(await ask(engine, 100)).toEqual(await alone(100));
    expect(engine.stats().cachedTokens).toBe(32);
  });

  test("restored = cached", async () => {
    const engine = new Engine(model);
    await ask(engine, 100);
    await engine.saveCache(join(folder, "cache"));
    const restored = new Engine(model);
    expect(await restored.restoreCache(join(folder, "cache"))).toBeGreaterThanOrEqual(96);
    expect(await ask(restored, 100)).toEqual(await alone(100));
    expect(restored.stats().cachedTokens).toBe(96);
  });

  test("speculative = plain", async () => {
    // With three tokens to choose from, an answer repeats itself soon enough.
    const controller = { ...free, mask: () => Uint32Array.of(0b111) };
    const answer = async (speculation: "on" | "off", sampling: ResolvedSampling) => {
      const engine = new Engine(model, { speculation });
      const { tokens } = await run(engine, { promptTokens: prompt(33), maxTokens: 100, sampling, controller });
      return { tokens, accepted: engine.stats().acceptedTokens };
    };
    let accepted = 0;
    for (const sampling of samplings) {
      const [plain, guessed] = [await answer("off", sampling), await answer("on", sampling)];
      expect(guessed.tokens).toEqual(plain.tokens);
      accepted += guessed.accepted;
    }
    expect(accepted).toBeGreaterThan(20);
  });

  test("preempted = uninterrupted", async () => {
    const engine = new Engine(model, { speculation: "off" });
    const many = Array.from({ length: 8 }, (_, i) => 40 + i);
    const together = await Promise.all(many.map((length) => ask(engine, length, 40)));
    for (const [i, length] of many.entries()) expect(together[i]).toEqual(await alone(length, 40));
    expect(engine.stats()).toMatchObject({ blocksUsed: 0, preemptions: expect.toSatisfy((count) => count > 0) });
  });
});
