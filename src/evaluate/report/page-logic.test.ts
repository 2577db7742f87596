import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holds } from "./page/filter.js";
import { cutSegments, endOfThought, type Kind } from "./page/segments.js";
import { readPageScript, readPageStyle } from "./page-assets.ts";

fc.configureGlobal({ seed: 45 });

const mark = (start: number, end: number, kind: Kind = "rejected") => ({ start, end, kind, note: "" });

describe("cutSegments", () => {
  const marked = (...marks: ReturnType<typeof mark>[]) =>
    cutSegments("abcdefgh", marks, 0, 8).map(({ text, mark: owner }) => [text, owner?.kind ?? "-"]);

  test.each([
    ["no marks", [], [["abcdefgh", "-"]]],
    [
      "one inside",
      [mark(2, 4)],
      [
        ["ab", "-"],
        ["cd", "rejected"],
        ["efgh", "-"],
      ],
    ],
    [
      "what was taken wins over what holds it",
      [mark(1, 7), mark(3, 5, "extracted")],
      [
        ["a", "-"],
        ["bc", "rejected"],
        ["de", "extracted"],
        ["fg", "rejected"],
        ["h", "-"],
      ],
    ],
    [
      "what was taken wins over what is in it",
      [mark(1, 7, "extracted"), mark(3, 5)],
      [
        ["a", "-"],
        ["bcdefg", "extracted"],
        ["h", "-"],
      ],
    ],
    ["empty and outside", [mark(3, 3), mark(-5, -1), mark(8, 20)], [["abcdefgh", "-"]]],
  ] as const)("%s", (_name, marks, expected) => {
    expect(marked(...marks)).toEqual(expected);
  });

  test("never loses or repeats a character, whatever the marks", () => {
    const anyMark = fc.record({
      start: fc.integer({ min: -5, max: 40 }),
      end: fc.integer({ min: -5, max: 40 }),
      kind: fc.constantFrom<Kind>("extracted", "rejected"),
      note: fc.string(),
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: "binary" }), fc.array(anyMark), fc.nat(10), (text, marks, start) => {
        const from = Math.min(start, text.length);
        const joined = cutSegments(text, marks, from, text.length)
          .map((segment) => segment.text)
          .join("");
        expect(joined).toBe(text.slice(from));
      }),
    );
  });
});

describe("endOfThought", () => {
  test.each([
    ["an answer", "4", false, 0],
    ["a thought and an answer", "<think>\n2 + 2\n</think>\n\n4", false, 24],
    ["a thought that the prompt opened", "2 + 2</think>4", false, 13],
    ["a thought that was cut off", "<think>\n2 + 2 is", true, 16],
    ["a thought that never ends", "<think>\n2 + 2 is 4", false, 0],
    ["a tag in the text", "Use <think> tags.", false, 0],
  ])("%s", (_name, completion, overlong, expected) => {
    expect(endOfThought(completion, overlong)).toBe(expected);
  });
});

test("a search in whole texts looks into every text of a row", () => {
  const row = {
    prompt: { messages: [{ content: "How many Apples?" }] },
    score: { verdict: { judgement: "It complies" } },
  };
  expect(holds(row, "apples COMPLIES")).toBe(true);
  expect(holds(row, "pears")).toBe(false);
});

test("script and styles hold nothing that ends their elements or fetches something", () => {
  const [script, style] = [readPageScript(), readPageStyle()];
  expect(script).not.toMatch(
    /<\/script|<!--|^\s*(?:import|export)\b|innerHTML|insertAdjacentHTML|document\.write|\beval\(/im,
  );
  expect(style).not.toMatch(/<\/style|url\(|@import/i);
});
