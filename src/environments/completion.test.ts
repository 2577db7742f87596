import { describe, expect, it } from "vitest";
import { readAnswer } from "./completion.ts";

describe("readAnswer", () => {
  const cases = [
    ["reasoning", "<think>\na\n</think>\nb", "b"],
    ["reasoning", "  <THINK>a</Think> b \n", "b"],
    ["reasoning", "<think>a</think>", ""],
    ["reasoning", "<think>\u0130\u0130</think>b", "b"],
    ["plain", "b", "b"],
    ["plain", " b\n", "b"],
    ["plain", "<think>a</think>\nb", "b"],
    ["plain", "a </think> b", "a </think> b"],
    ["plain", "", ""],
  ] as const;

  it.each(cases)("%s: %j", (mode, completion, text) => {
    const answer = readAnswer(completion, mode);
    expect(answer).toMatchObject({ found: true, span: { text } });
    if (answer.found) expect(completion.slice(answer.span.start, answer.span.end)).toBe(text);
  });

  const refused = [
    ["<think>a", "overlong"],
    ["b", "no_thought"],
    ["", "no_thought"],
    ["a</think>b", "bad_think"],
    ["x <think>a</think>b", "bad_think"],
    ["</think><think>b", "bad_think"],
    ["<think>a</think>b</think>", "bad_think"],
    ["<think><think>a</think>b", "bad_think"],
  ] as const;

  it.each(refused)("reasoning refuses %j as %s", (completion, reason) => {
    expect(readAnswer(completion, "reasoning")).toEqual({ found: false, reason });
  });
});
