import { expect, test } from "vitest";
import type { ChatMessage } from "../../../chat/index.ts";
import { ApiError } from "../../api-error.ts";
import { chatFields } from "../../fields/chat-fields.ts";
import type { WireMessage } from "../../fields/message-fields.ts";
import { parseBody } from "../../fields/parse-body.ts";
import { readMessages } from "./read-messages.ts";

function read(message: object): ChatMessage {
  const { body } = parseBody(chatFields, { messages: [message] }, { passUnknown: false });
  return readMessages(body.messages as readonly WireMessage[])[0]!;
}

const call = { id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } };

test.each<[string, object, ChatMessage]>([
  ["text", { role: "user", content: "a" }, { role: "user", content: "a" }],
  ["a name", { role: "user", content: "a", name: "Ada" }, { role: "user", content: "a" }],
  [
    "parts of text",
    { role: "system", content: [{ type: "text", text: "a", cache_control: { type: "ephemeral" } }] },
    { role: "system", content: [{ type: "text", text: "a" }] },
  ],
  ["a developer's words", { role: "developer", content: "a" }, { role: "developer", content: "a" }],
  ["a result", { role: "tool", tool_call_id: "c1", content: "21" }, { role: "tool", content: "21" }],
  [
    "a thought, by one name",
    { role: "assistant", content: "a", reasoning: "t" },
    { role: "assistant", content: "a", reasoning_content: "t" },
  ],
  [
    "a thought, by both names",
    { role: "assistant", content: "a", reasoning: "t", reasoning_content: "t" },
    { role: "assistant", content: "a", reasoning_content: "t" },
  ],
  [
    "a thought as parts of the content",
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "t" }] },
        { type: "thinking", thinking: "u", signature: "s" },
        { type: "text", text: "a" },
      ],
    },
    { role: "assistant", content: [{ type: "text", text: "a" }], reasoning_content: "tu" },
  ],
  [
    "calls",
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "assistant", content: "", tool_calls: [call as never] },
  ],
  [
    "a call without arguments",
    { role: "assistant", tool_calls: [{ function: { name: "f" } }] },
    { role: "assistant", content: "", tool_calls: [{ type: "function", function: { name: "f", arguments: "{}" } }] },
  ],
  ["a refusal", { role: "assistant", content: null, refusal: "no" }, { role: "assistant", content: "no" }],
  [
    "our own answer, given back",
    {
      role: "assistant",
      content: "a",
      refusal: null,
      reasoning: "t",
      reasoning_content: "t",
      tool_calls: [call],
      invalid_tool_calls: [{ raw: "<tool_call>", reason: "truncated" }],
    },
    { role: "assistant", content: "a", reasoning_content: "t", tool_calls: [call as never] },
  ],
])("%s", (_name, message, expected) => {
  expect(read(message)).toEqual(expected);
});

test.each<[string, object, string]>([
  [
    "an image",
    { role: "user", content: [{ type: "image_url", image_url: { url: "a" } }] },
    "messages[0].content[0].type",
  ],
  ["a sound", { role: "user", content: [{ type: "input_audio", input_audio: {} }] }, "messages[0].content[0].type"],
  [
    "a thought of the user",
    { role: "user", content: [{ type: "thinking", thinking: "t" }] },
    "messages[0].content[0].type",
  ],
  ["another role", { role: "bot", content: "a" }, "messages[0].role"],
  ["no content", { role: "user" }, "messages[0].content"],
  [
    "a custom call",
    { role: "assistant", tool_calls: [{ type: "custom", custom: {} }] },
    "messages[0].tool_calls[0].type",
  ],
  ["an old call", { role: "assistant", function_call: { name: "f" } }, "messages[0].function_call"],
  ["a field of another server", { role: "user", content: "a", images: [] }, "messages[0].images"],
  ["a prefix by another name", { role: "assistant", content: "a", prefix: true }, "messages[0].prefix"],
])("%s is refused by its place", (_name, message, param) => {
  expect(() => read(message)).toThrowError(
    expect.toSatisfy((error) => error instanceof ApiError && error.facts.param === param),
  );
});
