import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repairJson } from "./index.ts";
import { findEdits } from "./text-edits.ts";

describe("from text to JSON, without a schema's help", () => {
  test.for([
    ["a code fence", 'Here:\n```json\n{"a": 1}\n```\nDone.', '{"a": 1}', true],
    ["an open code fence", '```json\n{"a": 1', '{"a": 1}', false],
    ["text around", 'The answer is {"a": 1}. Enjoy!', '{"a": 1}', true],
    ["a thought before", '<think>maybe {"a": 2}</think>{"a": 1}', '{"a": 1}', true],
    ["single quotes", "{'a': 'b'}", '{"a": "b"}', true],
    ["words of Python", "{'a': None, 'b': True}", '{"a": null, "b": true}', true],
    ["a trailing comma", '{"a": 1,}', '{"a": 1}', true],
    ["commas in a row", "[1,,2]", "[1,2]", true],
    ["comments", '{"a": 1 /* one */}', '{"a": 1 }', true],
    ["keys without quotes", "{a: 1}", '{"a": 1}', true],
    ["a missing comma", '{"a": 1 "b": 2}', '{"a": 1, "b": 2}', true],
    ["a missing colon", '{"a" 1}', '{"a": 1}', true],
    ["a missing quote", '{"a": "b, "c": 1}', '{"a": "b", "c": 1}', true],
    ["a missing first brace", '"a": 1}', '{"a": 1}', true],
    ["a missing last brace", '{"a": 1', '{"a": 1}', false],
    ["a string that is cut off", '{"a": "b', '{"a": "b"}', false],
    ["a list that is cut off", "[1, 2,", "[1, 2]", false],
    ["a number that is cut off behind its sign", "[1, -", "[1]", false],
    ["values in a row", '{"a":1}\n{"a":2}', '[{"a":1},{"a":2}]', true],
  ] as const)("%s", async ([, text, expected, complete]) => {
    const result = await repairJson(text, true);
    expect(result).toMatchObject({ json: expected, valid: true, complete });
    expect(applyEdits(text, result.edits).trim()).toBe(expected);
  });

  test.for([
    ["prose", "I cannot do that."],
    ["nothing", ""],
    ["space", " \n"],
  ] as const)("%s is not JSON", async ([, text]) => {
    expect(await repairJson(text, { type: "object" })).toMatchObject({ json: null, value: null, valid: false });
  });

  test("a bare word is JSON where the schema asks for it", async () => {
    expect(await repairJson("Red", { enum: ["red", "blue"] })).toMatchObject({ json: '"red"', valid: true });
    expect(await repairJson("Red", { type: "array" })).toMatchObject({ json: null, valid: false });
  });

  test("a key without a value is left out and told, not given null", async () => {
    const result = await repairJson('{"a": 1, "b":', true);
    expect(result).toMatchObject({ json: '{"a":1}', complete: false });
    expect(result.changes).toEqual([{ stage: "syntax", rule: "key-without-value", pointer: "/b" }]);
  });

  test.each([
    ["Sure:\n```json\ntrue\n```\nok?", "true"],
    ['```\n"a b"\n```', '"a b"'],
  ])("a value without brackets in a fence: %j", async (text, json) => {
    expect(await repairJson(text, true)).toMatchObject({ json, valid: true });
  });

  test("space that is none in JSON is taken out, and that is told", async () => {
    const { json, edits } = await repairJson("\u00a0{}\u2028", true);
    expect({ json, edits }).toEqual({
      json: "{}",
      edits: [
        { offset: 0, removed: "\u00a0", inserted: "" },
        { offset: 3, removed: "\u2028", inserted: "" },
      ],
    });
  });

  test("of a repeated key the last value counts, and both are told", async () => {
    const result = await repairJson('{"x": {"a": 1, "a": 2}}', true);
    expect(result.json).toBe('{"x":{"a":2}}');
    expect(result.changes).toEqual([{ stage: "syntax", rule: "repeated-key", pointer: "/x/a", before: 1, after: 2 }]);
  });

  test("of several parts that would do, the last is taken, and the others are told", async () => {
    const { json, stages } = await repairJson('Either {"a": 1} or {"a": 2}', { type: "object" });
    expect(json).toBe('{"a": 2}');
    expect(stages.flatMap(({ notes }) => notes)).toEqual(['another part of the text meets the schema: {"a":1}']);
  });

  test("a part that meets the schema goes before a later one that does not", async () => {
    expect((await repairJson('Use {"a": 1} in [b].', { type: "object" })).json).toBe('{"a": 1}');
  });
});

test("edits lead from one text to the other", () => {
  const piece = fc.constantFrom("{", "}", '"', "'", "a", "word", " ", ",", "12", "é");
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyEdits(before, findEdits(before, after))).toBe(after);
      expect(findEdits(before, before)).toEqual([]);
    }),
    { numRuns: 500, seed: 5 },
  );
});

function applyEdits(
  text: string,
  edits: readonly { readonly offset: number; readonly removed: string; readonly inserted: string }[],
): string {
  return edits.reduceRight((rest, { offset, removed, inserted }) => {
    expect(rest.slice(offset, offset + removed.length)).toBe(removed);
    return rest.slice(0, offset) + inserted + rest.slice(offset + removed.length);
  }, text);
}
