import { promptInvalid } from "./message-fields.ts";
import { agree, type Finding, readBoolean, readBudget, readEffort, readObject, readWord } from "./read-thinking.ts";
import type { ReasoningEffort } from "./reasoning-effort.ts";

/** Every name under which clients send the thinking switch, its budget, and what becomes of the thought. */
export interface ThinkingFields {
  readonly thinking?: unknown;
  readonly enable_thinking?: unknown;
  readonly think?: unknown;
  readonly keep_cots?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_effort?: unknown;
  readonly chat_template_kwargs?: unknown;
  readonly thinking_token_budget?: unknown;
  readonly thinking_budget?: unknown;
  readonly include_reasoning?: unknown;
  readonly separate_reasoning?: unknown;
  readonly reasoning_format?: unknown;
}

/** Undefined where no field speaks of it. */
export interface ThinkingChoice {
  readonly thinking: boolean | undefined;
  readonly keepCots: boolean | undefined;
  /** Tokens, at least 1; null asks for no limit. */
  readonly budget: number | null | undefined;
  /** How much to think, where a word says it; never beside a budget. */
  readonly effort: Exclude<ReasoningEffort, "none"> | undefined;
  /** False: the thought is not part of the answer. */
  readonly shown: boolean | undefined;
  /** False: the thought stays inside the content, between its tags. */
  readonly separate: boolean | undefined;
}

/**
 * One answer from all spellings of the thinking switch; null counts as not given. A budget or an effort switches thinking on, a
 * budget of 0 and the effort "none" off; a budget of -1 is no limit. Throws `prompt-invalid` for a value of the wrong type, an
 * unknown word, and two fields that contradict each other (naming both).
 */
export function resolveThinking(fields: ThinkingFields): ThinkingChoice {
  const kwargs = readObject(fields.chat_template_kwargs, "chat_template_kwargs");
  const reasoning = readObject(fields.reasoning, "reasoning");
  const efforts = readEfforts(fields, reasoning);
  const budgets = readBudgets(fields, reasoning);
  const switches = [
    ...readSwitches(fields, kwargs, reasoning),
    ...efforts.map(({ field, value }) => ({ field, value: value !== "none" })),
    ...budgets.map(({ field, value }) => ({ field, value: value !== 0 })),
  ];
  const thinking = agree(switches, "one says on, the other off");
  const effort = agree(efforts, "they ask for different efforts");
  const budget = agree(budgets, "they ask for different budgets");
  if (thinking && efforts[0] !== undefined && budgets[0] !== undefined) {
    throw promptInvalid(
      efforts[0].field,
      `contradicts ${budgets[0].field}: both set the budget; send only one of them`,
    );
  }
  const keepCots = agree([
    ...readBoolean(fields.keep_cots, "keep_cots"),
    ...readBoolean(kwargs.keep_cots, "chat_template_kwargs.keep_cots"),
  ]);
  return {
    thinking,
    keepCots,
    budget: budget === 0 ? undefined : budget,
    effort: effort === "none" ? undefined : effort,
    ...readPlace(fields, reasoning),
  };
}

function readSwitches(
  fields: ThinkingFields,
  kwargs: Readonly<Record<string, unknown>>,
  reasoning: Readonly<Record<string, unknown>>,
): Finding<boolean>[] {
  const asObject = typeof fields.thinking === "object" && fields.thinking !== null;
  const type = asObject ? readWord(readObject(fields.thinking, "thinking").type, "thinking.type", TYPES) : [];
  return [
    ...(asObject ? [] : readBoolean(fields.thinking, "thinking")),
    ...type.map(({ field, value }) => ({ field, value: value === "enabled" })),
    ...readBoolean(fields.enable_thinking, "enable_thinking"),
    ...(typeof fields.think === "string" ? [] : readBoolean(fields.think, "think")),
    ...readBoolean(kwargs.thinking, "chat_template_kwargs.thinking"),
    ...readBoolean(kwargs.enable_thinking, "chat_template_kwargs.enable_thinking"),
    ...readBoolean(reasoning.enabled, "reasoning.enabled"),
  ];
}

function readEfforts(fields: ThinkingFields, reasoning: Readonly<Record<string, unknown>>): Finding<ReasoningEffort>[] {
  return [
    ...readEffort(fields.reasoning_effort, "reasoning_effort"),
    ...readEffort(reasoning.effort, "reasoning.effort"),
    ...(typeof fields.think === "string" ? readEffort(fields.think, "think") : []),
  ];
}

function readBudgets(fields: ThinkingFields, reasoning: Readonly<Record<string, unknown>>): Finding<number | null>[] {
  const thinking = typeof fields.thinking === "object" ? readObject(fields.thinking, "thinking") : {};
  return [
    ...readBudget(fields.thinking_token_budget, "thinking_token_budget"),
    ...readBudget(fields.thinking_budget, "thinking_budget"),
    ...readBudget(thinking.budget_tokens, "thinking.budget_tokens"),
    ...readBudget(reasoning.max_tokens, "reasoning.max_tokens"),
  ];
}

/** Where the thought goes. */
function readPlace(
  fields: ThinkingFields,
  reasoning: Readonly<Record<string, unknown>>,
): Pick<ThinkingChoice, "shown" | "separate"> {
  const hides = readBoolean(reasoning.exclude, "reasoning.exclude").map(({ field, value }) => ({
    field,
    value: !value,
  }));
  const shows = [...readBoolean(fields.include_reasoning, "include_reasoning"), ...hides];
  // "auto" leaves it to the server.
  const formats = readWord(fields.reasoning_format, "reasoning_format", FORMATS).filter(
    ({ value }) => value !== "auto",
  );
  const separates = [
    ...readBoolean(fields.separate_reasoning, "separate_reasoning"),
    ...formats.map(({ field, value }) => ({ field, value: value === "deepseek" })),
  ];
  const shown = agree(shows, "one shows the thought, the other hides it");
  const separate = agree(separates, "one leaves the thought in the content, the other does not");
  if (shown === false && separate === false) {
    const both = "one hides the thought, the other leaves it in the content; send only one of them";
    throw promptInvalid(separates[0]!.field, `contradicts ${shows[0]!.field}: ${both}`);
  }
  return { shown, separate };
}

const TYPES = ["enabled", "disabled"] as const;
const FORMATS = ["auto", "none", "deepseek"] as const;
