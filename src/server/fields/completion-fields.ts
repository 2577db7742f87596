import { z } from "zod";
import { accountFields, foreignFields } from "./account-fields.ts";
import { sharedFields } from "./chat-fields.ts";
import { honoured, refused } from "./define-field.ts";
import type { BodyTable, Field } from "./field.ts";
import { conversationFields } from "./message-fields.ts";
import { foreignSamplingFields, samplingFields } from "./sampling-fields.ts";
import { schemaFields } from "./schema-fields.ts";
import { streamFields } from "./stream-fields.ts";
import { thinkingFields } from "./thinking-fields.ts";
import { promptSchema } from "./token-lists.ts";
import { toolFields } from "./tool-fields.ts";

const promptFields: readonly Field[] = [
  honoured("prompt", promptSchema, "Text or token ids, or a list of them, each of which is answered.", {
    ofTokens: true,
    required: true,
  }),
  honoured("max_tokens", z.int().min(1), "Most tokens of each answer; the context cuts it. Default 16."),
  honoured("echo", z.boolean(), "Begin every answer with its prompt; not beside logprobs."),
  honoured("best_of", z.int().min(1), "Only the same as n: answers are not ranked."),
  honoured("logprobs", z.int().min(0).max(5), "Give the log-probability of every token and of so many likeliest ones."),
  honoured(
    "parse_special",
    z.boolean(),
    "Read control tokens and tags in a prompt of text; false: they are text. Default true.",
  ),
  honoured(
    "add_special_tokens",
    z.boolean(),
    "Put the model's begin-of-text in front of a prompt of text that lacks it. Default true.",
  ),
  refused("suffix", "Hermes 4 writes from left to right.", z.literal("")),
  refused("max_completion_tokens", "Send max_tokens."),
  refused("top_logprobs", "Send logprobs, a number here."),
];

const own = new Set(promptFields.map(({ name }) => name));
const ofChat = [...conversationFields, ...thinkingFields, ...toolFields].filter(({ name }) => !own.has(name));

/** The body of POST /v1/completions. */
export const completionFields: BodyTable = {
  name: "completion",
  fields: [
    ...promptFields,
    ...sharedFields,
    ...samplingFields,
    ...streamFields,
    ...schemaFields,
    ...accountFields,
    ...ofChat.map(({ name }) => refused(name, "It belongs to /v1/chat/completions; here the prompt says everything.")),
    ...foreignSamplingFields,
    ...foreignFields,
  ],
};
