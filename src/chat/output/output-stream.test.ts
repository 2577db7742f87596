import { describe, expect, test } from "vitest";
import { createOutputParser, parseOutput } from "./output-parser.ts";
import { renderCall, runPieces } from "./run-pieces.ts";
import { shorten } from "./worked-examples.ts";

describe("incremental mode", () => {
  const kinds = (text: string) => runPieces(text.split(""), { mode: "incremental" }).events.map((event) => event.type);

  test("sends the name and the first bytes before the call is whole", () => {
    const parser = createOutputParser({ mode: "incremental" });
    expect(parser.push('<tool_call>{"name": "a", "argu')).toEqual([{ type: "call-start", name: "a" }]);
    expect(parser.push('ments": {"x')).toEqual([{ type: "call-arguments-delta", text: '{"x' }]);
    expect(parser.push('": 1} ')).toEqual([{ type: "call-arguments-delta", text: '": 1}' }]);
    expect(parser.push("}")).toMatchObject([{ type: "call", name: "a", arguments: '{"x": 1}', notes: [] }]);
  });

  test("waits for a name that comes after the arguments", () => {
    const parser = createOutputParser({ mode: "incremental" });
    expect(parser.push('<tool_call>{"arguments": {"x": 1}, ')).toEqual([]);
    expect(parser.push('"name": "a"')).toEqual([
      { type: "call-start", name: "a" },
      { type: "call-arguments-delta", text: '{"x": 1}' },
    ]);
  });

  test.each([
    [
      "an object that turns out bad",
      '<tool_call>{"name": "a", "arguments": {]</tool_call>',
      ["call-start", "call-arguments-delta", "call-abort", "invalid"],
    ],
    [
      "a name given twice",
      '<tool_call>{"name": "a", "name": "b"}',
      ["call-start", "call-abort", "call-start", "call-arguments-delta", "call"],
    ],
    ["no arguments", '<tool_call>{"name": "a"}', ["call-start", "call-arguments-delta", "call"]],
    [
      "string arguments come whole",
      '<tool_call>{"name": "a", "arguments": "{}"}',
      ["call-start", "call-arguments-delta", "call", "diagnostic"],
    ],
  ])("%s", (_name, text, types) => {
    expect(kinds(text)).toEqual(types);
  });
});

describe("cost grows with the length only", () => {
  const million = 1_000_000;
  const some = 300_000;
  const texts: readonly [string, string][] = [
    ["plain text", "a".repeat(million)],
    ["a thought", `<think>${"b<".repeat(some / 2)}`],
    ["white space", " ".repeat(some)],
    ["one long call", `<tool_call>{"name": "a", "arguments": {"text": "${"x".repeat(million)}"}}`],
    ["white space in arguments given as a string", `<tool_call>{"name": "a", "arguments": "{}${" ".repeat(some)}x"}`],
    ["a call with many members", `<tool_call>{"name": "a"${',"k":[{}]'.repeat(some / 9)}}`],
    ["text behind an open call", `<tool_call>{"name": "a"}${"y ".repeat(some / 2)}`],
    ["a string never closed", `<tool_call>{"name": "${"</tool_call><tool_call>".repeat(some / 23)}`],
    ["bad blocks, each reaching to the next but one", '<tool_call>{"a":"'.repeat(some / 17)],
    ["deep nesting", `<tool_call>{"name": "a", "arguments": {"x": ${"[".repeat(some)}`],
  ];
  test.each(texts)("%s, one by one and at once", (_name, text) => {
    for (const pieces of [text.split(""), [text]]) {
      const started = performance.now();
      const { parts } = runPieces(pieces, { mode: "incremental" });
      // Reading the text anew for each chunk would take minutes; this takes well under a second.
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(parts.reduce((length, part) => length + part.raw.length, 0)).toBe(text.length);
    }
  });

  test("a deeply nested call is a call", () => {
    const depth = 200_000;
    const args = `{"x": ${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(shorten(parseOutput(renderCall("a", args)))).toEqual([{ T: "a", args }]);
  });
});
