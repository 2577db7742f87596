import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { COMPACT_SPACING, renderJson } from "./python-json.ts";
import { isPythonTrue, printPython } from "./python-text.ts";
import { MAX_JSON_DEPTH, parseRawJson, RawNumber } from "./raw-json.ts";

const isPromptInvalid = expect.toSatisfy((error) => isHermesError(error, "prompt-invalid"));

describe("JSON text, read and printed again", () => {
  test.each([
    ["spacing", '{"a":1,"b":[1,2],"c":{}}', '{"a": 1, "b": [1, 2], "c": {}}'],
    [
      "spelling of numbers",
      "[1.0,1.50,1e5,1E+2,-0,12345678901234567890,0.1]",
      "[1.0, 1.50, 1e5, 1E+2, -0, 12345678901234567890, 0.1]",
    ],
    [
      "integer-like keys in their order",
      '{"10":"b","2":"a","x":{"1":0,"0":1}}',
      '{"10": "b", "2": "a", "x": {"1": 0, "0": 1}}',
    ],
    ["the key __proto__", '{"__proto__":{"a":1}}', '{"__proto__": {"a": 1}}'],
    ["equal keys: the last value in the first place", '{"a":1,"b":2,"a":3}', '{"a": 3, "b": 2}'],
    ["escapes that Python does not write", '"\\u00e9\\/\\u007f\\u2028"', '"é/\u007f\u2028"'],
    ["escapes that Python writes", '"\\u000a\\u0001\\"\\\\"', '"\\n\\u0001\\"\\\\"'],
    ["lone surrogates raw", '"\\ud83dx\\ude00"', '"\ud83dx\ude00"'],
    ["white space around", ' \n[ ]\t"'.slice(0, -1), "[]"],
  ])("%s", (_name, text, printed) => {
    expect(renderJson(parseRawJson(text), "x")).toBe(printed);
  });

  test("strings of millions of characters, escapes among them", () => {
    const long = "a\\\n".repeat(2_000_000);
    expect(parseRawJson(JSON.stringify([long, "\\", '"']))).toEqual([long, "\\", '"']);
  });

  test("reads plain values as plain values", () => {
    expect(parseRawJson('{"a": [1, 0.5, null, true, "x"], "1": 2.0}')).toEqual(
      new Map<string, unknown>([
        ["a", [1, 0.5, null, true, "x"]],
        ["1", new RawNumber("2.0")],
      ]),
    );
  });

  test("printing compactly and reading again loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = renderJson(parseRawJson(JSON.stringify(value)), "x");
        expect(renderJson(parseRawJson(text), "x")).toBe(text);
        expect(JSON.parse(renderJson(parseRawJson(text), "x", COMPACT_SPACING))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  test("refuses what is no JSON, naming the field", () => {
    expect(() => parseRawJson("{'a': 1}", "tools")).toThrow(/^tools is not valid JSON/);
    expect(() => parseRawJson("", "tools")).toThrow(isPromptInvalid);
  });

  test("refuses what is nested too deeply", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(renderJson(parseRawJson(nested(MAX_JSON_DEPTH)), "x")).toBe(nested(MAX_JSON_DEPTH));
    expect(() => parseRawJson(nested(100_000))).toThrow(isPromptInvalid);
  });
});

describe("values, printed as Python prints them", () => {
  test.each([
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [0.0001, "0.0001"],
    [1e16, "1e+16"],
    [1.25e100, "1.25e+100"],
    [123456789012345, "123456789012345"],
    [9007199254740991, "9007199254740991"],
    [-0, "0"],
    [3, "3"],
    [-2.5, "-2.5"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("%s is %s", (value, printed) => {
    expect(renderJson(value, "x")).toBe(printed);
  });

  test("refuses what JSON cannot hold", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => renderJson(loop, "x")).toThrow(isPromptInvalid);
    expect(() => renderJson([1n], "x")).toThrow(/^x holds a value of type bigint/);
    expect(() => renderJson(undefined, "x")).toThrow(isPromptInvalid);
    expect(renderJson({ a: undefined, b: 1 }, "x")).toBe('{"b": 1}');
  });

  test.each<[unknown, string]>([
    [undefined, ""],
    [null, "None"],
    [true, "True"],
    [1e-5, "1e-05"],
    ["it's", "it's"],
    [["it's", 'a"b', `'"`, "\n\\"], `["it's", 'a"b', '\\'"', '\\n\\\\']`],
    [[{ type: "text", text: "é\u200b\u{e0001}\u0007" }], "[{'type': 'text', 'text': 'é\\u200b\\U000e0001\\x07'}]"],
  ])("{{ %s }}", (value, printed) => {
    expect(printPython(value)).toBe(printed);
  });

  test.each<[unknown, boolean]>([
    ["false", true],
    ["", false],
    [0, false],
    [new RawNumber("0.0"), false],
    [[], false],
    [{}, false],
    [{ a: 0 }, true],
    [new Map(), false],
    [undefined, false],
  ])("truth of %j is %s", (value, truth) => {
    expect(isPythonTrue(value)).toBe(truth);
  });
});
