import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRawJson } from "../../../chat/index.ts";
import { toPython } from "../tool-calls/python-value.ts";
import { renderCallBlock } from "../tool-calls/render-call.ts";
import type { PossibleCall } from "./check-call.ts";
import { demonstrateCalls } from "./demonstrate-calls.ts";
import type { FunctionSchema, ParameterSchema, SchemaType } from "./function-schema.ts";
import { scoreBfclCalls } from "./score-calls.ts";

/** Types of the parameters of the function `f`; `array:string` is an array of strings, `!` says required. */
function schemaOf(parameters: Record<string, string>, name = "f"): FunctionSchema {
  const entries = Object.entries(parameters).map(([key, text]): [string, ParameterSchema] => {
    const [type, itemType = null] = text.replace("!", "").split(":");
    return [key, { type: type as SchemaType, itemType: itemType as SchemaType | null }];
  });
  const required = Object.keys(parameters).filter((key) => parameters[key]!.endsWith("!"));
  return { name, required, parameters: new Map(entries) };
}

function possible(name: string, text: string): PossibleCall {
  const value = toPython(parseRawJson(text));
  if (value.type !== "dict") throw new TypeError(text);
  const parameters = Array.from(value.members, ([key, allowed]) => {
    if (allowed.type !== "list") throw new TypeError(text);
    return [key, allowed.items] as const;
  });
  return { name, parameters: new Map(parameters) };
}

function call(name: string, argumentsText: string): string {
  return `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${argumentsText}}\n</tool_call>`;
}

