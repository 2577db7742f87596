import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseCache } from "./choose-cache.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { MemoryPlan } from "./memory-plan.ts";

fc.configureGlobal({ seed: 45 });

const plan: MemoryPlan = {
  weightBytes: 800_000,
  cacheBytesPerToken: 100,
  activationBytes: 100_000,
  runtimeBytes: 100_000,
  fixedBytes: 1_000_000,
  bytesPerToken: 800_000,
};

/** A machine with room for the plan and `tokens` tokens of cache. */
function roomFor(tokens: number): MachineMemory {
  const availableBytes = plan.fixedBytes + tokens * plan.cacheBytesPerToken;
  return { totalBytes: 2 ** 40, availableBytes, limitedBy: "machine", containerLimitBytes: null };
}

describe("choosing a cache", () => {
  it.each([
    ["eight contexts of a small model", 1_000_000, 4096, {}, { contextLength: 4096, cacheTokens: 32_768 }],
    ["64 Ki tokens of a longer one", 1_000_000, 32_768, {}, { contextLength: 32_768, cacheTokens: 65_536 }],
    ["one context where that is more", 1_000_000, 131_072, {}, { contextLength: 131_072, cacheTokens: 131_072 }],
    ["half of what is left", 20_000, 4096, {}, { contextLength: 4096, cacheTokens: 10_000 }],
    [
      "a wished context that takes more than half",
      6000,
      131_072,
      { contextLength: 5000 },
      { contextLength: 5000, cacheTokens: 5000 },
    ],
    ["wished tokens", 6000, 4096, { cacheTokens: 6000 }, { contextLength: 4096, cacheTokens: 6000 }],
    ["a model shorter than the least context", 150, 100, {}, { contextLength: 100, cacheTokens: 100 }],
  ])("gives %s", (_name, tokens, own, wishes, expected) => {
    expect(chooseCache(plan, roomFor(tokens), own, wishes)).toEqual({ ...expected, warnings: [] });
  });

  it("cuts the context short and says so", () => {
    const { contextLength, cacheTokens, warnings } = chooseCache(plan, roomFor(10_000), 131_072);
    expect({ contextLength, cacheTokens }).toEqual({ contextLength: 4864, cacheTokens: 5000 });
    expect(warnings).toEqual([expect.stringContaining("4,864 of 131,072 tokens")]);
  });

  it.each([
    ["weights alone", -1, {}],
    ["the least context", 511, {}],
    ["a wished context", 5000, { contextLength: 5001 }],
    ["wished tokens", 5000, { cacheTokens: 5001 }],
  ])("refuses when %s do not fit", (_name, tokens, wishes) => {
    const memory = roomFor(tokens);
    const refused = expect.objectContaining({
      code: "memory-exhausted",
      facts: expect.objectContaining({ availableBytes: memory.availableBytes }),
      message: expect.stringContaining("available"),
    });
    expect(() => chooseCache(plan, memory, 131_072, wishes)).toThrow(refused);
  });

  it.each([1, 4097, 2.5])("refuses a context of %s tokens, which the model does not have", (contextLength) => {
    const refused = expect.objectContaining({ code: "usage", message: expect.stringContaining("from 2 to 4096") });
    expect(() => chooseCache(plan, roomFor(1e6), 4096, { contextLength })).toThrow(refused);
  });

  it.each([
    { wishes: { cacheTokens: 1 }, least: 2 },
    { wishes: { cacheTokens: -16 }, least: 2 },
    { wishes: { cacheTokens: 100.5 }, least: 2 },
    { wishes: { cacheTokens: Number.NaN }, least: 2 },
    { wishes: { cacheTokens: 1023, contextLength: 1024 }, least: 1024 },
  ])("refuses $wishes", ({ wishes, least }) => {
    const message = expect.stringMatching(`^cacheTokens is .*at least ${least},`);
    const refused = expect.objectContaining({ code: "usage", facts: { argument: "cacheTokens" }, message });
    expect(() => chooseCache(plan, roomFor(1e6), 4096, wishes)).toThrow(refused);
  });

  it("blames the wish, not the memory, for the context of a small cache", () => {
    const { contextLength, warnings } = chooseCache(plan, roomFor(1e6), 4096, { cacheTokens: 1000 });
    expect(contextLength).toBe(1000);
    expect(warnings).toEqual(["the context is 1,000 of 4,096 tokens, because the cache was asked to hold no more"]);
  });

  it("never promises more than fits, and always a whole context", () => {
    fc.assert(
      fc.property(fc.integer({ min: 512, max: 1e6 }), fc.integer({ min: 512, max: 131_072 }), (tokens, own) => {
        const { contextLength, cacheTokens } = chooseCache(plan, roomFor(tokens), own);
        expect(contextLength).toBeLessThanOrEqual(Math.min(own, cacheTokens));
        expect(cacheTokens).toBeLessThanOrEqual(tokens);
      }),
    );
  });
});
