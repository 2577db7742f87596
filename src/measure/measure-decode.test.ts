import { describe, expect, test } from "vitest";
import { summariseDecodes, tokensPerSecond } from "./measure-decode.ts";
import { summarisePrompts } from "./measure-prompt.ts";
import { quantile } from "./statistics.ts";

const answer = (askedAt: number, tokenMs: readonly number[], promptMs = 5, cachedTokens = 0) => ({
  askedAt,
  tokenMs,
  promptMs,
  cachedTokens,
});

describe("tokensPerSecond", () => {
  test("one stream: tokens behind the first over their time", () => {
    expect(tokensPerSecond([answer(1000, [50, 60, 70, 80, 90])])).toBeCloseTo(4 / 0.04, 9);
  });

  test("several streams: only while all of them run", () => {
    // The first runs from 10 to 50, the second from 30 to 70: between 30 and 50 come 2 and 2 tokens.
    const streams = [answer(0, [10, 20, 30, 40, 50]), answer(20, [10, 20, 30, 40, 50])];
    expect(tokensPerSecond(streams)).toBeCloseTo(4 / 0.02, 9);
  });
});

test("summariseDecodes: the median of the rounds, and steps over all of them", () => {
  const rounds = [[answer(0, [0, 10, 20])], [answer(0, [0, 20, 40])], [answer(0, [0, 40, 80])]];
  expect(summariseDecodes(rounds)).toEqual({ tokensPerSecond: 50, stepMs: 20, p95StepMs: 40 });
});

test("summarisePrompts: speed from the work behind admission, first token from the question", () => {
  const round = (ms: number) => ({ cold: answer(0, [ms + 1], ms), cached: answer(0, [ms / 10], 1, 496) });
  expect(summarisePrompts(512, [round(100), round(300), round(200)])).toEqual({
    tokensPerSecond: 2560,
    firstTokenMs: 201,
    cachedFirstTokenMs: 20,
    cachedTokens: 496,
  });
});

test.each([
  [0, 1],
  [0.5, 2],
  [0.75, 3],
  [0.76, 4],
  [1, 4],
])("quantile %d of four values, by the nearest rank", (share, expected) => {
  expect(quantile([4, 2, 1, 3], share)).toBe(expected);
});
