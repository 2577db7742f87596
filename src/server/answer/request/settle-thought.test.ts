import { describe, expect, test } from "vitest";
import type { ThinkingFields } from "../../../chat/index.ts";
import { resolveServerOptions } from "../../resolve-options.ts";
import { settleThought, type ThoughtSettings } from "./settle-thought.ts";

const settle = (fields: ThinkingFields, defaults = {}, limit: number | undefined = 1000) =>
  settleThought(fields, resolveServerOptions({ defaults }).defaults, async () => limit);

const off = { thinking: false, budget: null };
const on = { thinking: true, budget: null };

describe("what a request says of thinking", () => {
  test.each<[ThinkingFields, Partial<ThoughtSettings>]>([
    [{}, { ...off, keepCots: false, place: "fields" }],
    [{ thinking: true }, on],
    [{ thinking: false }, off],
    [{ thinking: { type: "enabled" } }, on],
    [{ thinking: { type: "enabled", budget_tokens: 64 } }, { thinking: true, budget: 64 }],
    [{ thinking: { type: "disabled" } }, off],
    [{ enable_thinking: true }, on],
    [{ think: true }, on],
    [{ think: "low" }, { thinking: true, budget: 200 }],
    [{ chat_template_kwargs: { thinking: true } }, on],
    [{ chat_template_kwargs: { enable_thinking: true, keep_cots: true } }, { ...on, keepCots: true }],
    [{ reasoning_effort: null }, off],
    [{ reasoning_effort: "none" }, off],
    [{ reasoning_effort: "minimal" }, { thinking: true, budget: 100 }],
    [{ reasoning_effort: "low" }, { thinking: true, budget: 200 }],
    [{ reasoning_effort: "medium" }, { thinking: true, budget: 500 }],
    [{ reasoning_effort: "high" }, { thinking: true, budget: 800 }],
    [{ reasoning_effort: "xhigh" }, { thinking: true, budget: 950 }],
    [{ reasoning_effort: "max" }, on],
    [{ reasoning: { enabled: true } }, on],
    [{ reasoning: { effort: "high" } }, { thinking: true, budget: 800 }],
    [{ reasoning: { max_tokens: 30, exclude: true } }, { thinking: true, budget: 30, place: "hidden" }],
    [{ thinking_token_budget: 30 }, { thinking: true, budget: 30 }],
    [{ thinking_budget: 30 }, { thinking: true, budget: 30 }],
    [{ thinking_budget: 0 }, off],
    [{ thinking_budget: -1 }, on],
    [{ include_reasoning: false }, { ...off, place: "hidden" }],
    [{ separate_reasoning: false }, { ...off, place: "tags" }],
    [{ reasoning_format: "none" }, { ...off, place: "tags" }],
    [{ reasoning_format: "auto" }, { ...off, place: "fields" }],
    [{ keep_cots: true }, { keepCots: true }],
  ])("%j", async (fields, settings) => {
    expect(await settle(fields)).toMatchObject(settings);
  });
});

describe("the server's defaults", () => {
  const defaults = { thinking: true, thinkingBudget: 77, keepCots: true, reasoningFields: "tags" } as const;
  test.each<[ThinkingFields, Partial<ThoughtSettings>]>([
    [{}, { thinking: true, budget: 77, keepCots: true, place: "tags" }],
    [{ thinking: true }, { thinking: true, budget: 77 }],
    [{ thinking: false }, off],
    [{ thinking_budget: 5 }, { thinking: true, budget: 5 }],
    [{ thinking_budget: -1 }, on],
    [{ reasoning_effort: "max" }, on],
    [{ reasoning_effort: "low" }, { thinking: true, budget: 200 }],
    [{ keep_cots: false }, { keepCots: false }],
    [{ separate_reasoning: true }, { place: "fields" }],
    [{ include_reasoning: false }, { place: "hidden" }],
  ])("give way to %j", async (fields, settings) => {
    expect(await settle(fields, defaults)).toMatchObject(settings);
  });
});

test("an effort only switches where nobody knows the limit", async () => {
  const { defaults } = resolveServerOptions();
  expect(await settleThought({ reasoning_effort: "low" }, defaults, async () => undefined)).toMatchObject(on);
});
