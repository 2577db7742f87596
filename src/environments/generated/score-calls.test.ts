import { describe, expect, it } from "vitest";
import { scoreToolAnswer } from "./score-calls.ts";

const paris = { name: "get_weather", arguments: { city: "Paris", days: 3 } };
const rome = { name: "get_weather", arguments: { city: "Rome", days: 1 } };
const block = (text: string) => `<tool_call>\n${text}\n</tool_call>`;
const parisText = block('{"name": "get_weather", "arguments": {"city": "Paris", "days": 3}}');
const romeText = block('{"name": "get_weather", "arguments": {"city": "Rome", "days": 1}}');
const both = { calls: [paris, rome], needed: null };

describe("scoreToolAnswer", () => {
  const cases = [
    ["the calls in order", `${parisText}\n${romeText}`, both, 1, true],
    ["the calls in another order", `${romeText}${parisText}`, both, 1, true],
    [
      "other key order and spacing",
      block('{"arguments":{"days":3.0,"city":"Paris"},"name":"get_weather"}'),
      { calls: [paris], needed: null },
      1,
      true,
    ],
    ["one call missing", parisText, both, 0, true],
    ["one call twice", `${parisText}\n${parisText}`, both, 0, true],
    ["one call too many", `${parisText}\n${romeText}`, { calls: [paris], needed: null }, 0, true],
    [
      "an extra argument",
      parisText.replace('"days"', '"unit": "C", "days"'),
      { calls: [paris], needed: null },
      0,
      true,
    ],
    ["a number as text", parisText.replace("3", '"3"'), { calls: [paris], needed: null }, 0, true],
    ["a block that is no JSON", block("{'name': 1}"), { calls: [paris], needed: null }, 0, true],
    ["a block left open", parisText.replace("</tool_call>", ""), { calls: [paris], needed: null }, 1, true],
    ["text where a call is wanted", "It is sunny.", { calls: [paris], needed: null }, 0, false],
    ["a call where none is wanted", parisText, { calls: [], needed: "no tool" }, 0, false],
    ["a direct answer", "I have no tool for that.", { calls: [], needed: "no tool" }, 1, true],
    ["a sum", "6 + 1 = 7", { calls: [], needed: "7" }, 1, true],
    ["a wrong sum with the right number in it", "7 + 2 = 8", { calls: [], needed: "7" }, 0, true],
    ["a wrong direct answer", "It is sunny.", { calls: [], needed: "no tool" }, 0, true],
  ] as const;

  it.each(cases)("%s", (_, completion, expected, value, decision) => {
    const score = scoreToolAnswer(completion, "plain", expected);
    expect([score.value, score.checks?.decision]).toEqual([value, decision]);
    if (score.extracted)
      expect(completion.slice(score.extracted.start, score.extracted.end)).toBe(score.extracted.text);
  });

  it("counts calls after the thought only", () => {
    const inside = `<think>\n${parisText}\n</think>\nDone.`;
    expect(scoreToolAnswer(inside, "reasoning", { calls: [paris], needed: null })).toMatchObject({
      value: 0,
      reason: "no_call",
    });
    const open = `<think>\n${parisText}`;
    expect(scoreToolAnswer(open, "reasoning", { calls: [paris], needed: null })).toMatchObject({
      value: 0,
      reason: "overlong",
    });
  });
});
