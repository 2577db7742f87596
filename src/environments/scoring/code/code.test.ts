import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readAnswer } from "../../completion.ts";
import { fencedBlocks } from "./fenced-blocks.ts";
import { readProgram } from "./read-program.ts";
import { sameOutput } from "./same-output.ts";
import { parseExact, sameValue } from "./same-value.ts";

fc.configureGlobal({ seed: 45 });

const span = (text: string, start = 0) => ({ text, start, end: start + text.length });

describe("fencedBlocks", () => {
  test.each([
    ["```python\na = 1\n```", ["a = 1"]],
    ["text\n```\na\n```\nmore\n~~~py\nb\n~~~\n", ["a", "b"]],
    ["```\n    indented\n```", ["    indented"]],
    ["````\n```\ninner\n```\n````", ["```\ninner\n```"]],
    ["~~~\n```\n~~~", ["```"]],
    ["```\r\na\r\n```\r\n", ["a\r"]],
    ["```\n```", [""]],
    ["  ```py\n  a\n  ```", ["  a"]],
    ["```python\na = 1", []],
    ["```\na\n```\n```\ncut off", ["a"]],
    ["inline ```a``` only", []],
    ["``` a ` b\nno fence\n```", []],
    ["```\na\n```python\nb\n```", ["a\n```python\nb"]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(fencedBlocks(span(text)).map((block) => block.text)).toEqual(expected);
  });

  it("gives offsets of the raw text, and is linear", () => {
    const parts = fc.array(fc.constantFrom("```", "~~~", "\n", "a", " ", "python", "````", "\r\n", "é"));
    fc.assert(
      fc.property(parts, fc.string(), (pieces, before) => {
        const raw = before + pieces.join("");
        for (const { text, start, end } of fencedBlocks({ ...span(raw.slice(before.length), before.length) }))
          expect(raw.slice(start, end)).toBe(text);
      }),
    );
    const begin = performance.now();
    for (const piece of ["```", "```\n", "`", "~~~ \n", " \t"]) fencedBlocks(span(piece.repeat(100_000)));
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe("readProgram", () => {
  const read = (completion: string) => {
    const answer = readAnswer(completion, "reasoning");
    return answer.found ? readProgram(completion, answer.span) : null;
  };
  test.each([
    ["<think>x</think>\n```\na\n```\nor\n```\nb\n```", "b", "last_block", 1],
    ["<think>```\nno\n```</think>\n```py\nyes\n```", "yes", "last_block", 0],
    ["<think>x</think>\n    return 1\n", "    return 1", "whole_answer", 0],
    ["<think>x</think>return 1", "return 1", "whole_answer", 0],
  ])("%j", (completion, text, method, rejected) => {
    const program = read(completion)!;
    expect(program).toMatchObject({ method, span: { text } });
    expect(program.rejected).toHaveLength(rejected);
    expect(completion.slice(program.span.start, program.span.end)).toBe(text);
  });
  test.each(["<think>x</think>", "<think>x</think>```\n\n```", "<think>x</think>\n```py\ncut", "```\na\n```"])(
    "nothing in %j",
    (completion) => {
      expect(read(completion)).toBeNull();
    },
  );
});

describe("sameOutput", () => {
  test.each([
    ["1\n2\n", "1\n2"],
    [" 1 \n2", "1\n2\n\n"],
    ["1.50", "1.5"],
    ["1.5 2", "1.5  2.0"],
    ["+7", "7"],
    ["1e3", "1000"],
    ["-0", "0"],
    [".5", "0.5"],
    ["100000000000000000001", "100000000000000000001.0"],
    ["YES", "YES"],
    ["", "\n"],
    ["nan", "nan"],
  ])("%j is %j", (printed, expected) => expect(sameOutput(printed, expected)).toBe(true));
  test.each([
    ["1 2", "1\n2"],
    ["1\n\n2", "1\n2"],
    ["1.5000001", "1.5"],
    ["100000000000000000001", "100000000000000000000"],
    ["50000000000000000", "50000000000000001"],
    ["yes", "YES"],
    ["1 2 x", "1.0 2 x"],
    ["-1", "1"],
    ["1 2", "12"],
    ["1e", "1"],
    [".", "0"],
    ["", "0"],
    ["0x10", "16"],
  ])("%j is not %j", (printed, expected) => expect(sameOutput(printed, expected)).toBe(false));
  it("is not slowed down by long numbers and lines", () => {
    const begin = performance.now();
    for (const piece of ["0", "9", "1 ", ".", "e", "1e9", " \n"])
      sameOutput(piece.repeat(100_000), "0".repeat(100_000));
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

describe("sameValue", () => {
  test.each([
    ["1", "1.0"],
    ["true", "1"],
    ["[1, [2]]", "[1, [2]]"],
    ['{"a": 1, "b": 2}', '{"b": 2, "a": 1}'],
    ["12345678901234567890", "12345678901234567890"],
    ["null", "null"],
  ])("%s is %s", (left, right) => expect(sameValue(parseExact(left), parseExact(right))).toBe(true));
  test.each([
    ["12345678901234567890", "12345678901234567891"],
    ["[1, 2]", "[2, 1]"],
    ["[1]", "[1, 1]"],
    ['"1"', "1"],
    ["null", "0"],
    ["[]", "{}"],
    ["{}", "[]"],
    ['{"a": 1}', '{"b": 1}'],
    ["0.1", "0.10000001"],
    ["false", "null"],
  ])("%s is not %s", (left, right) => expect(sameValue(parseExact(left), parseExact(right))).toBe(false));
  it("is an equality", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) =>
        sameValue(parseExact(JSON.stringify(value)), parseExact(JSON.stringify(value))),
      ),
    );
  });
});
