import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCalls } from "../tool-calls/read-calls.ts";
import { episodeReward, lengthAdjusted, relevanceReward } from "./episode-reward.ts";
import type { CallMatch } from "./match-calls.ts";
import { pythonLiteralToJson } from "./python-literal.ts";
import { scoreTurn } from "./score-turn.ts";

const call = (name: string, given: string) => `<tool_call>\n{"name": "${name}", "arguments": ${given}}\n</tool_call>`;
const callsIn = (text: string) =>
  readCalls({ text, start: 0, end: text.length }).map((block) => block.call ?? expect.fail(text));

const weather = call("weather", '{"city": "Rome", "days": 3}');
const clock = call("clock", "{}");

/** Expected, what the model writes, reason by the exact rule, reason by the rule that tolerates more. */
const cases: [name: string, expected: string, answer: string, exact: string | null, contains: string | null][] = [
  ["the same", weather, weather, null, null],
  [
    "other order of keys, number spelled otherwise",
    weather,
    call("weather", '{"days": 3.0, "city": "Rome"}'),
    null,
    null,
  ],
  ["text beside it", weather, `Here:\n${weather}\nDone.`, null, null],
  ["two in another order", weather + clock, clock + weather, null, null],
  ["an argument more", weather, call("weather", '{"city": "Rome", "days": 3, "unit": "C"}'), "different_call", null],
  ["an argument less", weather, call("weather", '{"city": "Rome"}'), "different_call", "different_call"],
  ["another case", weather, call("weather", '{"city": "rome", "days": 3}'), "different_call", "different_call"],
  ["a number as text", weather, call("weather", '{"city": "Rome", "days": "3"}'), "different_call", "different_call"],
  [
    "an object with a key more",
    call("f", '{"o": {"a": 1}}'),
    call("f", '{"o": {"a": 1, "b": 2}}'),
    "different_call",
    "different_call",
  ],
  ["true for 1", call("f", '{"a": 1}'), call("f", '{"a": true}'), "different_call", "different_call"],
  ["another name", weather, call("forecast", '{"city": "Rome", "days": 3}'), "different_call", "different_call"],
  ["one twice", weather + clock, weather + weather, "different_call", "different_call"],
  ["one too many", weather, weather + clock, "wrong_count", "wrong_count"],
  ["one missing", weather + clock, weather, "wrong_count", "wrong_count"],
  ["a broken block beside it", weather, `${weather}<tool_call>{"name"</tool_call>`, "not_a_call", "not_a_call"],
  [
    "a Python literal",
    weather,
    "<tool_call>{'name': 'weather', 'arguments': {'city': 'Rome', 'days': 3}}</tool_call>",
    "not_a_call",
    "not_a_call",
  ],
  ["no call", weather, "It is warm.", "no_call", "no_call"],
  [
    "the wider call does not take the narrow one's place",
    call("f", '{"a": 1, "b": 2}') + call("f", '{"a": 1}'),
    call("f", '{"a": 1, "b": 2}') + call("f", '{"a": 1, "c": 2}'),
    "different_call",
    null,
  ],
  ["nothing to call", "", "I have no tool for that.", null, null],
  ["nothing to call, a call", "", clock, "call_not_wanted", "call_not_wanted"],
];

describe.each(["exact", "contains"] as const)("scoreTurn, %s", (match: CallMatch) => {
  it.each(cases)("%s", (_name, expected, answer, exact, contains) => {
    const rules = { match, interleaved: false, callsOnly: false };
    const raw = `<think>\n${clock}\n</think>\n${answer}`;
    const score = scoreTurn(raw, "reasoning", callsIn(expected), rules);
    expect(score.reason ?? null).toBe(match === "exact" ? exact : contains);
    if (score.extracted) expect(raw.slice(score.extracted.start, score.extracted.end)).toBe(score.extracted.text);
  });
});

