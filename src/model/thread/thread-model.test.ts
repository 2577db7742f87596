import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCheckpoint } from "../../../tools/make-checkpoint/make-checkpoint.ts";
import { isHermesError } from "../../errors.ts";
import { createWasmBackend } from "../../kernels/index.ts";
import type { SequenceStep } from "../contract.ts";
import { loadModel } from "../load-model.ts";
import { ThreadModel } from "./thread-model.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-thread-model-"));
beforeAll(() => {
  makeCheckpoint({ folder, shape: "tiny", seed: 3 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const failsWith = (code: Parameters<typeof isHermesError>[1]) => (error: unknown) => isHermesError(error, code);
const text = (length: number): SequenceStep => ({
  tokens: Uint32Array.from({ length }, (_, i) => (i * 7) % 90),
  past: 0,
  blocks: Uint32Array.of(2, 0, 1, 5),
  logits: "all",
});

describe("a model in a thread of its own", () => {
  test.each(["exact", "fast"] as const)("computes what it computes in the calling thread (%s)", async (compute) => {
    const backend = await createWasmBackend({ compute, threads: 1 });
    const local = await loadModel(folder, backend);
    const thread = await ThreadModel.load(folder, { compute, threads: 1, cacheDtype: "float32" });
    try {
      expect(await thread.step([text(40)])).toEqual(await local.step([text(40)]));
      expect(thread.fingerprint).toBe(local.fingerprint);
      expect(thread.cache).toEqual({ ...local.cache, blocks: thread.cache.blocks });
      expect(thread.config).toEqual(local.config);
    } finally {
      await thread.dispose();
      await backend.dispose();
    }
  });

  test("has room for several contexts, and refuses more cache than there is memory before it reads a weight", async () => {
    const model = await ThreadModel.load(folder, { threads: 1 });
    expect(model.cache.blocks * model.cache.blockTokens).toBe(8 * model.contextLength);
    await model.dispose();
    const greedy = ThreadModel.load(folder, { cacheTokens: 1e12 });
    await expect(greedy).rejects.toSatisfy(failsWith("memory-exhausted"));
  });

  test("fast with a float16 cache is what nobody asked for otherwise", async () => {
    const model = await ThreadModel.load(folder);
    const exact = await ThreadModel.load(folder, { compute: "exact" });
    expect([model.cache.dtype, exact.cache.dtype]).toEqual(["float16", "float32"]);
    await Promise.all([model.dispose(), exact.dispose()]);
  });

  test("a block read and written elsewhere continues the same text", async () => {
    const model = await ThreadModel.load(folder, { threads: 1 });
    const whole = (await model.step([{ ...text(20), logits: "last" }])).slice();
    await model.writeBlock(7, await model.readBlock(2));
    const rest = {
      tokens: text(20).tokens.subarray(16),
      past: 16,
      blocks: Uint32Array.of(7, 6),
      logits: "last",
    } as const;
    expect(await model.step([rest])).toEqual(whole);
    await model.dispose();
  });

  test("logits are in one memory, which grows with the rows that are wanted", async () => {
    const model = await ThreadModel.load(folder, { threads: 1 });
    const one = await model.step([{ ...text(5), logits: "last" }]);
    const kept = one.slice();
    const all = await model.step([text(5)]);
    expect(all.subarray(-kept.length)).toEqual(kept);
    const again = await model.step([{ ...text(5), logits: "last" }]);
    expect(again.buffer).toBe(all.buffer);
    expect(again).toEqual(kept);
    await model.dispose();
  });

  test("the calling thread stays free while a step runs", async () => {
    const model = await ThreadModel.load(folder, { threads: 1 });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    for (let i = 0; i < 200; i++) await model.step([text(60)]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
    await model.dispose();
  });
});

describe("failures cross the border as what they are", () => {
  test("a checkpoint that cannot be loaded", async () => {
    const loading = ThreadModel.load(join(folder, "nothing-here"));
    await expect(loading).rejects.toSatisfy(failsWith("file-missing"));
    await expect(ThreadModel.load(folder, { contextLength: 1 })).rejects.toSatisfy(failsWith("usage"));
  });

  test("a refused step leaves the model usable", async () => {
    const model = await ThreadModel.load(folder, { threads: 1 });
    await expect(model.step([])).rejects.toSatisfy(failsWith("kernel-misuse"));
    expect(await model.step([text(3)])).toHaveLength(3 * model.config.vocabularySize);
    await model.dispose();
    await model.dispose();
    await expect(model.step([text(3)])).rejects.toSatisfy(failsWith("disposed"));
  });

  test("a thread that dies fails what waits and all that comes, at once", async () => {
    const abort = new AbortController();
    const model = await ThreadModel.load(folder, { threads: 1 }, { signal: abort.signal });
    const steps = [model.step([text(60)]), model.step([text(60)]), model.readBlock(0)];
    abort.abort();
    for (const step of steps) await expect(step).rejects.toSatisfy(failsWith("compute-failed"));
    await expect(model.step([text(3)])).rejects.toSatisfy(failsWith("compute-failed"));
    await model.dispose();
  });

  test("loading can be given up", async () => {
    const abort = new AbortController();
    const loading = ThreadModel.load(folder, {}, { signal: abort.signal });
    abort.abort();
    await expect(loading).rejects.toSatisfy(failsWith("compute-failed"));
  });
});
