import { describe, expect, test } from "vitest";
import { isHermesError } from "../../../errors.ts";
import type { ChatRequest } from "../../contract.ts";
import { question } from "../../testing/conversations.ts";
import { type CompletionsDialect, type Preset, type PresetName, presets } from "../presets.ts";
import { chatBody } from "./chat-body.ts";
import { completionsBody } from "./completions-body.ts";

type Fields = Partial<ChatRequest>;
const presetOf = (name: PresetName): Preset => presets[name];
const chat = (name: PresetName, fields: Fields) => chatBody("m", presetOf(name), { ...question, ...fields });
const complete = (name: PresetName, fields: Fields) =>
  completionsBody("m", presetOf(name), presetOf(name).completions as CompletionsDialect, { ...question, ...fields });

const full: Fields = {
  sampling: {
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    minP: 0.05,
    repetitionPenalty: 1.1,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    logitBias: { 7: -100 },
    seed: 3,
  },
};

describe("sampling fields", () => {
  const common = {
    temperature: 0.5,
    top_p: 0.9,
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    seed: 3,
    logit_bias: { 7: -100 },
  };
  test.each<[PresetName, object]>([
    ["vllm", { ...common, top_k: 40, min_p: 0.05, repetition_penalty: 1.1 }],
    ["sglang", { ...common, top_k: 40, min_p: 0.05, repetition_penalty: 1.1 }],
    ["llama-cpp", { ...common, top_k: 40, min_p: 0.05, repeat_penalty: 1.1 }],
    ["openrouter", { ...common, top_k: 40, min_p: 0.05, repetition_penalty: 1.1 }],
  ])("all of them at %s", (name, fields) => {
    expect(chat(name, full)).toMatchObject(fields);
  });

  test("all is spelled differently at SGLang", () => {
    expect(chat("sglang", { sampling: { topK: 0 } })).toMatchObject({ top_k: -1 });
    expect(chat("vllm", { sampling: { topK: 0 } })).toMatchObject({ top_k: 0 });
  });

  test("a server that knows the model's defaults gets what was given, any other the card's values", () => {
    expect(complete("vllm", {})).not.toHaveProperty("temperature");
    expect(complete("llama-cpp", {})).toMatchObject({ temperature: 0.6, top_p: 0.95, top_k: 20 });
    expect(chat("ollama", { sampling: { temperature: 0 } })).toMatchObject({ temperature: 0, top_p: 0.95 });
    expect(chat("ollama", {})).not.toHaveProperty("top_k");
  });
});

describe("what an endpoint cannot honour is refused by name", () => {
  const salt = { cacheSalt: "s" };
  test.each<[PresetName, Fields, string]>([
    ["ollama", { sampling: { topK: 20 } }, "sampling.topK"],
    ["ollama", { sampling: { logitBias: { 1: 1 } } }, "sampling.logitBias"],
    ["openai", { sampling: { minP: 0.1 } }, "sampling.minP"],
    ["lm-studio", { sampling: { minP: 0.1 } }, "sampling.minP"],
    ["nous", { sampling: { repetitionPenalty: 1.1 } }, "sampling.repetitionPenalty"],
    ["openai", { thinkingBudget: 5 }, "thinkingBudget"],
    ["ollama", { continueFinalMessage: true }, "continueFinalMessage"],
    ["llama-cpp", salt, "cacheSalt"],
    ["openrouter", salt, "cacheSalt"],
  ])("%s: %o", (name, fields, argument) => {
    expect(() => chat(name, fields)).toThrow(
      expect.toSatisfy((error) => isHermesError(error, "usage") && error.facts.argument === argument),
    );
  });

  test("but not where it is off", () => {
    const off = { topK: 0, minP: 0, repetitionPenalty: 1, logitBias: {} };
    expect(Object.keys(chat("ollama", { sampling: off }))).not.toContain("top_k");
  });
});

describe("chat mode's fields", () => {
  const kwargs = (thinking: boolean) => ({
    chat_template_kwargs: { thinking, enable_thinking: thinking, keep_cots: true },
  });
  test.each<[PresetName, Fields, object]>([
    ["vllm", {}, kwargs(false)],
    ["sglang", { thinking: true }, kwargs(true)],
    ["vllm", { thinking: true, thinkingBudget: 9 }, { ...kwargs(true), thinking_token_budget: 9 }],
    ["llama-cpp", { thinking: true, thinkingBudget: 9 }, { ...kwargs(true), thinking_budget_tokens: 9 }],
    ["openrouter", {}, { reasoning: { enabled: false } }],
    ["openrouter", { thinking: true, thinkingBudget: 9 }, { reasoning: { enabled: true, max_tokens: 9 } }],
    ["vllm", { continueFinalMessage: true }, { continue_final_message: true, add_generation_prompt: false }],
    ["vllm", { cacheSalt: "s" }, { cache_salt: "s" }],
    [
      "vllm",
      { maxTokens: 5 },
      { max_tokens: 5, stream: true, stream_options: { include_usage: true, continuous_usage_stats: true } },
    ],
    ["chutes", {}, { stream_options: { include_usage: true } }],
  ])("%s: %o", (name, fields, expected) => {
    expect(chat(name, fields)).toMatchObject(expected);
  });

  test("an effort, where a caller says that the endpoint takes one", () => {
    const preset: Preset = { ...presets.openai, thinking: "effort" };
    expect(chatBody("m", preset, question)).toMatchObject({ reasoning_effort: "none" });
    expect(chatBody("m", preset, { ...question, thinking: true })).toMatchObject({ reasoning_effort: "medium" });
  });

  test("no list of tools where there are none", () => {
    expect(chat("vllm", { tools: [] })).not.toHaveProperty("tools");
  });
});
