import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import type { MeasureOptions } from "./contract.ts";
import { planMeasurement } from "./plan.ts";

const plan = (options: Partial<MeasureOptions>, contextLength = 4096) =>
  planMeasurement({ folder: "model", ...options }, contextLength, 16);

describe("planMeasurement", () => {
  test("has room for the longest prompt, and for all streams at once", () => {
    // 16 + 40 tokens take four blocks of 16, and one more is lent before an answer is known to end.
    expect(plan({ promptTokens: [100, 300], decodeTokens: 40, streams: [1, 10] })).toEqual({
      promptTokens: [100, 300],
      decodeTokens: 40,
      streams: [1, 10],
      rounds: 3,
      contextLength: 304,
      cacheTokens: 800,
    });
    expect(plan({ promptTokens: [4095], streams: [1] })).toMatchObject({ contextLength: 4096, cacheTokens: 4096 });
  });

  test("the default prompt is cut to a short context; a chosen one is refused", () => {
    expect(plan({}, 256).promptTokens).toEqual([255]);
    expect(() => plan({ promptTokens: [256] }, 256)).toThrow(
      "promptTokens is 256; expected a whole number from 1 to 255",
    );
  });

  test.each<[option: string, options: Partial<MeasureOptions>]>([
    ["promptTokens", { promptTokens: [] }],
    ["promptTokens", { promptTokens: [512, 0] }],
    ["promptTokens", { promptTokens: [1.5] }],
    ["decodeTokens", { decodeTokens: 1 }],
    ["decodeTokens", { decodeTokens: 4081 }],
    ["streams", { streams: [1, 0] }],
    ["streams", { streams: [65] }],
    ["threads", { threads: 0 }],
    ["threads", { threads: 513 }],
    ["rounds", { rounds: Number.NaN }],
  ])("refuses %s %j by name", (option, options) => {
    let caught: unknown;
    try {
      plan(options);
    } catch (error) {
      caught = error;
    }
    expect(isHermesError(caught, "usage") && caught.facts.argument).toBe(option);
  });
});
