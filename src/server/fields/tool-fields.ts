import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";
import { NO_SCHEMAS } from "./schema-fields.ts";

const tool = z.strictObject({
  type: z.literal("function", 'only tools of type "function" are supported'),
  function: z.strictObject({
    name: z.string().min(1).max(128),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.literal(false, `${NO_SCHEMAS}; leave strict out or false`).nullish(),
  }),
});

/** What the model may call. */
export const toolFields: readonly Field[] = [
  honoured("tools", z.array(tool), "Functions that the model may call. strict: true is refused.", {
    keepsSpelling: true,
  }),
  honoured(
    "tool_choice",
    z.enum(["auto", "none"], `${NO_SCHEMAS}; only "auto" and "none" can be chosen`),
    "auto: the model decides; none: it is not told of the tools. required and named ones are refused.",
  ),
  honoured("parallel_tool_calls", z.boolean(), "false: the answer ends with its first call. Default true."),
  refused("functions", "Send tools.", z.array(z.never()).max(0)),
  refused("function_call", "Send tool_choice.", z.literal("none")),
  refused("parse_tool_calls", "Calls are always read; send tool_choice none.", z.literal(true)),
];
