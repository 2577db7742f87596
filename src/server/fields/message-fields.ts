import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

const textPart = z.strictObject({ type: z.literal("text"), text: z.string(), cache_control: z.unknown().optional() });
const refusalPart = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const thinkingPart = z.strictObject({
  type: z.literal("thinking"),
  thinking: z.union([z.string(), z.array(textPart)]),
  signature: z.string().nullish(),
  closed: z.boolean().nullish(),
});

const textOnly = 'Hermes 4 reads text: parts of type "text" only';
const answerParts = 'parts of an assistant message are of type "text", "thinking" or "refusal"';

const content = z.union([z.string(), z.array(z.discriminatedUnion("type", [textPart], textOnly))]);
const answerContent = z.union([
  z.string(),
  z.array(z.discriminatedUnion("type", [textPart, thinkingPart, refusalPart], answerParts)),
]);

const toolCall = z.strictObject({
  id: z.string().nullish(),
  type: z.literal("function", 'only calls of type "function" are supported').nullish(),
  index: z.int().nullish(),
  function: z.strictObject({
    name: z.string(),
    arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
    parsed_arguments: z.unknown().optional(),
  }),
});

const name = z.string().nullish();

/** An assistant message as servers, ours among them, and client libraries give it back. */
const assistant = z.strictObject({
  role: z.literal("assistant"),
  content: answerContent.nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  refusal: z.string().nullish(),
  name,
  reasoning_details: z.array(z.unknown()).nullish(),
  invalid_tool_calls: z.array(z.unknown()).nullish(),
  annotations: z.array(z.unknown()).nullish(),
  parsed: z.unknown().optional(),
  audio: z.null("Hermes 4 writes text").optional(),
  function_call: z.null("send tool_calls").optional(),
  prefix: z.literal(false, "send continue_final_message: true").nullish(),
});

const roles = "roles are system, developer, user, assistant and tool";

const message = z.discriminatedUnion(
  "role",
  [
    z.strictObject({ role: z.literal("system"), content, name }),
    z.strictObject({ role: z.literal("developer"), content, name }),
    z.strictObject({ role: z.literal("user"), content, name }),
    assistant,
    z.strictObject({ role: z.literal("tool"), content, tool_call_id: z.string().nullish(), name }),
    z.strictObject({ role: z.literal("function"), content, name }),
  ],
  roles,
);

export type WireMessage = z.infer<typeof message>;
export type WireAssistant = z.infer<typeof assistant>;
export type WireContent = z.infer<typeof content>;

/** The conversation, and whether it ends in a turn to go on with. */
export const conversationFields: readonly Field[] = [
  honoured(
    "messages",
    z.array(message).min(1),
    "Text only. Thoughts of earlier answers are read from reasoning_content, reasoning, thinking parts and <think> tags.",
    { required: true },
  ),
  honoured(
    "continue_final_message",
    z.boolean(),
    "true: go on with the last message, an assistant's; its end is where the answer begins.",
  ),
  honoured("add_generation_prompt", z.boolean(), "false: only beside continue_final_message. Default true."),
  refused("prompt", "Send messages, or use /v1/completions."),
];