/** Types, allowed values, what is given, and null or the reason why it fails. */
const valueCases: [types: Record<string, string>, allowed: string, given: string, reason: string | null][] = [
  // Integers and floats.
  [{ n: "integer!" }, '{"n":[5]}', '{"n":5}', null],
  [{ n: "integer!" }, '{"n":[5]}', '{"n":5.0}', "wrong_type"],
  [{ n: "integer!" }, '{"n":[5]}', '{"n":5e0}', "wrong_type"],
  [{ n: "integer!" }, '{"n":[5]}', '{"n":"5"}', "wrong_type"],
  [{ n: "integer!" }, '{"n":[5]}', '{"n":6}', "wrong_value"],
  [{ n: "integer!" }, '{"n":[1]}', '{"n":true}', "wrong_type"],
  [{ n: "integer!" }, '{"n":[9007199254740993]}', '{"n":9007199254740992}', "wrong_value"],
  [{ n: "integer!" }, '{"n":[9007199254740993]}', '{"n":9007199254740993}', null],
  [{ n: "integer!" }, '{"n":[0]}', '{"n":-0}', null],
  [{ x: "float!" }, '{"x":[5.0]}', '{"x":5}', null],
  [{ x: "float!" }, '{"x":[5.0]}', '{"x":5.00}', null],
  [{ x: "float!" }, '{"x":[5]}', '{"x":5.0}', null],
  [{ x: "float!" }, '{"x":[0.1]}', '{"x":0.10}', null],
  [{ x: "float!" }, '{"x":[0.1]}', '{"x":0.1000001}', "wrong_value"],
  [{ x: "float!" }, '{"x":[2.5, 0.025]}', '{"x":0.025}', null],
  [{ x: "float!" }, '{"x":[2.5]}', '{"x":"2.5"}', "wrong_type"],
  // Booleans.
  [{ b: "boolean!" }, '{"b":[true]}', '{"b":true}', null],
  [{ b: "boolean!" }, '{"b":[true]}', '{"b":false}', "wrong_value"],
  [{ b: "boolean!" }, '{"b":[true]}', '{"b":1}', "wrong_type"],
  [{ b: "boolean!" }, '{"b":[true]}', '{"b":"true"}', "wrong_type"],
  [{ b: "boolean!" }, '{"b":[true]}', '{"b":null}', "wrong_type"],
  // Text, by its standard form.
  [{ s: "string!" }, '{"s":["New York, NY"]}', '{"s":"new york NY"}', null],
  [{ s: "string!" }, '{"s":["April 1, 2024"]}', '{"s":"april 1 2024"}', null],
  [{ s: "string!" }, '{"s":["x^2"]}', '{"s":"X2"}', null],
  [{ s: "string!" }, '{"s":["it\'s"]}', '{"s":"it\\"s"}', null],
  [{ s: "string!" }, '{"s":["a/b_c-d*e"]}', '{"s":"abcde"}', null],
  [{ s: "string!" }, '{"s":["New York"]}', '{"s":"York"}', "wrong_value"],
  [{ s: "string!" }, '{"s":["a"]}', '{"s":"a!"}', "wrong_value"],
  [{ s: "string!" }, '{"s":["a"]}', '{"s":"a\\n"}', "wrong_value"],
  [{ s: "any!" }, '{"s":["five"]}', '{"s":"Five"}', null],
  [{ s: "any!" }, '{"s":["five"]}', '{"s":5}', "wrong_type"],
  // What may be left out.
  [{ s: "string" }, '{"s":["", "m"]}', "{}", null],
  [{ s: "string" }, '{"s":["", "m"]}', '{"s":"m"}', null],
  [{ s: "string" }, '{"s":["", "m"]}', '{"s":"km"}', "wrong_value"],
  [{ s: "string" }, '{"s":["m"]}', "{}", "missing_parameter"],
  [{ s: "string!" }, '{"s":["", "m"]}', "{}", "missing_required"],
  [{ n: "integer" }, '{"n":["", 3]}', '{"n":3}', null],
  // Parameters beyond the schema or beyond the answers.
  [{ n: "integer!" }, '{"n":[1]}', '{"n":1,"m":2}', "unexpected_parameter"],
  [{ n: "integer!", m: "integer" }, '{"n":[1]}', '{"n":1,"m":2}', "unexpected_parameter"],
  [{ n: "integer!" }, '{"n":[1],"m":["",2]}', '{"n":1,"m":2}', "unexpected_parameter"],
  // Arrays: in order, items one level deep.
  [{ l: "array:integer!" }, '{"l":[[1,2]]}', '{"l":[1,2]}', null],
  [{ l: "array:integer!" }, '{"l":[[1,2]]}', '{"l":[2,1]}', "wrong_value"],
  [{ l: "array:integer!" }, '{"l":[[1,2],[2,1]]}', '{"l":[2,1]}', null],
  [{ l: "array:integer!" }, '{"l":[[1,2]]}', '{"l":[1,2.0]}', "wrong_type"],
  [{ l: "array:integer!" }, '{"l":[[1,2]]}', '{"l":[1]}', "wrong_value"],
  [{ l: "array:integer!" }, '{"l":[[1,2]]}', '{"l":"[1,2]"}', "wrong_type"],
  [{ l: "array:float!" }, '{"l":[[1.0,2.0]]}', '{"l":[1.0,2.0]}', null],
  [{ l: "array:float!" }, '{"l":[[1.0,2.0]]}', '{"l":[1,2]}', "wrong_type"],
  [{ l: "array:float!" }, '{"l":[[1,2]]}', '{"l":[1,2]}', null],
  [{ l: "array:string!" }, '{"l":[["New York","Rome"]]}', '{"l":["new-york","ROME"]}', null],
  [{ l: "array:integer!" }, '{"l":[["a","b"]]}', '{"l":["a","b"]}', null],
  [{ l: "array:array!" }, '{"l":[[[1,2],[3]]]}', '{"l":[[1,2],[3]]}', null],
  [{ l: "array:array!" }, '{"l":[[[1,2],[3]]]}', '{"l":[[1,2],["3"]]}', "wrong_value"],
  [{ l: "tuple:float!" }, '{"l":[[0.5,1.5]]}', '{"l":[0.5,1.5]}', null],
  [{ l: "array:boolean!" }, '{"l":[[true]]}', '{"l":[1]}', "wrong_type"],
  // A variable: of the type of the allowed values, compared as it stands.
  [{ l: "array:integer!" }, '{"l":["data[\'a\']"]}', '{"l":"data[\'a\']"}', null],
  [{ l: "array:integer!" }, '{"l":["data[\'a\']"]}', '{"l":"data[\\"a\\"]"}', "wrong_value"],
  [{ s: "string" }, '{"s":["", true]}', '{"s":true}', null],
  [{ s: "string" }, '{"s":["", true]}', '{"s":"true"}', "wrong_value"],
  // Objects: a list of allowed values a key.
  [{ o: "dict!" }, '{"o":[{"a":[1],"b":["x","y"]}]}', '{"o":{"a":1,"b":"Y"}}', null],
  [{ o: "dict!" }, '{"o":[{"a":[1],"b":["x","y"]}]}', '{"o":{"a":1,"b":"z"}}', "wrong_value"],
  [{ o: "dict!" }, '{"o":[{"a":[1],"b":["x"]}]}', '{"o":{"a":1}}', "wrong_value"],
  [{ o: "dict!" }, '{"o":[{"a":[1],"b":["x",""]}]}', '{"o":{"a":1}}', null],
  [{ o: "dict!" }, '{"o":[{"a":[1]}]}', '{"o":{"a":1,"c":2}}', "wrong_value"],
  [{ o: "dict!" }, '{"o":[{"a":[1]},{"a":[2]}]}', '{"o":{"a":2}}', null],
  [{ o: "dict!" }, '{"o":[{"a":[1]}]}', '{"o":{"a":true}}', "wrong_value"],
  [{ o: "dict!" }, '{"o":[{"a":[[1,2]]}]}', '{"o":{"a":[1,2]}}', null],
  [{ o: "dict!" }, '{"o":[{"__proto__":[1]}]}', '{"o":{"__proto__":1}}', null],
  [{ o: "dict!" }, '{"o":[{"a":[1]}]}', '{"o":{"constructor":1,"a":1}}', "wrong_value"],
  [{ l: "array:dict!" }, '{"l":[[{"a":[1]},{"a":[2]}]]}', '{"l":[{"a":1},{"a":2}]}', null],
  [{ l: "array:dict!" }, '{"l":[[{"a":[1]},{"a":[2]}]]}', '{"l":[{"a":2},{"a":1}]}', "wrong_value"],
  [{ l: "array:dict!" }, '{"l":[[{"a":[1]},{"a":[2]}]]}', '{"l":[{"a":1}]}', "wrong_value"],
];

