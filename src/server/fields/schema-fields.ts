import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

/** What is wrong inside a schema is for the grammar to tell. */
const schema = z.union([z.record(z.string(), z.unknown()), z.boolean()]);
const schemaOrText = z.union([z.record(z.string(), z.unknown()), z.boolean(), z.string()]);
/** What is wrong inside a structural tag is for the grammar to tell. */
const tagOrText = z.union([z.record(z.string(), z.unknown()), z.string()]);
const choices = z.array(z.string()).min(1);

/** Ours, beside a schema. */
const schemaOptions = {
  lenient: z.boolean().nullish(),
  any_order: z.boolean().nullish(),
  whitespace: z.enum(["any", "compact", "pretty"]).nullish(),
};

/** A schema as OpenAI's clients send it. Nobody but them reads name and description, and strict: false weakens nothing. */
const namedSchema = {
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "expected 1 to 64 of the characters A-Z, a-z, 0-9, _ and -"),
  description: z.string().nullish(),
  schema: schema.nullish(),
  strict: z.boolean().nullish(),
  ...schemaOptions,
};

const formatTypes = 'the formats are "text", "json_object" and "json_schema"';
const chatFormatTypes = `${formatTypes.replace(" and", ",")} and "structural_tag"`;
const text = z.strictObject({ type: z.literal("text") });

/** `response_format`: OpenAI's forms, and llama.cpp's with the schema beside the type. */
const responseFormat = z.discriminatedUnion(
  "type",
  [
    text,
    z.strictObject({ type: z.literal("json_object"), schema: schema.nullish() }),
    z.strictObject({
      type: z.literal("json_schema"),
      json_schema: z.strictObject(namedSchema).nullish(),
      schema: schema.nullish(),
    }),
    z.looseObject({ type: z.literal("structural_tag") }),
  ],
  chatFormatTypes,
);

/** `text.format` of /v1/responses. */
export const textFormat = z.discriminatedUnion(
  "type",
  [
    text,
    z.strictObject({ type: z.literal("json_object") }),
    z.strictObject({ type: z.literal("json_schema"), ...namedSchema }),
  ],
  formatTypes,
);

const structuredOutputs = z.strictObject({
  json: schemaOrText.nullish(),
  json_object: z.boolean().nullish(),
  regex: z.string().nullish(),
  choice: choices.nullish(),
  ...schemaOptions,
  grammar: z.string().nullish(),
  structural_tag: tagOrText.nullish(),
  disable_fallback: z.boolean().nullish(),
  disable_any_whitespace: z.literal(false, 'send whitespace: "compact"').nullish(),
  disable_additional_properties: z.literal(false, "say additionalProperties: false in the schema").nullish(),
  whitespace_pattern: z.null('send whitespace: "compact", "pretty" or nothing').optional(),
});

const spelled = { keepsSpelling: true, outsidePrompt: true } as const;

/** The one form in which every route takes every constraint. */
export const structuredOutputsField: Field = honoured(
  "structured_outputs",
  z.union([structuredOutputs, z.literal(false)]),
  "One of json (a schema, or its text), json_object: true, regex (the whole answer matches it), choice (a list of texts), grammar " +
    "(EBNF as llama.cpp and XGrammar read it, with a rule root) and structural_tag (XGrammar's, or its text). " +
    "Beside json: lenient (drop what cannot be enforced, and list it), any_order (of members), whitespace (any, compact, or pretty: lines and two spaces a level).",
  spelled,
);

/** Ours, for every route. */
export const finishField: Field = honoured(
  "finish_within_budget",
  z.boolean(),
  "Beside a constraint or tools: the answer is whole within its tokens. As they run out, only what can still end is written, and a " +
    "thought is closed in time; a limit below the shortest answer is a 400. Default false: what is cut ends with length.",
);

/** What the text of an answer, behind its thought, must be. The schema is no part of the prompt: tell the model what it shall write. */
export const schemaFields: readonly Field[] = [
  honoured(
    "response_format",
    responseFormat,
    "text, json_object (any object), structural_tag (XGrammar's) or json_schema: the answer meets the schema; without a schema it is any JSON. " +
      "lenient, any_order and whitespace beside the schema as in structured_outputs.",
    spelled,
  ),
  structuredOutputsField,
  finishField,
  honoured("guided_json", schemaOrText, "The same as structured_outputs.json.", spelled),
  honoured("guided_regex", z.string(), "The same as structured_outputs.regex.", { outsidePrompt: true }),
  honoured("guided_choice", choices, "The same as structured_outputs.choice.", { outsidePrompt: true }),
  honoured("json_schema", schemaOrText, "The same as structured_outputs.json.", spelled),
  honoured("guided_grammar", z.string(), "The same as structured_outputs.grammar.", { outsidePrompt: true }),
  honoured("grammar", z.string(), "The same as structured_outputs.grammar; an empty one means none.", {
    outsidePrompt: true,
  }),
  honoured("ebnf", z.string(), "The same as structured_outputs.grammar.", { outsidePrompt: true }),
  refused("grammar_lazy", "A grammar holds from the first byte behind the thought.", z.literal(false)),
  honoured("structural_tag", tagOrText, "The same as structured_outputs.structural_tag.", spelled),
  refused("guided_decoding_backend", "There is one engine for schemas."),
  refused("guided_whitespace_pattern", 'Send structured_outputs with whitespace: "compact".'),
  refused("regex", "Send structured_outputs.regex."),
  refused("format", "Send response_format.", z.literal("")),
];
