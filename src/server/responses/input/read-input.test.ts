import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../../../chat/index.ts";
import { ApiError } from "../../api-error.ts";
import { readInput } from "./read-input.ts";

const user = { role: "user", content: "Hi" };
const call = { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Bonn"}' };
const toolCall = { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Bonn"}' } };
const thought = { type: "reasoning", id: "rs_1", summary: [], content: [{ type: "reasoning_text", text: "Hm." }] };
const said = {
  type: "message",
  id: "msg_1",
  status: "completed",
  role: "assistant",
  content: [{ type: "output_text", text: "Let me see.", annotations: [], logprobs: [] }],
};

const conversations: { name: string; input: unknown[]; messages: ChatMessage[] }[] = [
  { name: "a message without a type", input: [user], messages: [{ role: "user", content: "Hi" }] },
  {
    name: "parts of text are joined",
    input: [{ type: "message", role: "user", content: ["Hi", " there"].map((text) => ({ type: "input_text", text })) }],
    messages: [{ role: "user", content: "Hi there" }],
  },
  {
    name: "system and developer messages keep their role",
    input: [{ role: "system", content: "A" }, { role: "developer", content: "B" }, user],
    messages: [
      { role: "system", content: "A" },
      { role: "developer", content: "B" },
      { role: "user", content: "Hi" },
    ],
  },
  {
    name: "thought, text and calls of one answer are one message, and the result is another",
    input: [
      user,
      thought,
      said,
      call,
      { ...call, call_id: "call_2" },
      { type: "function_call_output", call_id: "call_1", output: "12 °C" },
      { type: "function_call_output", call_id: "call_2", output: [{ type: "input_text", text: "13 °C" }] },
    ],
    messages: [
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: "Let me see.",
        reasoning_content: "Hm.",
        tool_calls: [toolCall, { ...toolCall, id: "call_2" }] as never,
      },
      { role: "tool", tool_call_id: "call_1", content: "12 °C" },
      { role: "tool", tool_call_id: "call_2", content: "13 °C" },
    ],
  },
  {
    name: "text around a call is one text",
    input: [user, said, call, { ...said, content: "\nDone." }],
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Let me see.\nDone.", tool_calls: [toolCall] as never },
    ],
  },
  {
    name: "a thought behind a call still belongs to it",
    input: [call, thought],
    messages: [{ role: "assistant", content: "", reasoning_content: "Hm.", tool_calls: [toolCall] as never }],
  },
  {
    name: "text behind text, and a thought behind text, begin another answer",
    input: [said, said, thought, said],
    messages: [
      { role: "assistant", content: "Let me see." },
      { role: "assistant", content: "Let me see." },
      { role: "assistant", content: "Let me see.", reasoning_content: "Hm." },
    ],
  },
  {
    name: "a summary stands for a thought that is missing",
    input: [
      { type: "reasoning", id: "rs_1", summary: ["A", "B"].map((text) => ({ type: "summary_text", text })) },
      said,
    ],
    messages: [{ role: "assistant", content: "Let me see.", reasoning_content: "A\nB" }],
  },
  {
    name: "a thought wins over its summary",
    input: [{ ...thought, encrypted_content: null, summary: [{ type: "summary_text", text: "A" }] }],
    messages: [{ role: "assistant", content: "", reasoning_content: "Hm." }],
  },
  {
    name: "what the official client adds to an answer is taken back",
    input: [
      { ...call, id: "fc_1", status: "completed", parsed_arguments: { city: "Bonn" } },
      { ...said, content: [{ ...said.content[0], parsed: null }] },
    ],
    messages: [{ role: "assistant", content: "Let me see.", tool_calls: [toolCall] as never }],
  },
  {
    name: "a refusal of others is text",
    input: [{ role: "assistant", content: [{ type: "refusal", refusal: "No." }] }],
    messages: [{ role: "assistant", content: "No." }],
  },
];

