import { expect, test } from "vitest";
import { type JsonValue, parseJson, renderJson } from "../schema-model/index.ts";
import { withPart, withParts } from "./value-edits.ts";

test("many edits at once are the same as one after the other, and leave the value as it was", () => {
  const text = '{"a":[1,{"b":2,"__proto__":3},[4,5]],"c":{"d":null},"e":"f"}';
  const value = parseJson(text);
  const edits = [["a", "0"], ["a", "1", "__proto__"], ["a", "2", "1"], ["c", "d"], ["e"]].map((steps, index) => ({
    steps,
    after: String(index),
  }));
  const oneByOne = edits.reduce<JsonValue>((changed, { steps, after }) => withPart(changed, steps, after), value);
  expect(renderJson(withParts(value, edits))).toBe(renderJson(oneByOne));
  expect(renderJson(oneByOne)).toBe('{"a":["0",{"b":2,"__proto__":"1"},[4,"2"]],"c":{"d":"3"},"e":"4"}');
  expect(renderJson(value)).toBe(text);
  expect(withParts(value, [])).toBe(value);
  expect(withParts(value, [{ steps: [], after: "all" }])).toBe("all");
});
