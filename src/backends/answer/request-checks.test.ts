import { expect, test } from "vitest";
import { checkStopStrings } from "./request-checks.ts";

test.each([
  { name: "a bare string", stop: "END" },
  { name: "an empty string", stop: ["END", ""] },
  { name: "a number in the list", stop: [3] },
  { name: "null", stop: null },
])("stop strings: $name is refused with what was given", ({ stop }) => {
  const refused = expect.objectContaining({
    code: "usage",
    facts: { argument: "stop" },
    message: `stop is ${JSON.stringify(stop)}; expected a list of strings, each of at least one character.`,
  });
  expect(() => checkStopStrings(stop as readonly string[])).toThrow(refused);
});

test("stop strings: a list passes as it is", () => {
  const stops = ["END", "\n\n"];
  expect(checkStopStrings(stops)).toBe(stops);
});