describe("one call", () => {
  it.each(valueCases)("%j, allowed %s, given %s: %s", (types, allowed, given, reason) => {
    const score = scoreBfclCalls(call("f", given), "plain", [possible("f", allowed)], [schemaOf(types)]);
    expect(score.value).toBe(reason === null ? 1 : 0);
    expect(score.reason ?? null).toBe(reason);
  });
});

const ADD = schemaOf({ a: "integer!" }, "math.add");
const SUB = schemaOf({ a: "integer!" }, "math.sub");
const one = possible("math.add", '{"a":[1]}');
const two = possible("math.add", '{"a":[2]}');
const any = possible("math.add", '{"a":[1,2]}');
const less = possible("math.sub", '{"a":[1]}');
const add1 = call("math.add", '{"a":1}');
const add2 = call("math.add", '{"a":2}');
const sub1 = call("math.sub", '{"a":1}');
const broken = "<tool_call>\n{oops}\n</tool_call>";

const answerCases: [name: string, expected: PossibleCall[], answer: string, reason: string | null][] = [
  ["one call", [one], add1, null],
  ["text around it", [one], `I add.\n${add1}\nDone.`, null],
  ["another function", [one], sub1, "wrong_function"],
  ["a name without its dot", [one], call("math_add", '{"a":1}'), "wrong_function"],
  ["another case", [one], call("Math.add", '{"a":1}'), "wrong_function"],
  ["two calls for one", [one], `${add1}\n${add1}`, "wrong_count"],
  ["no call", [one], "1", "no_call"],
  ["no answer", [one], "", "no_call"],
  ["a broken block", [one], broken, "not_a_call"],
  ["a broken block beside a call", [one], `${add1}\n${broken}`, "not_a_call"],
  ["arguments that are a list", [one], call("math.add", "[1]"), "not_a_call"],
  ["both calls", [one, two], `${add1}${add2}`, null],
  ["both calls, turned", [one, two], `${add2}\n${add1}`, null],
  ["the same call twice", [one, two], `${add1}\n${add1}`, "wrong_value"],
  ["two equal calls wanted", [one, one], `${add1}\n${add1}`, null],
  ["one of two", [one, two], add1, "wrong_count"],
  ["two functions", [one, less], `${sub1}\n${add1}`, null],
  ["three for two", [one, less], `${sub1}\n${add1}\n${add1}`, "wrong_count"],
  // The first answer takes the first call that fits and gives none back.
  ["taken in the order of answers", [any, one], `${add1}\n${add2}`, "wrong_value"],
  ["taken in the order of answers, turned", [any, one], `${add2}\n${add1}`, null],
  ["nothing wanted, nothing called", [], "No function fits.", null],
  ["nothing wanted, a call", [], add1, "call_not_wanted"],
  ["nothing wanted, a broken block", [], broken, "call_not_wanted"],
];

