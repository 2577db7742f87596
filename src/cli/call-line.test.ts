import { expect, test } from "vitest";
import { renderCallLine } from "./call-line.ts";

const nested = (depth: number) => `{"x":\n${"[".repeat(depth)}${"]".repeat(depth)}}`;

test.each([
  ["respaced, numbers and key order kept", '{"10":1.50,\n"2":"two\\nlines"}', '{"10": 1.50, "2": "two\\nlines"}'],
  ["nested deeper than can be respaced", nested(5000), nested(5000).replace("\n", " ")],
])("arguments are one line: %s", (_name, text, printed) => {
  expect(renderCallLine({ name: 'a"b', arguments: text })).toBe(`{"name": "a\\"b", "arguments": ${printed}}`);
});
