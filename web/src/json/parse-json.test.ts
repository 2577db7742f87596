import { expect, test } from "vitest";
import { JsonNumber, parseJsonAnswer } from "./parse-json.ts";

const number = (source: string) => new JsonNumber(source);

const answers: readonly { readonly name: string; readonly text: string; readonly value: unknown }[] = [
  { name: "an object", text: '{"a": [1, true, null]}', value: { a: [number("1"), true, null] } },
  { name: "a list with space around", text: "\n [] \n", value: [] },
  { name: "one fence", text: '```json\n{"a":"b"}\n```', value: { a: "b" } },
  { name: "a fence without a language", text: "```\n[]\n```", value: [] },
  {
    name: "numbers as they are written",
    text: "[1.0, 12345678901234567890]",
    value: [number("1.0"), number("12345678901234567890")],
  },
  { name: "text", text: "no {} JSON", value: null },
  { name: "a number alone", text: "5", value: null },
  { name: "a string alone", text: '"five"', value: null },
  { name: "JSON with text behind", text: "{} and more", value: null },
  { name: "a fence with text behind", text: "```json\n{}\n```\nThat is it.", value: null },
  { name: "broken JSON", text: "{a: 1}", value: null },
];

test.each(answers)("$name", ({ text, value }) => {
  expect(parseJsonAnswer(text)).toEqual(value);
});
