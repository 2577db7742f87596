import { z } from "zod";
import { honoured, inert } from "../../fields/define-field.ts";
import type { Field } from "../../fields/field.ts";
import { NO_SCHEMAS } from "../../fields/schema-fields.ts";

const tool = z.strictObject({
  type: z.literal("function", 'only tools of type "function" are supported: the client runs them'),
  name: z.string().min(1).max(128),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.literal(false, `${NO_SCHEMAS}; leave strict out or false`).nullish(),
  async: z.literal(false, "the answer waits for no call").nullish(),
  defer_loading: z.literal(false, "tools are always in the prompt").nullish(),
  allowed_callers: z.tuple([z.literal("direct")], "only the model itself calls").nullish(),
});

/** What the model may call. */
export const functionFields: readonly Field[] = [
  honoured("tools", z.array(tool), "Functions that the model may call. strict: true and built-in tools are refused.", {
    keepsSpelling: true,
  }),
  honoured(
    "tool_choice",
    z.enum(["auto", "none"], `${NO_SCHEMAS}; only "auto" and "none" can be chosen`),
    "auto: the model decides; none: it is not told of the tools. required and named ones are refused.",
  ),
  honoured("parallel_tool_calls", z.boolean(), "false: the answer ends with its first call. Default true."),
  inert("max_tool_calls", z.int().min(1), "It limits built-in tools, of which there are none."),
];
