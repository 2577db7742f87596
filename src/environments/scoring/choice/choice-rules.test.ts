import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../contract.ts";
import { type ChoiceQuestion, type ChoiceRule, lettersFor, scoreChoice } from "./read-choice.ts";
import { ruleAnswerLine } from "./rule-answer-line.ts";
import { ruleAnswerTag } from "./rule-answer-tag.ts";
import { ruleMmluPro } from "./rule-mmlu-pro.ts";

const whole = (text: string): Span => ({ text, start: 0, end: text.length });
const four = lettersFor(["a dog", "a cat", "Iron ore", "C++"]);
const ten = lettersFor(Array.from({ length: 10 }, (_, i) => `choice ${i}`));
const yesNo: ChoiceQuestion = { labels: ["Yes", "No"], choices: [] };
const numbers: ChoiceQuestion = { labels: ["1", "2", "3"], choices: ["Ann", "Bob", "2 apples"] };

type Case = readonly [answer: string, read: string | null];

function check(rule: ChoiceRule, question: ChoiceQuestion, cases: readonly Case[]) {
  it.each(cases)("%j gives %s", (answer, read) => {
    const reading = rule(whole(answer), question);
    expect(reading.label).toBe(read);
    const spans = [...reading.rejected, ...(reading.label === null ? [] : [reading.span])];
    for (const { start, end, text } of spans) expect(answer.slice(start, end)).toBe(text);
  });
}

describe("ruleAnswerLine", () => {
  check(ruleAnswerLine, four, [
    ["Answer: B", "B"],
    ["Because of this.\n\nAnswer: $D$", "D"],
    ["answer :\tc", "C"],
    ["**Answer: B**", "B"],
    ["**Answer:** B", "B"],
    ["Answer: (B) a cat", "B"],
    ["Answer: A", "A"],
    ["Answer: A.", "A"],
    ["Answer: a", "A"],
    ["Answer: A because it barks", "A"],
    ["Answer: A\nIt barks.", "A"],
    ["Answer: B\nAnswer: C", "B"],
    ["Answer: Z\nAnswer: C", "C"],
    ["Answer: a dog\nAnswer: C", "C"],
    ["Answer: E", null],
    ["Answer: a dog", null],
    ["Answer: A dog", null],
    ["Answer: Both", null],
    ["Answer: Apple", null],
    ["Answer: \nB", null],
    ["The answer is B", null],
    ["B", null],
    ["", null],
  ]);
});

describe("ruleAnswerLine with ten letters", () => {
  check(ruleAnswerLine, ten, [
    ["Answer: J", "J"],
    ["Answer: I", "I"],
    ["Answer: I think that it is B", null],
    ["Answer: I'd say B", null],
    ["Answer: K", null],
  ]);
});

describe("ruleAnswerTag", () => {
  check(ruleAnswerTag, four, [
    ["<answer>B</answer>", "B"],
    ["<ANSWER> b. </Answer>", "B"],
    ["<answer>(A)</answer>", "A"],
    ["<answer>a</answer>", "A"],
    ["<answer>**D**</answer>", "D"],
    ["<answer>Final Answer: B</answer>", "B"],
    ["<answer>The correct answer is: C</answer>", "C"],
    ["<answer>I think the answer is D.</answer>", "D"],
    ["<answer>Option B</answer>", "B"],
    ["<answer>It's A</answer>", "A"],
    ["<answer>a cat</answer>", "B"],
    ["<answer>A  DOG</answer>", "A"],
    ["<answer>The answer is a cat</answer>", "B"],
    ["<answer>B) a cat</answer>", "B"],
    ["<answer>(A) a dog</answer>", "A"],
    ["<answer>C - iron ore</answer>", "C"],
    ["<answer>C++</answer>", "D"],
    ["<answer>The letter B, as shown</answer>", "B"],
    ["<answer>b) the small one</answer>", "B"],
    ["<answer>B</answer> or <answer>C</answer>", "B"],
    ["thought <answer>\nB\n</answer> text", "B"],
    ["<answer>A or B</answer>", null],
    ["<answer>A is better than B</answer>", null],
    ["<answer>a dog that barks</answer>", null],
    ["<answer>A dog that barks</answer>", null],
    ["<answer>vitamin-rich food</answer>", null],
    ["<answer>not d'accord</answer>", null],
    ["<answer>E</answer>", null],
    ["<answer></answer>", null],
    ["<answer>  </answer><answer>B</answer>", null],
    ["<answer>B", null],
    ["B", null],
    ["Answer: B", null],
    ["The answer is a dog.", null],
  ]);
});

