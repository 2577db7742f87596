import { expect, test } from "vitest";
import { formatCount, formatRate, formatSeconds } from "./format.ts";

test.each([
  [3, "3 ms"],
  [94.6, "95 ms"],
  [400, "0.4 s"],
  [9_949, "9.9 s"],
  [12_400, "12 s"],
  [59_600, "1 min 0 s"],
  [185_000, "3 min 5 s"],
])("%d ms is %s", (milliseconds, words) => {
  expect(formatSeconds(milliseconds)).toBe(words);
});

test("counts and rates", () => {
  expect(formatCount(1, "token")).toBe("1 token");
  expect(formatCount(1204, "token")).toBe("1,204 tokens");
  expect(formatRate(0.84)).toBe("0.8 tokens/s");
  expect(formatRate(412.4)).toBe("412 tokens/s");
});