describe("scoreTurn", () => {
  const rules = { match: "exact", interleaved: false, callsOnly: false } as const;

  it("counts calls inside the thought only where it is told to", () => {
    const raw = `<think>\n${weather}\n</think>\nDone.`;
    expect(scoreTurn(raw, "reasoning", callsIn(weather), rules).reason).toBe("no_call");
    expect(scoreTurn(raw, "reasoning", callsIn(weather), { ...rules, interleaved: true }).value).toBe(1);
  });

  it.each([
    [`${weather}\n`, null],
    [`${clock}\n\n${weather}`, "wrong_count"],
    [`I look.\n${weather}`, "text_beside_calls"],
    [`${weather} Done.`, "text_beside_calls"],
    ["<tool_call>{'name': 'weather', 'arguments': {'city': 'Rome', 'days': 3,}}</tool_call>", null],
    ["<tool_call>weather(city='Rome')</tool_call>", "not_a_call"],
  ])("in episodes of several turns %j: %s", (answer, reason) => {
    const score = scoreTurn(answer, "plain", callsIn(weather), { ...rules, callsOnly: true });
    expect(score.reason ?? null).toBe(reason);
  });

  it("reads any text, and its span is the text", () => {
    const piece = fc.constantFrom(
      "<tool_call>",
      "</tool_call>",
      "{'name': 'f', 'arguments': {}}",
      "<think>",
      "</think>",
      "'",
      "\\",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string(), fc.json())), fc.boolean(), (pieces, callsOnly) => {
        const raw = pieces.join("");
        for (const mode of ["plain", "reasoning"] as const) {
          const { extracted } = scoreTurn(raw, mode, callsIn(weather), { ...rules, callsOnly });
          if (extracted) expect(raw.slice(extracted.start, extracted.end)).toBe(extracted.text);
        }
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  const hostile = ["<tool_call>", "<tool_call>{'a':", "<tool_call>'", "{", clock, "'\\", " "];
  it.each(hostile)("is quick with 100 KB of %j", (text) => {
    const start = performance.now();
    scoreTurn(text.repeat(100_000 / text.length), "plain", callsIn(weather), { ...rules, callsOnly: true });
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("pythonLiteralToJson", () => {
  it.each([
    ["{'a': True, 'b': [None, False,], 'c': (1, 2.5, -3e4)}", '{"a":true,"b":[null,false],"c":[1,2.5,-3e4]}'],
    [`{"it's": 'a "b" \\'c\\' \\n'}`, '{"it\'s":"a \\"b\\" \'c\' \\n"}'],
    ["f(a=1)", null],
    ["{'a': __import__('os')}", null],
    ["'open", null],
  ])("%s", (text, json) => {
    expect(pythonLiteralToJson(text)).toBe(json);
  });
});

describe("rewards", () => {
  it.each([
    ["single", 1, 1, 1],
    ["single", 1, 2, -1],
    ["multistep", 2, 2, 1.5],
    ["multistep", 1, 2, 0.3],
    ["multistep", 0, 2, -1],
    ["multistep", 1, 6, -1],
    ["multiturn", 1, 2, -1],
    ["multiturn", 2, 4, 0.3],
    ["multiturn", 4, 4, 1.5],
  ] as const)("%s, %d of %d right: %d", (kind, right, all, reward) => {
    expect(episodeReward(kind, right, all)).toBeCloseTo(reward, 10);
  });

  it.each([
    [true, "No tool does that.", 1],
    [true, "Sorry, no tool does that.", 1.1],
    [true, "I'm sorry. Could you tell me the city?", 1.2],
    [false, "Sorry", -0.2],
  ])("no fitting tool: %s %j: %d", (right, answer, reward) => {
    expect(relevanceReward(right, answer)).toBeCloseTo(reward, 10);
  });

  it("shrink with the length where all are right", () => {
    const right = { value: 1, correct: true, extracted: null, rejected: [] };
    const lengths = [100, 500, 750, 1000];
    expect(lengthAdjusted([right, right, right, right], [1, 1, 1, 1], lengths, 1000)).toEqual([1, 1, 0.5, 0]);
    const mixed = [right, right, right, { ...right, correct: false }];
    expect(lengthAdjusted(mixed, [1, 1, 1, -1], lengths, 1000)).toEqual([1, 1, 1, -1]);
  });
});
