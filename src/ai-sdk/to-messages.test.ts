import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { toMessages } from "./to-messages.ts";

const text = (value: string) => ({ type: "text", text: value }) as const;
const result = (output: unknown) => [
  { role: "tool", content: [{ type: "tool-result", toolCallId: "a", toolName: "f", output }] },
];

test("a whole conversation", () => {
  const prompt: LanguageModelV4Prompt = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [text("How "), text("warm?")] },
    {
      role: "assistant",
      content: [
        { type: "reasoning", text: "Look it up." },
        text("One moment."),
        { type: "tool-call", toolCallId: "a", toolName: "f", input: { city: "Rome" } },
      ],
    },
    {
      role: "tool",
      content: [{ type: "tool-result", toolCallId: "a", toolName: "f", output: { type: "json", value: { t: 3 } } }],
    },
  ];
  expect(toMessages(prompt)).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "How warm?" },
    {
      role: "assistant",
      content: "One moment.",
      reasoning: "Look it up.",
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: { city: "Rome" } } }],
    },
    { role: "tool", tool_call_id: "a", name: "f", content: '{"t":3}' },
  ]);
});

test.each([
  ["text", { type: "text", value: "warm" }, "warm"],
  ["json", { type: "json", value: [1] }, "[1]"],
  ["an error in words", { type: "error-text", value: "no" }, "no"],
  ["an error as data", { type: "error-json", value: { e: 1 } }, '{"e":1}'],
  ["a refusal with a reason", { type: "execution-denied", reason: "not today" }, "not today"],
  ["a refusal without", { type: "execution-denied" }, "The user did not allow this call."],
  ["texts", { type: "content", value: [text("a"), text("b")] }, "ab"],
])("a tool result as %s", (_name, output, content) => {
  expect(toMessages(result(output) as LanguageModelV4Prompt)[0]?.content).toBe(content);
});

test.each([
  ["an image", [{ role: "user", content: [{ type: "file", mediaType: "image/png", data: "" }] }], /"file"/],
  ["a file in a result", result({ type: "content", value: [{ type: "file" }] }), /"file"/],
  ["an approval", [{ role: "tool", content: [{ type: "tool-approval-response" }] }], /"tool-approval-response"/],
])("%s is refused by name", (_name, prompt, message) => {
  expect(() => toMessages(prompt as unknown as LanguageModelV4Prompt)).toThrow(message);
});
