import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { findFits } from "./find-fits.ts";
import { estimateMemory } from "./memory-estimate.ts";
import { tensorSizes } from "./parallelism.ts";
import { engines } from "./plan-deployment.ts";
import { hermes4, testPlan } from "./test-plans.ts";

describe("memory", () => {
  test("70B FP8 on one H200: the arithmetic by hand", () => {
    const { memory, contextLength } = testPlan("70B-FP8", { gpuBytes: 141e9 });
    // A step: 4 x 8192 + 3 x 28672 + 80 x 128 values of 2 bytes a token, and 256 rows of logits twice as float32.
    const step = 8192 * (4 * 8192 + 3 * 28_672 + 80 * 128) * 2 + 256 * 128_256 * 8;
    expect(memory.workingBytes).toBe(3e9 + step);
    expect(memory.weightBytes).toBe(72_669_806_592);
    expect(memory.cacheBytes).toBe(Math.floor(0.9 * 141e9 - 72_669_806_592 - 3e9 - step));
    expect(memory.cacheTokens).toBe(Math.floor(memory.cacheBytes / 327_680));
    expect(contextLength).toBe(131_072);
  });

  test("405B over two machines: half the layers and one of the outer tables each", () => {
    const { memory } = testPlan("405B", { gpus: 8, nodes: 2 });
    const table = 128_256 * 16_384 * 2;
    const layers = (811_706_777_600 - 2 * table - 16_384 * 2) / 2;
    expect(memory.weightBytes).toBe(Math.ceil((layers + table + 16_384) / 8));
    expect(memory.cacheBytesPerToken).toBe(63 * 2 * 128 * 2);
  });

  test("more slices than key-value heads do not shrink the cache of a token", () => {
    const model = hermes4("70B");
    const perToken = (tensor: number) =>
      estimateMemory(model, { tensor, pipeline: 1 }, 80e9, engines.vllm.memoryRule).cacheBytesPerToken;
    expect([1, 4, 8, 16].map(perToken)).toEqual([327_680, 81_920, 40_960, 40_960]);
  });

  test("SGLang's share leaves the working memory free", () => {
    for (const gpuBytes of [24e9, 48e9, 80e9]) {
      const { memory } = testPlan("14B-FP8", { engine: "sglang", gpus: 2, gpuBytes });
      expect((1 - memory.fraction) * gpuBytes).toBeGreaterThanOrEqual(memory.workingBytes * (1 - 1e-9));
    }
  });
});

const refused: readonly [name: string, plan: () => unknown, words: RegExp][] = [
  [
    "405B FP8 on 4 x 80 GB",
    () => testPlan("405B-FP8", { gpus: 4 }),
    /410\.1 GB of weights.*102\.5 GB weights \+ 5\.1 GB working memory.*72\.0 GB.*fits on 8 x 80 GB, 4 x 141 GB or 4 x 180 GB/,
  ],
  ["70B FP8 on one 80 GB", () => testPlan("70B-FP8"), /72\.7 GB weights.*fits on .*2 x 80 GB, 1 x 141 GB/],
  [
    "405B on 8 x 80 GB",
    () => testPlan("405B", { gpus: 8 }),
    /101\.5 GB weights.*fits on 2 machines of 8 x 80 GB, 8 x 141 GB/,
  ],
  [
    "a long context in a tight place",
    () => testPlan("70B-FP8", { gpuBytes: 96e9, contextLength: 131_072 }),
    /cache for 131,072 tokens.*2 x 96 GB.*Or give --context 24576/,
  ],
];

describe("what does not fit", () => {
  test.each(refused)("%s is refused with numbers and what would do", (_name, plan, words) => {
    expect(plan).toThrow(words);
    try {
      plan();
    } catch (error) {
      expect(
        isHermesError(error, "memory-exhausted") && error.facts.byteLength > (error.facts.availableBytes ?? 0),
      ).toBe(true);
    }
  });

  test("a context beyond the model's own is refused", () => {
    expect(() => testPlan("14B", { contextLength: 40_961 })).toThrow(/made for 40,960 tokens, not for 40,961/);
  });

  test("what is said to do does, and one size smaller does not", () => {
    for (const size of ["14B", "70B-FP8", "405B-FP8", "405B"]) {
      const model = hermes4(size);
      const rule = engines.vllm.memoryRule;
      const cacheTokens = (gpus: number, nodes: number, gpuBytes: number) =>
        estimateMemory(model, { tensor: gpus, pipeline: nodes }, gpuBytes, rule).cacheTokens;
      const fits = findFits(model, rule, 32_768, 80e9);
      expect(fits.length).toBeGreaterThan(0);
      for (const { nodes, gpus, gpuBytes } of fits) {
        expect(cacheTokens(gpus, nodes, gpuBytes)).toBeGreaterThanOrEqual(32_768);
        const smaller =
          nodes > 1
            ? null
            : tensorSizes(model, 8)
                .filter((other) => other < gpus)
                .at(-1);
        if (nodes > 1) expect(cacheTokens(gpus, nodes - 1, gpuBytes)).toBeLessThan(32_768);
        else if (smaller) expect(cacheTokens(smaller, 1, gpuBytes)).toBeLessThan(32_768);
      }
    }
  });
});

describe("a context", () => {
  const requests = fc.record({
    size: fc.constantFrom("14B", "14B-FP8", "70B", "70B-FP8", "405B", "405B-FP8"),
    engine: fc.constantFrom("vllm" as const, "sglang" as const),
    gpus: fc.constantFrom(1, 2, 4, 8),
    nodes: fc.integer({ min: 1, max: 3 }),
    gigabytes: fc.integer({ min: 8, max: 300 }),
    contextLength: fc.option(fc.integer({ min: 1, max: 131_072 }), { nil: undefined }),
  });

  test("that is chosen always fits the cache, and what is asked for is kept", () => {
    fc.assert(
      fc.property(requests, ({ size, engine, gpus, nodes, gigabytes, contextLength }) => {
        try {
          const plan = testPlan(size, { engine, gpus, nodes, gpuBytes: gigabytes * 1e9, contextLength });
          expect(plan.contextLength).toBeLessThanOrEqual(plan.memory.cacheTokens);
          expect(plan.contextLength).toBeLessThanOrEqual(plan.model.contextLength);
          if (contextLength !== undefined) expect(plan.contextLength).toBe(contextLength);
        } catch (error) {
          if (!isHermesError(error, "memory-exhausted") && !isHermesError(error, "usage")) throw error;
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test("says that long thoughts need a budget where it is short", () => {
    const { server } = testPlan("14B-FP8", { engine: "sglang", gpuBytes: 24e9 });
    expect(server.flags.find(({ name }) => name === "--context-length")?.reason).toMatch(/give them a budget/);
  });
});
