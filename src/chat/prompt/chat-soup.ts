import fc from "fast-check";
import type { ChatMessage, Tool, ToolCallMessage } from "../types.ts";
import type { ProfileName } from "./profiles.ts";

/** Pieces of content: tags, control tokens, white space, Jinja and HTML characters, text of many scripts. */
const CRUMBS = [
  ...["<think>", "</think>", "<think>\nA\n</think>\nB", "<tool_call>", "</tool_call>", "<|eot_id|>", "<|im_end|>"],
  ...["\n", "  ", "\t", "{{ x }}", "{% raw %}", "<b>&'\"\\", "é", "港", "👩\u200d✈️", "\u2028", "word", "1 < 2"],
];

export const contentSoup = fc.array(fc.constantFrom(...CRUMBS), { maxLength: 6 }).map((crumbs) => crumbs.join(""));

const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const leaf = fc.oneof(contentSoup, fc.integer(), fc.constantFrom(0.5, -7.25, true, false, null));
const member = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(name, leaf, { maxKeys: 3 }));
const argumentsObject = fc.dictionary(name, member, { maxKeys: 4, noNullPrototype: true });

const call: fc.Arbitrary<ToolCallMessage> = fc.record({
  id: fc.constant("call_1"),
  function: fc.record({ name, arguments: argumentsObject }),
});

const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constantFrom("system", "user", "tool"), content: contentSoup }),
  fc.record({ role: fc.constant("assistant" as const), content: contentSoup }),
  fc.record({
    role: fc.constant("assistant" as const),
    content: fc.option(contentSoup),
    tool_calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  }),
);

const tool: fc.Arbitrary<Tool> = fc.record({
  type: fc.constant("function" as const),
  function: fc.record({ name, description: contentSoup, parameters: argumentsObject }),
});

/** Random conversations in the wire form that both modes and the template read. */
export const conversationSoup = fc.record({
  profile: fc.constantFrom<ProfileName>("llama3", "chatml"),
  messages: fc.array(message, { minLength: 1, maxLength: 7 }),
  tools: fc.option(fc.array(tool, { maxLength: 3 })),
  thinking: fc.boolean(),
  keepCots: fc.boolean(),
  addGenerationPrompt: fc.boolean(),
  bosToken: fc.constantFrom("<|begin_of_text|>", "", "<seed:bos>"),
});