const refusals: { name: string; input: unknown[]; param: string; says: RegExp }[] = [
  { name: "an empty list", input: [], param: "input", says: /at least one/ },
  { name: "no object", input: [user, "Hi"], param: "input[1]", says: /not an item/ },
  { name: "null", input: [null], param: "input[0]", says: /not an item/ },
  {
    name: "a kind of another service",
    input: [{ type: "web_search_call", id: "ws_1" }],
    param: "input[0].type",
    says: /"web_search_call"; items are of type message, reasoning, function_call, function_call_output/,
  },
  {
    name: "a reference",
    input: [{ type: "item_reference", id: "msg_1" }],
    param: "input[0].type",
    says: /stores nothing/,
  },
  { name: "a role of none", input: [{ role: "tool", content: "x" }], param: "input[0].role", says: /system/ },
  { name: "no content", input: [{ role: "user" }], param: "input[0].content", says: /input/ },
  {
    name: "a picture",
    input: [
      {
        role: "user",
        content: [
          { type: "input_text", text: "a" },
          { type: "input_image", image_url: "x" },
        ],
      },
    ],
    param: "input[0].content[1].type",
    says: /text only/,
  },
  {
    name: "a file as a result",
    input: [call, { type: "function_call_output", call_id: "call_1", output: [{ type: "input_file", file_id: "f" }] }],
    param: "input[1].output[0].type",
    says: /text only/,
  },
  {
    name: "a part of the chat route",
    input: [{ role: "user", content: [{ type: "text", text: "a" }] }],
    param: "input[0].content[0].type",
    says: /input_text/,
  },
  {
    name: "a part that is none",
    input: [{ role: "user", content: ["a"] }],
    param: "input[0].content[0]",
    says: /type/,
  },
  {
    name: "a thought under lock",
    input: [{ ...thought, encrypted_content: "gAAA" }],
    param: "input[0].encrypted_content",
    says: /send content/,
  },
  { name: "a field of none", input: [{ ...user, colour: 1 }], param: "input[0].colour", says: /no such field/ },
  { name: "a call of a namespace", input: [{ ...call, namespace: "n" }], param: "input[0].namespace", says: /no such/ },
  { name: "a call without a name", input: [{ ...call, name: "" }], param: "input[0].name", says: /empty/ },
  {
    name: "a result without its call",
    input: [user, { type: "function_call_output", call_id: "call_1", output: "x" }, call],
    param: "input[1].call_id",
    says: /"call_1", and no function_call before it.*send the whole conversation/,
  },
];

describe("what is read", () => {
  test.each(conversations)("$name", ({ input, messages }) => {
    expect(readInput(input)).toEqual(messages);
  });

  test("a string is a message of the user, and instructions stand first", () => {
    expect(readInput("Hi")).toEqual([{ role: "user", content: "Hi" }]);
    expect(readInput([user], "Be brief.")).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
    ]);
  });
});

describe("what is refused, by its place", () => {
  test.each(refusals)("$name", ({ input, param, says }) => {
    const read = () => readInput(input);
    expect(read).toThrow(says);
    expect(read).toThrow(expect.objectContaining({ facts: expect.objectContaining({ status: 400, param }) }));
  });
});

test("any list is read or refused, and nothing else happens", () => {
  const key = fc.constantFrom(
    "type",
    "role",
    "content",
    "call_id",
    "name",
    "arguments",
    "output",
    "summary",
    "id",
    "text",
  );
  const word = fc.constantFrom(
    "message",
    "reasoning",
    "function_call",
    "function_call_output",
    "user",
    "input_text",
    "x",
  );
  const value = fc.oneof(word, fc.jsonValue({ maxDepth: 2 }), fc.array(fc.dictionary(key, word), { maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.dictionary(key, value), value), { maxLength: 4 }), (input) => {
      try {
        expect(readInput(input).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
      }
    }),
    { seed: 5, numRuns: 2000 },
  );
});
