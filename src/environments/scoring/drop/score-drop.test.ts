import { describe, expect, it } from "vitest";
import { scoreDrop } from "./score-drop.ts";

describe("scoreDrop", () => {
  const references = [
    ["Smith", "Jones"],
    ["John Smith", "Jones"],
  ];
  it.each([
    ["<answer>Jones; Smith</answer>", 1, true, 1],
    ["<answer>the Smith ;Jones;</answer>", 1, true, 1],
    ["<answer>John Smith; Jones</answer>", 1, true, 1],
    ["<answer>Smith</answer>", 0.5, false, 1],
    ["<answer>Smith and Jones</answer>", 0.25, false, 1],
    ["<answer>Miller</answer>", 0, false, 0],
  ])("%s: %d", (completion, value, correct, nous) => {
    const score = scoreDrop(completion, "plain", references);
    expect(score).toMatchObject({ value, correct, verdict: { nous } });
    expect(completion.slice(score.extracted!.start, score.extracted!.end)).toBe(score.extracted!.text);
  });

  it.each([
    ["Smith; Jones", "no_answer_tag"],
    ["<answer>;</answer>", "empty_answer_tag"],
  ])("%s: %s", (completion, reason) => {
    expect(scoreDrop(completion, "plain", references)).toMatchObject({ value: 0, reason });
  });
});
