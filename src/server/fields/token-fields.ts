import { z } from "zod";
import { honoured } from "./define-field.ts";
import type { BodyTable, Field } from "./field.ts";
import { conversationFields } from "./message-fields.ts";
import { thinkingFields } from "./thinking-fields.ts";
import { tokensSchema } from "./token-lists.ts";
import { toolFields } from "./tool-fields.ts";

const model = honoured("model", z.string(), "The served model or one of its other names; the same when left out.");

/** Of a chat body, what the prompt depends on. */
const promptOfChat: readonly Field[] = [...conversationFields, ...thinkingFields, ...toolFields].filter(
  ({ name, status }) =>
    status === "honoured" &&
    /^(messages|tools|tool_choice|continue_final_message|add_generation_prompt|chat_template_kwargs|(enable_)?thinking|keep_cots)$/.test(
      name,
    ),
);

/** The body of POST /tokenize, in the form of vLLM or of llama.cpp: the field that holds the text decides. */
export const tokenizeFields: BodyTable = {
  name: "tokenize",
  fields: [
    model,
    honoured("prompt", z.string(), "Text; the answer has vLLM's form."),
    honoured("content", z.string(), "Text; the answer has llama.cpp's form."),
    ...promptOfChat.map((field) => (field.name === "messages" ? optional(field) : field)),
    honoured("add_special_tokens", z.boolean(), "Beside prompt: put the begin-of-text in front. Default true."),
    honoured("return_token_strs", z.boolean(), "Beside prompt or messages: give the tokens as text, too."),
    honoured("add_special", z.boolean(), "Beside content: put the begin-of-text in front. Default false."),
    honoured("with_pieces", z.boolean(), "Beside content: give each token with its text."),
    honoured("parse_special", z.boolean(), "Beside prompt or content: read control tokens in the text. Default false."),
  ],
};

/** The body of POST /detokenize. */
export const detokenizeFields: BodyTable = {
  name: "detokenize",
  fields: [model, honoured("tokens", tokensSchema, "Token ids.", { ofTokens: true, required: true })],
};

/** The body of POST /v1/chat/completions/control. */
export const controlFields: BodyTable = {
  name: "control",
  fields: [
    honoured("id", z.string(), "Of an answer that was asked for with reasoning_control.", { required: true }),
    honoured("action", z.literal("reasoning_end"), "Ends the thought of the answer.", { required: true }),
  ],
};

function optional({ name, status, schema, note, keepsNull, keepsSpelling }: Field): Field {
  return {
    name,
    status,
    schema,
    note,
    ...(keepsNull && { keepsNull }),
    ...(keepsSpelling && { keepsSpelling }),
  };
}
