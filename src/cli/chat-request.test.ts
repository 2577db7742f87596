import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { createChatRequest, readTools } from "./chat-request.ts";

function toolsFile(text: string): string {
  const path = join(temporaryFolder(), "tools.json");
  writeFileSync(path, text);
  return path;
}

test.each([
  ["invalid JSON", "[{]", "is not valid JSON"],
  ["one tool without a list", '{"type": "function"}', "is not a list of tools"],
  ["a flat tool", '[{"name": "clock"}]', 'item 0 is no tool: expected {"type": "function"'],
  ["a second item that is no tool", '[{"type": "function", "function": {"name": "clock"}}, null]', "item 1 is no tool"],
])("readTools refuses %s", async (_name, text, message) => {
  const path = toolsFile(text);
  await expect(readTools(path)).rejects.toThrow(message);
  await expect(readTools(path)).rejects.toThrow(path);
});

test("a request holds only what was given", () => {
  expect(createChatRequest({ model: "nano", maxTokens: 5, topP: 0.5 }, [], undefined)).toStrictEqual({
    messages: [],
    maxTokens: 5,
    sampling: { topP: 0.5 },
  });
});

test("a sampling value out of range is refused before any model is needed", () => {
  const request = () => createChatRequest({ model: "nano", topP: 3 }, [], undefined);
  expect(request).toThrow(expect.objectContaining({ code: "usage" }));
});
