import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { createOutputParser, parseOutput } from "./output-parser.ts";
import type { OutputParserOptions } from "./parser-state.ts";
import { renderCall, runPieces } from "./run-pieces.ts";
import { type ShortPart, shorten } from "./worked-examples.ts";

describe("rules beyond the worked examples", () => {
  const cases: readonly [string, string, readonly ShortPart[], OutputParserOptions?][] = [
    [
      "a thought may be ended by a call, where the caller opts in",
      `<think>hm${renderCall("a")}`,
      [
        { R: "hm", open: true },
        { T: "a", args: "{}" },
      ],
      { endThoughtAtToolCall: true },
    ],
    ["tools off: tags are text", renderCall("a"), [{ C: renderCall("a") }], { tools: false }],
    [
      "calls or a value: a call first, then another",
      `<think>a</think>\n\n${renderCall("a")}\n${renderCall("b")}`,
      [{ R: "a" }, { C: "\n\n" }, { T: "a", args: "{}" }, { C: "\n" }, { T: "b", args: "{}" }],
      { tools: "first" },
    ],
    [
      "calls or a value: a value that names tags",
      `"${renderCall("a")}"`,
      [{ C: `"${renderCall("a")}"` }],
      { tools: "first" },
    ],
    ["calls or a value: nothing but the beginning of a tag", "\n<tool_ca", [{ C: "\n<tool_ca" }], { tools: "first" }],
    ["reasoning off: tags are text", "<think>a</think>b", [{ C: "<think>a</think>b" }], { reasoning: false }],
    ["start behind a closed thought", "<think>a", [{ C: "<think>a" }], { start: "content" }],
    ["empty answer", "", []],
    ["empty answer inside a thought", "", [], { start: "reasoning" }],
    ["white space alone is content", " \n\t", [{ C: " \n\t" }]],
    ["a block cut off before its object", "<tool_call>\n", [{ X: "<tool_call>\n", reason: "truncated" }]],
    ["not JSON, and cut off", "<tool_call>dock(4", [{ X: "<tool_call>dock(4", reason: "truncated" }]],
    [
      "a string that runs over the end of its block",
      '<tool_call>{"name": "a</tool_call>b',
      [{ X: '<tool_call>{"name": "a</tool_call>', reason: "bad-json" }, { C: "b" }],
    ],
    [
      "a bad block ended by the next one",
      `<tool_call>oops${renderCall("a")}`,
      [
        { X: "<tool_call>oops", reason: "not-json" },
        { T: "a", args: "{}" },
      ],
    ],
    [
      "an empty block ended by the next one",
      `<tool_call>\n${renderCall("a")}`,
      [
        { X: "<tool_call>\n", reason: "empty" },
        { T: "a", args: "{}" },
      ],
    ],
    [
      "no name, end tag inside a string",
      '<tool_call>{"x": "</tool_call>"}</tool_call>',
      [{ X: '<tool_call>{"x": "</tool_call>"}</tool_call>', reason: "no-name" }],
    ],
    [
      "empty and odd names",
      '<tool_call>{"name": ""}{"name": 5}{"name": null}</tool_call>',
      [
        { X: '<tool_call>{"name": ""}', reason: "no-name" },
        { X: '{"name": 5}', reason: "no-name" },
        { X: '{"name": null}</tool_call>', reason: "no-name" },
      ],
    ],
    [
      "a bad second object",
      '<tool_call>{"name": "a"}\n{"name"</tool_call>',
      [
        { T: "a", args: "{}" },
        { X: '\n{"name"</tool_call>', reason: "bad-json" },
      ],
    ],
    [
      "text between a whole object and the next block",
      '<tool_call>{"name": "a"} and <tool_call>{"name": "b"}</tool_call>',
      [{ T: "a", args: "{}", open: true }, { C: " and " }, { T: "b", args: "{}" }],
    ],
    [
      "a half start tag behind an object is content",
      '<tool_call>{"name": "a"}\n<tool_c',
      [{ T: "a", args: "{}", open: true }, { C: "\n<tool_c" }],
    ],
    [
      "text and a half end tag behind an object",
      '<tool_call>{"name": "a"}x</tool_',
      [{ T: "a", args: "{}", open: true }, { C: "x</tool_" }],
    ],
    [
      "of equal keys the last counts",
      '<tool_call>{"name": "a", "name": "b", "arguments": {"x": 1}, "arguments": {}}</tool_call>',
      [{ T: "b", args: "{}" }],
    ],
    [
      "arguments count before parameters",
      '<tool_call>{"name": "a", "parameters": {"x": 1}, "arguments": {}}</tool_call>',
      [{ T: "a", args: "{}" }],
    ],
    [
      "an inner string with a raw line break",
      '<tool_call>{"name": "a", "arguments": "{\\"x\\": \\"1\\n2\\"}"}</tool_call>',
      [{ T: "a", args: '{"x": "1\\n2"}', notes: ["control-characters-escaped", "unwrapped-string"] }],
    ],
    ["an escaped name", '<tool_call>{"na\\u006de": "\\u0061"}</tool_call>', [{ T: "a", args: "{}" }]],
    [
      "lone surrogates pass",
      '<tool_call>{"name": "a", "arguments": {"x": "\ud83d", "y": "\\ud83d"}}</tool_call>',
      [{ T: "a", args: '{"x": "\ud83d", "y": "\\ud83d"}' }],
    ],
    [
      "other brackets and prototypes are names like any",
      '<tool_call>{"name": "__proto__", "__proto__": {}, "arguments": [1]}</tool_call>',
      [{ T: "__proto__", args: "[1]", notes: ["arguments-not-an-object"] }],
    ],
  ];
  test.each(cases)("%s", (_name, text, parts, options) => {
    const output = parseOutput(text, options);
    expect(shorten(output)).toEqual(parts);
    expect(output.parts.map((part) => part.raw).join("")).toBe(text);
    const pieces = runPieces(text.split(""), { ...options, mode: "incremental" });
    expect(pieces.parts).toEqual(output.parts);
  });

  test("diagnostics name the call concerned", () => {
    const text = `${renderCall("a")}${renderCall("b", '"{}"')}`;
    expect(parseOutput(text).diagnostics).toMatchObject([{ code: "unwrapped-string", call: { name: "b", index: 1 } }]);
    const lost = parseOutput(`<think>${renderCall("c")}`).diagnostics;
    expect(lost).toMatchObject([{ code: "call-inside-unclosed-think", call: { name: "c" } }]);
    expect(parseOutput(`<think>${renderCall("c")}`, { tools: false }).diagnostics).toEqual([]);
  });

  test("a finished parser takes no more", () => {
    const parser = createOutputParser();
    parser.push("a");
    expect(parser.finish()).toEqual([]);
    expect(parser.finish()).toEqual([]);
    expect(() => parser.push("b")).toThrow(expect.toSatisfy((error) => isHermesError(error, "disposed")));
  });
});
