import { expect, test } from "vitest";
import { builtInCharacters } from "../data/characters/built-in.ts";
import type { ModelInfo } from "../data/index.ts";
import { examplesFor } from "./examples.ts";

const card = "Explain the difference between BFS and DFS to a new CS student.";

test.each([
  ["of unknown size", null, [card, 3]],
  ["of full size", 70e9, [card, 3]],
  ["for demonstration", 3e6, ["What is 347 + 586?", 3]],
])("a model %s", (_, parameters, [first, count]) => {
  const model = { id: "m", parameters } as ModelInfo;
  const examples = examplesFor(model, builtInCharacters);
  expect([examples[0]!.text, examples.length]).toEqual([first, count]);
  expect(examples.map(({ text }) => text)).toContain(card);
});
