import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

/** Tokens; 0 switches thinking off, -1 takes away the limit. */
const budget = z.int().min(-1);
const effort = z.enum(EFFORTS);
const strictObject = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape);

const thinkingObject = strictObject({
  type: z.enum(["enabled", "disabled"]),
  budget_tokens: budget.nullish(),
});

const templateArguments = strictObject({
  thinking: z.boolean().nullish(),
  enable_thinking: z.boolean().nullish(),
  keep_cots: z.boolean().nullish(),
});

const reasoningObject = strictObject({
  enabled: z.boolean().nullish(),
  effort: effort.nullish(),
  max_tokens: budget.nullish(),
  exclude: z.boolean().nullish(),
});

/**
 * Every spelling of the thinking switch. What they say together is for `resolveThinking`; two that contradict each other are a 400
 * that names both.
 */
export const thinkingFields: readonly Field[] = [
  honoured(
    "thinking",
    z.union([z.boolean(), thinkingObject]),
    'Think before answering: true or false, or {"type":"enabled","budget_tokens":N}. Default: the server\'s, off unless told.',
  ),
  honoured("enable_thinking", z.boolean(), "The same as thinking."),
  honoured("think", z.union([z.boolean(), effort]), "The same as thinking, or as reasoning_effort."),
  honoured("chat_template_kwargs", templateArguments, "thinking, enable_thinking and keep_cots; others are refused."),
  honoured(
    "reasoning_effort",
    effort,
    "none: off. Others: on, with a budget of 10, 20, 50, 80 or 95 % of the answer's token limit; max: no budget.",
  ),
  honoured("reasoning", reasoningObject, "enabled, effort, max_tokens (the budget) and exclude."),
  honoured("thinking_token_budget", budget, "Tokens after which the thought is closed; 0: off, -1: no limit."),
  honoured("thinking_budget", budget, "The same as thinking_token_budget."),
  honoured("keep_cots", z.boolean(), "Leave the thoughts of earlier answers in the prompt. Default: the server's."),
  honoured("include_reasoning", z.boolean(), "false: think, but leave the thought out of the answer."),
  honoured("separate_reasoning", z.boolean(), "false: leave the thought inside the content, between its tags."),
  honoured(
    "reasoning_format",
    z.enum(["auto", "none", "deepseek"], 'expected "auto", "none" or "deepseek"'),
    "none: leave the thought inside the content, between its tags.",
  ),
  honoured(
    "reasoning_control",
    z.boolean(),
    "true: the thought can be ended through /v1/chat/completions/control; for one choice only.",
  ),
  refused("reasoning_budget", "Send thinking_token_budget.", z.literal(-1)),
  refused("stream_reasoning", "Thoughts are streamed as they are written.", z.literal(true)),
  refused("thinking_forced_open", "Send thinking.", z.literal(false)),
  refused("reasoning_in_content", "Send separate_reasoning: false.", z.literal(false)),
];
