import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mode, Score } from "../contract.ts";
import { readFormat } from "./answer-format.ts";
import { type AnswerFormatItem, answerFormat } from "./environment.ts";
import { formats } from "./formats/index.ts";

const ids = formats.map(({ id }) => id);
const format = (id: string) => formats.find((one) => one.id === id)!;
const isWhole = (id: string) => id.endsWith("-whole");

describe("formats", () => {
  it("are more than 150, each with a name of its own and an instruction of its own", () => {
    expect(formats.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(formats.map(({ instruction }) => instruction)).size).toBe(ids.length);
  });

  it.each(ids)("%s reads what it writes, once, and not its parts", (id) => {
    const own = format(id);
    for (const answer of ["42", "kettle", "7 + 5"]) {
      const form = own.write(answer);
      expect(readFormat(own, form)).toMatchObject({ outcome: "read", answer });
      expect(readFormat(own, answer).outcome).not.toBe("read");
      expect(readFormat(own, `${form}\n${form}`).outcome).toBe(isWhole(id) ? "unreadable" : "repeated");
      if (isWhole(id)) expect(readFormat(own, `${form}\nThat is all: [`).outcome).toBe("unreadable");
      else expect(readFormat(own, `Let me see (it took a while).\n${form}\n`)).toMatchObject({ outcome: "read" });
    }
    expect(readFormat(own, own.write(" ")).outcome).not.toBe("read");
    expect(readFormat(own, "").outcome).toBe("missing");
  });

  const near: readonly (readonly [id: string, text: string, outcome: string])[] = [
    ["json-plain-whole", '{"answer": 4}', "read"],
    ["json-plain-whole", '{"answer": 4, "more": 1}', "unreadable"],
    ["json-plain-whole", '{"answer": null}', "unreadable"],
    ["json-plain-whole", "{answer: 4}", "unreadable"],
    ["json-confidence-fence", '```json\n{"answer": "a", "confidence": 1.5}\n```', "unreadable"],
    ["json-confidence-fence", 'Here:\n```json\n{"answer": "a", "confidence": 0.5}\n```\nBye', "read"],
    ["json-list-tag", '<json_output>{"steps": ["a", "b"], "answer": "c"}</json_output>', "missing"],
    ["yaml-plain-whole", "answer: 4", "read"],
    ["yaml-plain-whole", "answer: [", "unreadable"],
    ["yaml-plain-whole", "a: &x [1]\nb: *x", "unreadable"],
    ["toml-plain-fence", '```toml\nanswer = "4"\n```', "read"],
    ["toml-plain-fence", "```toml\nanswer = four\n```", "unreadable"],
    ["xml-section-whole", "<r><result><answer>a</answer><reason>b</reason></result></r>", "read"],
    ["xml-section-whole", "<r><result><answer>a</answer></result></r>", "unreadable"],
    ["xml-plain-whole", "<r><answer>a</r></answer>", "unreadable"],
    ["xml-plain-whole", '<!DOCTYPE r [<!ENTITY x "y">]><r><answer>&x;</answer></r>', "unreadable"],
    ["tag-answer", "<answer>a", "missing"],
    ["tag-answer", "<answer></answer>", "unreadable"],
    ["phrase-01", "The answer is: 4\nso there", "read"],
    ["phrase-01", "I say the answer is: 4", "missing"],
    ["markdown-italic", "**a**", "missing"],
    ["markdown-bold", "*a* and ***b***", "missing"],
    ["latex-boxed", "\\boxed{\\frac{1}{2}}", "read"],
    ["latex-boxed", "\\boxed{1", "missing"],
    ["sections-analysis-heading", "## Answer\na\n## Analysis\nb", "missing"],
    ["sections-analysis-heading", "## Analysis\n\n## Answer\nb", "unreadable"],
    ["code-env", "ANSWER=4", "read"],
    ["code-print", "print('4')", "missing"],
  ];
  it.each(near)("%s in %j: %s", (id, text, outcome) => {
    expect(readFormat(format(id), text).outcome).toBe(outcome);
  });

  it("never throw and keep their spans in any text", () => {
    const parts = fc.constantFrom(
      "<answer>",
      "</answer>",
      "```json\n",
      "\n```",
      "{",
      "}",
      "[",
      '"',
      "\\boxed{",
      "*",
      "**",
      "`",
      "- ",
      "## Answer\n",
      "Answer:",
      "\n",
      "a",
      " ",
      "|",
      "é",
      "=",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(parts, { maxLength: 30 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...formats), (hostile, own) => {
        for (const { start, end } of own.find(hostile))
          if (!(0 <= start && start < end && end <= hostile.length)) throw new Error(own.id);
        readFormat(own, hostile);
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  it.each([
    "<answer>",
    "[[",
    "{",
    "[",
    '{"a":',
    "- ",
    "*",
    "`",
    "\\boxed{",
    "\\[",
    "# ",
    "# Answer: ",
    " ",
    "\n",
    "<a>",
    "a: ",
    "[a.",
    "|",
    '"',
    "&a ",
    "```json\n",
    "| Answer |\n|-",
  ])("read 100 KB of %j in time", (piece) => {
    const hostile = piece.repeat(Math.ceil(100_000 / piece.length));
    for (const text of [hostile, `# Answer: ${hostile}"`]) {
      const started = performance.now();
      for (const own of formats) readFormat(own, text);
      expect(performance.now() - started).toBeLessThan(4000);
    }
    for (const language of ["json", "yaml", "toml", "xml"]) {
      const started = performance.now();
      readFormat(format(`${language}-plain-fence`), `\`\`\`${language}\n${hostile.slice(0, 7900)}\n\`\`\``);
      expect(performance.now() - started, language).toBeLessThan(4000);
    }
  });
});

describe("answer-format", () => {
  const items = (split: "train" | "eval", seed: number, count: number) => {
    const list: AnswerFormatItem[] = [];
    for (const item of answerFormat.items(split, seed) as Iterable<AnswerFormatItem>)
      if (list.push(item) === count) break;
    return list;
  };

  it("scores demonstrations 1, and answers without the form 0", () => {
    for (const mode of ["reasoning", "plain"] as Mode[]) {
      for (const item of items("eval", 1, 600)) {
        const completion = answerFormat.demonstrate(item, mode)!;
        const right = answerFormat.score(item, { completion, mode }, {}) as Score;
        expect(right).toMatchObject({ value: 1, correct: true });
        expect(completion.slice(right.extracted!.start, right.extracted!.end)).toBe(right.extracted!.text);
        const garbage = mode === "reasoning" ? "<think>\nx\n</think>\nI do not know" : "I do not know";
        expect(answerFormat.score(item, { completion: garbage, mode }, {})).toMatchObject({ value: 0, correct: false });
        expect(answerFormat.score(item, { completion: `${completion}\n${completion}`, mode }, {})).toMatchObject({
          value: 0,
        });
      }
    }
  });

  it("draws seven simple forms in ten, forms that fit the question, every form, and no item in both splits", () => {
    const drawn = items("train", 2, 8000);
    const levels = drawn.filter(({ formatId }) => format(formatId).level === "simple");
    expect(levels.length / drawn.length).toBeCloseTo(0.7, 1);
    for (const { question, formatId } of drawn)
      expect(["generic", question.dataKind]).toContain(format(formatId).dataKind);
    expect(new Set(drawn.map(({ formatId }) => formatId)).size).toBe(ids.length);
    const held = new Set(items("eval", 1, 2000).map((item) => answerFormat.itemId(item)));
    expect(drawn.filter((item) => held.has(answerFormat.itemId(item)))).toEqual([]);
    expect(items("eval", 1, 50)).toEqual(items("eval", 1, 50));
    expect(items("eval", 1, 50)).not.toEqual(items("eval", 2, 50));
  });
});
