import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { resolveThinking, type ThinkingChoice, type ThinkingFields } from "./resolve-thinking.ts";

describe("resolveThinking", () => {
  test.each<[ThinkingFields, boolean | undefined]>([
    [{}, undefined],
    [{ thinking: null, reasoning_effort: null, chat_template_kwargs: null }, undefined],
    [{ thinking: true }, true],
    [{ enable_thinking: false }, false],
    [{ chat_template_kwargs: { thinking: true } }, true],
    [{ chat_template_kwargs: { enable_thinking: true }, thinking: true }, true],
    [{ reasoning: { enabled: false } }, false],
    [{ reasoning: { effort: "high" } }, true],
    [{ reasoning_effort: "none" }, false],
    [{ reasoning_effort: "max", reasoning: { enabled: true, effort: "max" } }, true],
    [{ thinking: { type: "enabled" } }, true],
    [{ thinking: { type: "disabled", budget_tokens: 0 } }, false],
    [{ think: true }, true],
    [{ think: "none" }, false],
    [{ thinking_budget: 10 }, true],
    [{ thinking_token_budget: 0, reasoning_effort: "none" }, false],
    [{ reasoning: { max_tokens: -1 } }, true],
  ])("%j gives %s", (fields, thinking) => {
    expect(resolveThinking(fields).thinking).toBe(thinking);
  });

  test("keep_cots stands at the top or in chat_template_kwargs", () => {
    expect(resolveThinking({ keep_cots: true }).keepCots).toBe(true);
    expect(resolveThinking({ chat_template_kwargs: { keep_cots: false } }).keepCots).toBe(false);
  });

  test.each<[ThinkingFields, Partial<ThinkingChoice>]>([
    [{ thinking: true }, { budget: undefined, effort: undefined, shown: undefined, separate: undefined }],
    [{ thinking: { type: "enabled", budget_tokens: 5 }, thinking_budget: 5 }, { budget: 5 }],
    [{ reasoning: { max_tokens: 7, exclude: true } }, { budget: 7, shown: false }],
    [{ thinking_token_budget: -1 }, { budget: null }],
    [{ thinking_budget: 0 }, { thinking: false, budget: undefined }],
    [
      { reasoning_effort: "low", thinking: true },
      { effort: "low", budget: undefined },
    ],
    [{ think: "high" }, { thinking: true, effort: "high" }],
    [{ reasoning_effort: "none" }, { effort: undefined }],
    [
      { include_reasoning: false, reasoning: { exclude: true } },
      { shown: false, thinking: undefined },
    ],
    [{ include_reasoning: true }, { shown: true }],
    [{ separate_reasoning: false, reasoning_format: "none" }, { separate: false }],
    [{ reasoning_format: "deepseek", separate_reasoning: true }, { separate: true }],
    [{ reasoning_format: "auto", separate_reasoning: false }, { separate: false }],
  ])("%j chooses %j", (fields, choice) => {
    expect(resolveThinking(fields)).toMatchObject(choice);
  });

  test.each<[ThinkingFields, RegExp]>([
    [{ thinking: "false" }, /^thinking is "false"/],
    [{ enable_thinking: 1 }, /^enable_thinking is 1/],
    [{ reasoning: { enabled: "yes" } }, /^reasoning.enabled is "yes"/],
    [{ reasoning_effort: "huge" }, /^reasoning_effort is "huge"; efforts are none, minimal/],
    [{ reasoning: [] }, /^reasoning is not an object/],
    [{ thinking: true, reasoning_effort: "none" }, /^reasoning_effort contradicts thinking/],
    [{ thinking: {}, enable_thinking: 0 }, /^enable_thinking is 0/],
    [{ thinking: { type: "adaptive" } }, /^thinking.type is "adaptive"; its values are enabled, disabled/],
    [{ thinking: { type: "disabled", budget_tokens: 9 } }, /^thinking.budget_tokens contradicts thinking.type/],
    [{ thinking: false, thinking_budget: 9 }, /^thinking_budget contradicts thinking: one says on/],
    [{ thinking: true, thinking_token_budget: 0 }, /^thinking_token_budget contradicts thinking/],
    [
      { thinking_token_budget: 1, reasoning: { max_tokens: 2 } },
      /^reasoning.max_tokens contradicts thinking_token_budget/,
    ],
    [{ reasoning_effort: "low", reasoning: { effort: "high" } }, /^reasoning.effort contradicts reasoning_effort/],
    [{ reasoning: { effort: "high", max_tokens: 9 } }, /^reasoning.effort contradicts reasoning.max_tokens: both set/],
    [{ thinking_budget: 1.5 }, /^thinking_budget is 1.5; expected tokens/],
    [{ thinking_budget: -2 }, /^thinking_budget is -2/],
    [{ include_reasoning: true, reasoning: { exclude: true } }, /^reasoning.exclude contradicts include_reasoning/],
    [{ separate_reasoning: true, reasoning_format: "none" }, /^reasoning_format contradicts separate_reasoning/],
    [{ include_reasoning: false, reasoning_format: "none" }, /^reasoning_format contradicts include_reasoning/],
    [{ reasoning_format: "deepseek-legacy" }, /^reasoning_format is "deepseek-legacy"/],
    [{ think: 3 }, /^think is 3/],
    [
      { keep_cots: true, chat_template_kwargs: { keep_cots: false } },
      /^chat_template_kwargs.keep_cots contradicts keep_cots/,
    ],
  ])("refuses %j", (fields, message) => {
    expect(() => resolveThinking(fields)).toThrow(message);
    expect(() => resolveThinking(fields)).toThrow(expect.toSatisfy((error) => isHermesError(error, "prompt-invalid")));
  });
});
