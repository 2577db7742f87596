import { z } from "zod";
import { sharedFields } from "../../fields/chat-fields.ts";
import { honoured } from "../../fields/define-field.ts";
import type { Field } from "../../fields/field.ts";
import { finishField, structuredOutputsField, textFormat } from "../../fields/schema-fields.ts";
import { streamFields } from "../../fields/stream-fields.ts";

/** Asks for log-probabilities. */
export const LOGPROBS = "message.output_text.logprobs";

const included = z.literal(LOGPROBS, {
  error: ({ input }) =>
    input === "reasoning.encrypted_content"
      ? "thoughts are not encrypted: they are sent and read back as content; leave it out"
      : `only "${LOGPROBS}" can be included`,
});

const text = z.strictObject({
  format: textFormat.nullish(),
  verbosity: z.literal("medium", "ask for it in the instructions; leave it out").nullish(),
});

const streamOptions = z.strictObject({
  include_obfuscation: z.literal(false, "events are not padded; leave it out or false").nullish(),
});

/** What is to be answered, how long, and how it is sent. */
export const answerFields: readonly Field[] = [
  ...sharedFields.filter(({ name }) => name !== "n"),
  honoured(
    "input",
    z.union([z.string(), z.array(z.record(z.string(), z.unknown()))]),
    "A text of the user, or items: message (text only), reasoning, function_call, function_call_output. Others are refused.",
    { required: true },
  ),
  honoured("instructions", z.string(), "The system message, before all items."),
  honoured("max_output_tokens", z.int().min(1), "Most tokens of the answer, thought included."),
  honoured("include", z.array(included), `"${LOGPROBS}" gives log-probabilities of the text; others are refused.`),
  honoured(
    "top_logprobs",
    z.int().min(0).max(20),
    "Likeliest tokens told in each place; above 0 it turns logprobs on.",
  ),
  honoured(
    "text",
    text,
    "format: text, json_object (any object) or json_schema: the answer meets the schema. lenient, any_order and whitespace as in " +
      "structured_outputs.",
    { keepsSpelling: true, outsidePrompt: true },
  ),
  structuredOutputsField,
  finishField,
  honoured("stream", z.boolean(), "Send the answer as it is written, as events."),
  honoured("stream_options", streamOptions, "Only include_obfuscation: false."),
  ...streamFields.filter(({ name }) => name === "sse_ping_interval"),
];
