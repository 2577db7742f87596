import { z } from "zod";
import { refused } from "../../fields/define-field.ts";
import type { BodyTable, Field } from "../../fields/field.ts";
import { samplingFields } from "../../fields/sampling-fields.ts";
import { answerFields } from "./answer-fields.ts";
import { functionFields } from "./function-fields.ts";
import { reasoningFields } from "./reasoning-fields.ts";
import { stateFields } from "./state-fields.ts";

/** What has another name here than on the chat route. */
const chatNames: readonly Field[] = [
  refused("messages", "Send input and instructions."),
  refused("max_tokens", "Send max_output_tokens."),
  refused("max_completion_tokens", "Send max_output_tokens."),
  refused("logprobs", "Send include and top_logprobs.", z.literal(false)),
  refused("response_format", "Send text.format.", z.strictObject({ type: z.literal("text") })),
  refused("n", "There is one answer.", z.literal(1)),
];

/** The body of POST /v1/responses. */
export const responsesTable: BodyTable = {
  name: "responses",
  fields: [...answerFields, ...functionFields, ...reasoningFields, ...samplingFields, ...stateFields, ...chatNames],
};
