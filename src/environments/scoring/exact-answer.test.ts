import { describe, expect, it } from "vitest";
import { scoreTaggedText } from "./exact-answer.ts";

describe("scoreTaggedText", () => {
  it.each([
    ["<answer>) ] ></answer>", 1],
    ["So: <ANSWER>\n) ] >\n</ANSWER>.", 1],
    ["<answer>) ] ></answer><answer>]</answer>", 1],
    ["<answer>)]></answer>", 0],
    ["<answer>) ] > ></answer>", 0],
    ["<answer>]</answer><answer>) ] ></answer>", 0],
    [") ] >", 0],
    ["<answer>) ] >", 0],
  ])("%j: %d", (completion, value) => {
    const score = scoreTaggedText(completion, "plain", ") ] >");
    expect(score.value).toBe(value);
    if (score.extracted)
      expect(completion.slice(score.extracted.start, score.extracted.end)).toBe(score.extracted.text);
  });

  it("knows upper from lower case", () => {
    expect(scoreTaggedText("<answer>true</answer>", "plain", "True").reason).toBe("different_text");
  });
});
