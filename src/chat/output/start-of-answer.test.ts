import { expect, test } from "vitest";
import { startOfAnswer } from "./start-of-answer.ts";

test.each([
  ["", "answer"],
  [" \n", "answer"],
  ["<think>\n", "reasoning"],
  ["\n<think>a", "reasoning"],
  ["<think>a</think>", "content"],
  ["Yes, ", "content"],
])("behind the prefill %j the parser starts in %s", (prefill, start) => {
  expect(startOfAnswer(prefill)).toBe(start);
});
