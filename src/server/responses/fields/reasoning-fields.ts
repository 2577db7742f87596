import { z } from "zod";
import { honoured } from "../../fields/define-field.ts";
import type { Field } from "../../fields/field.ts";
import { thinkingFields } from "../../fields/thinking-fields.ts";

const effort = z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);
/** The best there is: none. */
const summary = z.literal("auto", "thoughts come whole, in content, and are not summed up; leave it out").nullish();

const reasoning = z.strictObject({
  effort: effort.nullish(),
  enabled: z.boolean().nullish(),
  max_tokens: z.int().min(-1).nullish(),
  exclude: z.boolean().nullish(),
  context: z.enum(["auto", "current_turn", "all_turns"]).nullish(),
  mode: z.literal("standard", "there is one mode; leave it out").nullish(),
  summary,
  generate_summary: summary,
});

/** There a thought is text; here it is an item of its own. */
const chatOnly: ReadonlySet<string> = new Set(["reasoning", "separate_reasoning", "reasoning_format"]);

/** The thinking switch: every spelling of the chat route, and OpenAI's here. */
export const reasoningFields: readonly Field[] = [
  honoured(
    "reasoning",
    reasoning,
    "effort, enabled, max_tokens and exclude as in chat; context all_turns keeps earlier thoughts in the prompt, " +
      "current_turn does not. There are no summaries: content holds the whole thought.",
  ),
  ...thinkingFields.filter(({ name, status }) => status === "honoured" && !chatOnly.has(name)),
];
