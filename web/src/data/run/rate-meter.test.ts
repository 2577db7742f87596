import { expect, test } from "vitest";
import { RateMeter } from "./rate-meter.ts";

const cases: readonly [name: string, moments: readonly number[], rate: number | null][] = [
  ["nothing yet", [], null],
  ["one piece", [100], null],
  ["too short a time", [0, 100, 200], null],
  ["even pieces", [0, 100, 200, 300, 400], 10],
  ["only the last three seconds", [0, 10, 20, 30, 5_000, 6_000, 7_000, 8_000], 1],
];
test.each(cases)("%s", (_name, moments, rate) => {
  const meter = new RateMeter();
  for (const moment of moments) meter.add(moment);
  expect(meter.perSecond).toBe(rate);
});

test("a pause is not counted", () => {
  const meter = new RateMeter();
  for (const moment of [0, 250, 500]) meter.add(moment);
  meter.restart();
  for (const moment of [2_000, 2_500]) meter.add(moment);
  expect(meter.perSecond).toBe(2);
});
