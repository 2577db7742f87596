import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

export const toolName = z.string().min(1).max(128);

const tool = z.strictObject({
  type: z.literal("function", 'only tools of type "function" are supported'),
  function: z.strictObject({
    name: toolName,
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
});

const named = z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: toolName }) });
const allowed = z.strictObject({
  type: z.literal("allowed_tools"),
  allowed_tools: z.strictObject({ mode: z.enum(["auto", "required"]), tools: z.array(named).min(1) }),
});

export const choiceWords = z.enum(["auto", "none", "required"], 'expected "auto", "none", "required"');
export const choiceTypes = 'a tool choice is of type "function" or "allowed_tools"';

/** What every route with tools says of these fields. */
export const toolNotes = {
  tools:
    "Functions that the model may call. Arguments meet the schema; strict: true refuses one that cannot be enforced, where others " +
    "take any object and say so in the notes.",
  choice:
    "auto: text and calls as the model likes; none: it is not told of the tools; required: calls and nothing else; " +
    "a function: one call of it; allowed_tools: only those are offered. What must be called is strict.",
  parallel: "false: one call at most. Default true.",
} as const;

/** What the model may call. */
export const toolFields: readonly Field[] = [
  honoured("tools", z.array(tool), toolNotes.tools, { keepsSpelling: true }),
  honoured(
    "tool_choice",
    z.union([choiceWords, z.discriminatedUnion("type", [named, allowed], choiceTypes)]),
    toolNotes.choice,
  ),
  honoured("parallel_tool_calls", z.boolean(), toolNotes.parallel),
  refused("functions", "Send tools.", z.array(z.never()).max(0)),
  refused("function_call", "Send tool_choice.", z.literal("none")),
  refused("parse_tool_calls", "Calls are always read; send tool_choice none.", z.literal(true)),
];
