import { expect, test } from "vitest";
import { createProgressPrinter } from "./progress-printer.ts";
import type { RunEvent } from "./run-options.ts";

const step = (index: number): RunEvent => ({
  ...{ type: "step", step: index, totalSteps: 100, loss: 1.23456, gradientNorm: 0.5, trainedTokens: 400 },
  ...{ rate: 1e-3, tokens: 1000, seconds: 2, packingEfficiency: 0.995, droppedSamples: 0 },
});

function print(isTerminal: boolean, events: readonly RunEvent[], secondsBetween: number): string[] {
  const written: string[] = [];
  let now = 0;
  const printer = createProgressPrinter({ isTerminal, write: (text) => written.push(text) }, () => now);
  for (const event of events) {
    printer(event);
    now += 1000 * secondsBetween;
  }
  return written;
}

test("away from a terminal a line comes at most every ten seconds, and the last always", () => {
  const events = [1, 2, 3, 4, 5, 6, 7, 100].map(step);
  const steps = print(false, events, 4).map((line) => line.match(/^step (\d+)\/100/)?.[1]);
  expect(steps).toEqual(["1", "4", "7", "100"]);
});

test("a line says loss, speed, share of trained tokens, packing, gradient norm, rate and time left", () => {
  expect(print(false, [step(40)], 0)).toEqual([
    "step 40/100, loss 1.2346, 500 tokens/s, 40% trained, packed 99.5%, norm 0.50, rate 1.00e-3, left 0:02:00\n",
  ]);
});

test("on a terminal one line is rewritten in place", () => {
  const written = print(true, [step(1), step(2)], 0);
  expect(written).toHaveLength(2);
  expect(written.every((text) => text.startsWith("\r\x1b[K") && !text.includes("\n"))).toBe(true);
});
