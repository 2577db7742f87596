import { z } from "zod";
import { honoured, inert } from "../../fields/define-field.ts";
import type { Field } from "../../fields/field.ts";
import { choiceTypes, choiceWords, toolName, toolNotes } from "../../fields/tool-fields.ts";

const tool = z.strictObject({
  type: z.literal("function", 'only tools of type "function" are supported: the client runs them'),
  name: toolName,
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
  async: z.literal(false, "the answer waits for no call").nullish(),
  defer_loading: z.literal(false, "tools are always in the prompt").nullish(),
  allowed_callers: z.tuple([z.literal("direct")], "only the model itself calls").nullish(),
});

const named = z.strictObject({ type: z.literal("function"), name: toolName });
const allowed = z.strictObject({
  type: z.literal("allowed_tools"),
  mode: z.enum(["auto", "required"]),
  tools: z.array(named).min(1),
});

/** What the model may call. */
export const functionFields: readonly Field[] = [
  honoured("tools", z.array(tool), `${toolNotes.tools} Built-in tools are refused.`, { keepsSpelling: true }),
  honoured(
    "tool_choice",
    z.union([choiceWords, z.discriminatedUnion("type", [named, allowed], choiceTypes)]),
    toolNotes.choice,
  ),
  honoured("parallel_tool_calls", z.boolean(), toolNotes.parallel),
  inert("max_tool_calls", z.int().min(1), "It limits built-in tools, of which there are none."),
];
