import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { resolveThinking, type ThinkingFields } from "./resolve-thinking.ts";

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
    [{ reasoning_effort: "minimal", reasoning: { enabled: true, effort: "max" } }, true],
  ])("%j gives %s", (fields, thinking) => {
    expect(resolveThinking(fields).thinking).toBe(thinking);
  });

  test("keep_cots stands at the top or in chat_template_kwargs", () => {
    expect(resolveThinking({ keep_cots: true }).keepCots).toBe(true);
    expect(resolveThinking({ chat_template_kwargs: { keep_cots: false } }).keepCots).toBe(false);
  });

  test.each<[ThinkingFields, RegExp]>([
    [{ thinking: "false" }, /^thinking is "false"/],
    [{ enable_thinking: 1 }, /^enable_thinking is 1/],
    [{ reasoning: { enabled: "yes" } }, /^reasoning.enabled is "yes"/],
    [{ reasoning_effort: "huge" }, /^reasoning_effort is "huge"; efforts are none, minimal/],
    [{ reasoning: [] }, /^reasoning is not an object/],
    [{ thinking: true, reasoning_effort: "none" }, /^reasoning_effort contradicts thinking/],
    [
      { keep_cots: true, chat_template_kwargs: { keep_cots: false } },
      /^chat_template_kwargs.keep_cots contradicts keep_cots/,
    ],
  ])("refuses %j", (fields, message) => {
    expect(() => resolveThinking(fields)).toThrow(message);
    expect(() => resolveThinking(fields)).toThrow(expect.toSatisfy((error) => isHermesError(error, "prompt-invalid")));
  });
});
