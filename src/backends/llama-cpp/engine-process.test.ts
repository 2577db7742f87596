import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { EngineProcess } from "./process/engine-process.ts";
import { findLibrary } from "./process/find-library.ts";
import type { LogitsWish, StepLogits } from "./process/protocol.ts";
import { makeNanoGguf, type NanoGguf } from "./test-nano.ts";
import { libraryFolder } from "./test-runner.ts";

const VOCABULARY = 1536;

describe.skipIf(libraryFolder === null)("logits (skipped where node-llama-cpp is not installed)", () => {
  let gguf: NanoGguf;
  let engine: EngineProcess;
  beforeAll(async () => {
    gguf = makeNanoGguf();
    const settings = { file: gguf.file, library: findLibrary(libraryFolder!), gpu: false, threads: 1 } as const;
    const room = { contextLength: 256, exactContext: true, sequences: 2, cacheDtype: "float32" } as const;
    engine = await EngineProcess.start({ ...settings, ...room }, () => {});
  });
  afterAll(async () => {
    await engine?.kill();
    gguf?.remove();
  });

  const prompt = [1512, 5, 80, 300, 7];
  const behindPrompt = (logits: LogitsWish, sequence = 0) =>
    engine.step({ sequence, keep: 0, tokens: Uint32Array.from(prompt), logits });
  const byToken = ({ tokens, values }: StepLogits) => new Map([...tokens].map((token, i) => [token, values[i]!]));

  test("are the same however they are asked for", async () => {
    const all = byToken((await behindPrompt("all"))!);
    expect(all.size).toBe(VOCABULARY);
    const order = [...all].sort((a, b) => b[1] - a[1]);
    expect(byToken((await behindPrompt({ top: 24, tokens: [] }))!)).toEqual(new Map(order.slice(0, 24)));
    const last = order.at(-1)!;
    expect(byToken((await behindPrompt({ top: 3, tokens: [last[0]] }))!)).toEqual(
      new Map([...order.slice(0, 3), last]),
    );
    expect(byToken((await behindPrompt({ top: 9999, tokens: [] }))!)).toEqual(new Map(order));
    expect(await behindPrompt(null)).toBeNull();
  });

  test("do not depend on the pieces a prompt comes in, nor on what was held before", async () => {
    const whole = byToken((await behindPrompt("all"))!);
    await engine.step({ sequence: 1, keep: 0, tokens: Uint32Array.of(9, 9, 9, 9, 9, 9), logits: null });
    await engine.step({ sequence: 1, keep: 0, tokens: Uint32Array.from(prompt.slice(0, 2)), logits: null });
    const rest = { sequence: 1, keep: 2, tokens: Uint32Array.from(prompt.slice(2)), logits: "all" } as const;
    const pieces = byToken((await engine.step(rest))!);
    for (const [token, value] of whole) expect(pieces.get(token)!).toBeCloseTo(value, 4);
  });

  test("of two sequences at once are those of each alone", async () => {
    const alone = byToken((await behindPrompt({ top: 5, tokens: [] }))!);
    const both = await Promise.all([0, 1].map((sequence) => behindPrompt({ top: 5, tokens: [] }, sequence)));
    for (const logits of both) {
      expect([...byToken(logits!).keys()]).toEqual([...alone.keys()]);
      for (const [token, value] of byToken(logits!)) expect(value).toBeCloseTo(alone.get(token)!, 4);
    }
  });

  test("a step that makes no sense fails alone", async () => {
    const beyond = engine.step({ sequence: 0, keep: 200, tokens: Uint32Array.of(1), logits: "all" });
    await expect(beyond).rejects.toSatisfy((error) => isHermesError(error, "generation-failed"));
    expect(await behindPrompt({ top: 1, tokens: [] })).not.toBeNull();
  });

  test("a context that fits no memory", async () => {
    const settings = { file: gguf.file, library: findLibrary(libraryFolder!), gpu: false, threads: 1 } as const;
    const room = { contextLength: 2 ** 25, exactContext: true, sequences: 1, cacheDtype: "float32" } as const;
    const starting = EngineProcess.start({ ...settings, ...room }, () => {});
    await expect(starting).rejects.toSatisfy((error) => isHermesError(error, "memory-exhausted"));
  });
});
