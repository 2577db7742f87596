import { describe, expect, it } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import type { ModelClient, ScoredSample } from "../contract.ts";
import { gradeCounts, readGrade, type SimpleqaVerdict, scoreByJudge, scoreByText } from "./simpleqa.ts";

describe("scoreByText", () => {
  it.each([
    ["<answer>Ada Lovelace</answer>", 1, true],
    ["<answer>ada lovelace </answer>", 1, true],
    ["<answer>Countess Ada Lovelace</answer>", 1, false],
    ["<answer>Lovelace</answer>", 1, false],
    ["<answer>Charles Babbage</answer>", 0, false],
    ["<answer>Ada King</answer>", 0, false],
  ])("%s: %d", (completion, value, exact) => {
    expect(scoreByText(completion, "plain", "Ada Lovelace")).toMatchObject({ value, checks: { exact } });
  });

  it.each([
    ["Ada Lovelace", "no_answer_tag"],
    ["<answer> </answer>", "empty_answer_tag"],
    ["<answer>Ada Lovelace", "no_answer_tag"],
  ])("%s: %s", (completion, reason) => {
    expect(scoreByText(completion, "plain", "Ada Lovelace")).toMatchObject({ value: 0, reason });
  });
});

describe("readGrade", () => {
  it.each([
    ["A", "correct"],
    [" b. ", "incorrect"],
    ["**C**", "not attempted"],
    ["A: CORRECT", "correct"],
    ["(B) incorrect", "incorrect"],
    ["CORRECT", "correct"],
    ["NOT_ATTEMPTED", "not attempted"],
  ])("%j: %s", (reply, grade) => {
    expect(readGrade(reply)).toBe(grade);
  });

  it.each(["", "D", "A or B", "The answer is accurate.", "A: INCORRECT", "A good answer", "AB"])(
    "%j is no verdict",
    (reply) => {
      expect(() => readGrade(reply)).toThrow(expect.objectContaining({ code: "environment-failed" }));
    },
  );
});

/** A judge that always gives this answer, which ends for this reason. */
function judgeSaying(text: string, reason: "stop" | "length" = "stop"): ModelClient & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *stream({ messages }): AsyncIterable<StreamPart> {
      asked.push(String(messages[0]!.content));
      yield { type: "text-delta", text };
      yield { type: "finish", reason } as StreamPart;
    },
  };
}

describe("scoreByJudge", () => {
  const item = { question: "Who wrote the first program?", answer: "Ada Lovelace" };

  it.each([
    ["A", 1, "correct"],
    ["B", 0, "incorrect"],
    ["C", 0, "not attempted"],
  ])("%s: %d", async (reply, value, grade) => {
    const judge = judgeSaying(reply);
    const raw = "<think>Hm.</think>It was Ada.";
    const score = await scoreByJudge(raw, "reasoning", item, { judge });
    expect(score).toMatchObject({ value, verdict: { grade }, extracted: { text: "It was Ada.", method: "judge" } });
    expect(judge.asked[0]).toContain("It was Ada.");
    expect(judge.asked[0]).not.toContain("Hm.");
  });

  it("asks nobody about a thought without an end", async () => {
    const judge = judgeSaying("A");
    expect(await scoreByJudge("<think>Ada", "reasoning", item, { judge })).toMatchObject({
      value: 0,
      reason: "overlong",
    });
    expect(judge.asked).toEqual([]);
  });

  it.each([
    ["nonsense", judgeSaying("Perhaps.")],
    ["an answer that is cut off", judgeSaying("A", "length")],
  ])("throws for %s", async (_name, judge) => {
    await expect(scoreByJudge("Ada", "plain", item, { judge })).rejects.toMatchObject({
      code: "environment-failed",
      facts: { kind: "judge" },
    });
  });
});

describe("gradeCounts", () => {
  it("tells the rule of Nous with a judge, too", async () => {
    const judge = judgeSaying("B");
    const score = await scoreByJudge(
      "<answer>Lovelace</answer>",
      "plain",
      { question: "Who?", answer: "Ada Lovelace" },
      { judge },
    );
    expect(score).toMatchObject({ value: 0, checks: { exact: false, contained: true } });
    expect(gradeCounts([{ score } as ScoredSample<SimpleqaVerdict>])).toMatchObject({
      "rule of Nous": 1,
      incorrect: 1,
    });
  });

  it("tells the harmonic mean of right answers and right ones among those tried", () => {
    const grades = ["correct", "correct", "incorrect", "not attempted"] as const;
    const samples = grades.map((grade) => ({ score: { verdict: { grade } } }) as ScoredSample<SimpleqaVerdict>);
    const counts = gradeCounts(samples);
    expect(counts["correct given attempted"]).toBeCloseTo(2 / 3, 10);
    expect(counts.F1).toBeCloseTo(4 / 7, 10);
    expect(gradeCounts([])).toEqual({ "exact match": 0, "rule of Nous": 0 });
  });
});
