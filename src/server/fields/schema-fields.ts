import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

/** Every refusal of what a grammar would have to enforce says this. */
export const NO_SCHEMAS = "This server cannot constrain answers to a schema yet";

/** The form of an answer, where it would have to be enforced. */
export const schemaFields: readonly Field[] = [
  honoured(
    "response_format",
    z.strictObject({ type: z.literal("text", `${NO_SCHEMAS}; only "text" is supported`) }),
    'Only {"type":"text"}.',
  ),
  refused("structured_outputs", `${NO_SCHEMAS}.`, z.literal(false)),
  refused("guided_json", `${NO_SCHEMAS}.`),
  refused("guided_regex", `${NO_SCHEMAS}.`),
  refused("guided_choice", `${NO_SCHEMAS}.`),
  refused("guided_grammar", `${NO_SCHEMAS}.`),
  refused("guided_decoding_backend", `${NO_SCHEMAS}.`),
  refused("guided_whitespace_pattern", `${NO_SCHEMAS}.`),
  refused("structural_tag", `${NO_SCHEMAS}.`),
  refused("json_schema", `${NO_SCHEMAS}.`),
  refused("grammar", `${NO_SCHEMAS}.`, z.literal("")),
  refused("grammar_lazy", `${NO_SCHEMAS}.`, z.literal(false)),
  refused("regex", `${NO_SCHEMAS}.`),
  refused("ebnf", `${NO_SCHEMAS}.`),
  refused("format", `${NO_SCHEMAS}.`, z.literal("")),
];
