import { z } from "zod";
import { accountFields, foreignFields } from "./account-fields.ts";
import { honoured, refused } from "./define-field.ts";
import type { BodyTable, Field } from "./field.ts";
import { conversationFields } from "./message-fields.ts";
import { foreignSamplingFields, samplingFields } from "./sampling-fields.ts";
import { schemaFields } from "./schema-fields.ts";
import { streamFields } from "./stream-fields.ts";
import { thinkingFields } from "./thinking-fields.ts";
import { toolFields } from "./tool-fields.ts";

/** Fields that both text routes have. */
export const sharedFields: readonly Field[] = [
  honoured("model", z.string(), "The served model or one of its other names; the same when left out."),
  honoured("n", z.int().min(1), "So many choices. Default 1; the server sets a limit, 8 by default."),
  honoured("cache_salt", z.string().min(1).max(256), "Keeps what is computed for this prompt apart from other salts."),
];

const lengthFields: readonly Field[] = [
  honoured(
    "max_completion_tokens",
    z.int().min(1),
    "Most tokens of the answer, thought included; the context cuts it.",
  ),
  honoured("max_tokens", z.int().min(1), "The same as max_completion_tokens."),
];

const logprobFields: readonly Field[] = [
  honoured("logprobs", z.boolean(), "Give the log-probability of every token of the content."),
  honoured("top_logprobs", z.int().min(0).max(20), "And of so many likeliest tokens in its place."),
];

/** The body of POST /v1/chat/completions. */
export const chatFields: BodyTable = {
  name: "chat completion",
  fields: [
    ...conversationFields,
    ...sharedFields,
    ...lengthFields,
    ...samplingFields,
    ...logprobFields,
    ...streamFields,
    ...thinkingFields,
    ...toolFields,
    ...schemaFields,
    ...accountFields,
    refused("add_special_tokens", "Chat prompts begin as the model wants it.", z.literal(false)),
    refused("parse_special", "Messages are text; control tokens in them are read as text.", z.literal(false)),
    refused("echo", "POST /v1/completions has it.", z.literal(false)),
    refused("best_of", "Send n.", z.literal(1)),
    refused("suffix", "Hermes 4 writes from left to right."),
    ...foreignSamplingFields,
    ...foreignFields,
  ],
};