describe("several calls", () => {
  it.each(answerCases)("%s", (_name, expected, answer, reason) => {
    for (const mode of ["plain", "reasoning"] as const) {
      const raw = mode === "plain" ? answer : `<think>\n${add1}\n</think>\n${answer}`;
      const score = scoreBfclCalls(raw, mode, expected, [ADD, SUB]);
      expect(score.reason ?? null).toBe(reason);
      expect(score.value).toBe(reason === null ? 1 : 0);
    }
  });

  it("counts a thought without an end as overlong, even where no call is right", () => {
    expect(scoreBfclCalls(`<think>${add1}`, "reasoning", [], [ADD]).reason).toBe("overlong");
  });

  it("tells function and parameter that fail", () => {
    const score = scoreBfclCalls(`${add1}\n${call("math.sub", '{"a":7}')}`, "plain", [one, less], [ADD, SUB]);
    expect(score.verdict).toEqual({ reason: "wrong_value", function: "math.sub", parameter: "a" });
  });
});

describe("scoreBfclCalls", () => {
  const types = { n: "integer!", o: "dict", l: "array:dict" };
  const wanted = possible("f", '{"n":[1],"o":["",{"a":[1]}],"l":["",[{"a":[1]}]]}');

  it("gives what it demonstrates 1", () => {
    const text = demonstrateCalls([wanted], [schemaOf(types)]);
    expect(text).toBe(
      '<tool_call>\n{"name": "f", "arguments": {"n": 1, "o": {"a": 1}, "l": [{"a": 1}]}}\n</tool_call>',
    );
    expect(scoreBfclCalls(text, "plain", [wanted], [schemaOf(types)]).value).toBe(1);
  });

  it("reads any arguments without throwing, and its spans are the text", () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, between) => {
        const raw = `${between}${call("f", json)}${between}${renderCallBlock("f", new Map())}`;
        const { extracted, value } = scoreBfclCalls(raw, "plain", [wanted], [schemaOf(types)]);
        expect(value).toBeLessThanOrEqual(1);
        if (extracted) expect(raw.slice(extracted.start, extracted.end)).toBe(extracted.text);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  const hostile = [
    "<tool_call>".repeat(9_000),
    `<tool_call>${"[".repeat(100_000)}</tool_call>`,
    call("f", `{"n":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
    call("f", `{"n":${"9".repeat(100_000)}}`),
    `${call("f", '{"n":2}')}\n`.repeat(2_000),
    '{"a":'.repeat(20_000),
  ];
  it.each(hostile.map((text, i) => [i, text] as const))("stays quick with hostile text %i", (_i, text) => {
    const start = performance.now();
    expect(scoreBfclCalls(text, "plain", [wanted], [schemaOf(types)]).value).toBe(0);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