describe("ruleAnswerTag with words", () => {
  check(ruleAnswerTag, yesNo, [
    ["<answer>Yes</answer>", "Yes"],
    ["<answer>no.</answer>", "No"],
    ["<answer>No, he would not</answer>", "No"],
    ["<answer>Yes and no</answer>", null],
    ["<answer>Not</answer>", null],
    ["<answer>yesterday</answer>", null],
  ]);
});

describe("ruleAnswerTag with numbers", () => {
  check(ruleAnswerTag, numbers, [
    ["<answer>2</answer>", "2"],
    ["<answer>Choice 2</answer>", "2"],
    ["<answer>The answer is 3.</answer>", "3"],
    ["<answer>Ann</answer>", "1"],
    ["<answer>2 apples</answer>", "3"],
    ["<answer>2 - Bob</answer>", "2"],
    ["<answer>12</answer>", null],
    ["<answer>2.5</answer>", null],
    ["<answer>1 or 2</answer>", null],
    ["<answer>4</answer>", null],
  ]);
});

describe("ruleMmluPro", () => {
  check(ruleMmluPro, ten, [
    ["The answer is (J).", "J"],
    ["the answer is B", "B"],
    ["The answer is (A), not (B). The answer is (B).", "A"],
    ["Answer: C", "C"],
    ["the answer: C, answer: D\nanswer: E", "D"],
    ["answer:\n  F", "F"],
    ["It must be G.", "G"],
    ["Not B but (C)", "C"],
    ["A", "A"],
    ["The answer is A.", "A"],
    ["The answer is a dog, so D", "D"],
    ["The answer is A good one. D", "D"],
    ["The answer is Always C", "C"],
    ["I think none fits.", null],
    ["I'm not sure.", null],
    ["A dog barks.", null],
    ["a b c", null],
    ["The answer is K", null],
    ["AB CD", null],
    ["", null],
  ]);
});

const rules = { ruleAnswerLine, ruleAnswerTag, ruleMmluPro } as const;

describe.each(Object.entries(rules))("%s", (_name, rule) => {
  it("reads any text, and its spans are the text", () => {
    const piece = fc.constantFrom(
      "<answer>",
      "</answer>",
      "Answer:",
      "answer is ",
      "A",
      "(B)",
      " ",
      "\n",
      "a dog",
      "İ",
      "I'm",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const raw = `<think>\nİ A\n</think>\n${pieces.join("")}`;
        const score = scoreChoice(raw, "reasoning", { ...ten, right: "A" }, rule);
        for (const { start, end, text } of [...score.rejected, ...(score.extracted ? [score.extracted] : [])])
          expect(raw.slice(start, end)).toBe(text);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  const hostile = [
    "<answer>",
    "</answer>",
    "Answer: ",
    "answer:\t",
    "answer is ",
    "[(",
    "A ",
    " ",
    "\n",
    "the answer is the ",
  ];
  it.each(hostile)("is quick with 100 KB of %j", (text) => {
    const raw = text.repeat(100_000 / text.length);
    const start = performance.now();
    scoreChoice(raw, "plain", { ...ten, right: "A" }, rule);
    scoreChoice(`<answer>${raw}</answer>`, "plain", { ...ten, right: "A" }, rule);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
