import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBoxed } from "./boxed.ts";
import { MathsEquality } from "./maths-equality.ts";
import { scoreBoxed } from "./score-boxed.ts";

fc.configureGlobal({ seed: 45 });

const span = (text: string) => ({ text, start: 0, end: text.length });

test.each([
  ["one", "So $\\boxed{5}$.", "5"],
  ["with braces inside", "\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"],
  ["with escaped braces inside", "\\boxed{\\{1, 2\\}}", "\\{1, 2\\}"],
  ["one escaped brace", "\\boxed{5\\}}", "5\\}"],
  ["with white space", "\\boxed {\n 5 }", "5"],
  ["in the last line", "It is 4+1.\nTherefore, the final answer is: $\\boxed{5}$. I hope it is correct", "5"],
  ["beside other braces", "\\text{so {}} \\boxed{7} }", "7"],
])("a box: %s", (_name, answer, content) => {
  const boxed = readBoxed(span(answer));
  expect(boxed.found && boxed.span.text).toBe(content);
});

test.each([
  ["no_boxed", "The answer is 5.", 0],
  ["no_boxed", "", 0],
  ["no_boxed", "boxed{5}", 0],
  ["no_boxed", "\\boxed 5", 0],
  ["no_boxed", "\\fbox{5}", 0],
  ["two_boxed", "\\boxed{5} and \\boxed{6}", 2],
  ["two_boxed", "\\boxed{5}, that is \\boxed{5}", 2],
  ["two_boxed", "\\boxed{\\boxed{5}}", 2],
  ["two_boxed", "In \\boxed{}: \\boxed{5}", 2],
  ["two_boxed", "\\boxed{5} \\boxed{", 2],
  ["unbalanced_boxed", "\\boxed{\\frac{1}{2}", 1],
  ["unbalanced_boxed", "\\boxed{5\\}", 1],
  ["empty_boxed", "\\boxed{ }", 1],
])("no answer (%s): %s", (reason, answer, rejected) => {
  const boxed = readBoxed(span(answer));
  expect(boxed).toMatchObject({ found: false, reason });
  expect(boxed.found || boxed.rejected).toHaveLength(rejected);
});

describe("scores", () => {
  const equality = new MathsEquality();
  const score = (completion: string, mode: "reasoning" | "plain" = "plain") =>
    scoreBoxed(equality, "\\frac{1}{2}", { mode, completion });

  test("name the rule and the span", async () => {
    const completion = "<think>\\boxed{3}</think>\n$\\boxed{ 0.5 }$";
    const result = await score(completion, "reasoning");
    expect(result).toMatchObject({ value: 1, extracted: { text: "0.5", method: "boxed/math_text" } });
    expect(completion.slice(result.extracted!.start, result.extracted!.end)).toBe("0.5");
  });

  test.each([
    ["not_equal", "\\boxed{\\frac{2}{4}}"],
    ["not_comparable", "\\boxed{one half}"],
    ["two_boxed", "\\boxed{1/2} = \\boxed{0.5}"],
  ])("say why the value is 0: %s", async (reason, completion) => {
    expect(await score(completion)).toMatchObject({ value: 0, correct: false, reason });
  });

  test("a box in the thought alone does not count", async () => {
    const result = await score("<think>\\boxed{1/2}</think> It is one half.", "reasoning");
    expect(result).toMatchObject({ value: 0, reason: "no_boxed" });
    expect(await score("<think>\\boxed{1/2}", "reasoning")).toMatchObject({ value: 0, reason: "overlong" });
  });

  test("any text is scored, and every span is a slice of it", async () => {
    const piece = fc.constantFrom(
      "\\boxed{",
      "\\boxed",
      "{",
      "}",
      "\\",
      "\\{",
      "5",
      "1/2",
      " ",
      "<think>",
      "</think>",
      "x",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const completion = pieces.join("");
        const { extracted, rejected } = await score(completion);
        for (const found of [...rejected, ...(extracted ? [extracted] : [])])
          expect(completion.slice(found.start, found.end)).toBe(found.text);
      }),
    );
  });

  test.each([
    ["100 KB of opening brackets", "{(\\boxed{".repeat(11_000)],
    ["a box of 100 KB", `\\boxed{${"(".repeat(100_000)}}`],
    ["100 KB of boxes in boxes", `${"\\boxed{".repeat(12_500)}${"}".repeat(12_500)}`],
    ["100 KB of white space", `\\boxed${" ".repeat(100_000)}5`],
  ])("%s take little time", async (_name, completion) => {
    const started = performance.now();
    expect(await score(completion)).toMatchObject({ value: 0 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
