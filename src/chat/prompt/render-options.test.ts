import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ChatMessage } from "../types.ts";
import type { RenderInput, RenderMode } from "./render-input.ts";
import { renderPrompt } from "./render-prompt.ts";

const USER: ChatMessage = { role: "user", content: "U" };
const TOOLS = '[{"type":"function","function":{"name":"f","parameters":{"x":1.0,"10":1,"2":2}}}]';
const invalid = (pattern: RegExp) =>
  expect.toSatisfy((error) => isHermesError(error, "prompt-invalid") && pattern.test(error.message));

function chatml(options: Partial<RenderInput>): string {
  return renderPrompt({ profile: "chatml", messages: [USER], ...options }).text;
}

describe("tools", () => {
  test.each<RenderMode>(["guarded", "publisher"])("as JSON text, no number and no key is lost, %s", (mode) => {
    const line =
      '<tools>\n{"type": "function", "function": {"name": "f", "parameters": {"x": 1.0, "10": 1, "2": 2}}}\n</tools>\n\nFor';
    expect(chatml({ tools: TOOLS, mode })).toContain(line);
  });

  test("the two details that no source settles are options", () => {
    expect(chatml({ tools: TOOLS, toolsBlankLine: false })).toContain("\n</tools>\nFor each");
    expect(chatml({ tools: TOOLS, toolsQuotedName: false })).toContain('{"name": <function-name>, "arguments"');
    expect(chatml({ tools: TOOLS })).toContain('{"name": "<function-name>", "arguments"');
  });

  test("the card's wording", () => {
    const text = renderPrompt({ profile: "llama3", messages: [USER], tools: TOOLS, toolsText: "card" }).text;
    expect(text).toContain(
      "<|end_header_id|>\nYou are Hermes, created by Nous Research.\n\nYou are a function-calling AI. Tools are provided inside <tools>…</tools>.\n",
    );
    expect(text).toContain(
      '<tools>\n{"type":"function","function":{"name":"f","parameters":{"x":1.0,"10":1,"2":2}}}\n</tools><|eot_id|>',
    );
  });

  test("a tools list written by hand beside tools gives a warning", () => {
    const messages: ChatMessage[] = [{ role: "system", content: "<tools>\n</tools>" }];
    expect(renderPrompt({ profile: "chatml", messages, tools: TOOLS }).warnings).toMatchObject([
      { code: "tools-in-system-message" },
    ]);
    expect(renderPrompt({ profile: "chatml", messages }).warnings).toEqual([]);
  });

  test.each(["{}", "5", "[", '"f"'])("refuses %s", (tools) => {
    expect(() => chatml({ tools })).toThrow(invalid(/^tools is not/));
  });
});

describe.each<RenderMode>(["guarded", "publisher"])("a continued message, %s", (mode) => {
  const go = (content: string | null, options: Partial<RenderInput> = {}) =>
    renderPrompt({
      profile: "chatml",
      messages: [USER, { role: "assistant", content }],
      mode,
      continueFinalMessage: true,
      ...options,
    });

  test.each(["<think>\nFirst", "<think>a</think>b", "  x \n"])("%j stands as given, even with thinking", (content) => {
    const { text, prefill, segments } = go(content, { thinking: true });
    expect(text.endsWith(`<|im_end|>\n<|im_start|>assistant\n${content}`)).toBe(true);
    expect(prefill).toBe(content);
    expect(segments.at(-1)).toEqual({ text: content, source: "assistant" });
  });

  test("empty content equals the generation prompt", () => {
    const opened = renderPrompt({ profile: "chatml", messages: [USER], mode, addGenerationPrompt: true }).text;
    expect(go("").text).toBe(opened);
    expect(go(null).text).toBe(opened);
  });

  test("refuses what cannot be continued", () => {
    expect(() => go("x", { addGenerationPrompt: true })).toThrow(invalid(/together with addGenerationPrompt/));
    expect(() => go("x", { messages: [USER] })).toThrow(invalid(/^messages\[0\] cannot be continued/));
    const calls: ChatMessage = {
      role: "assistant",
      content: "x",
      tool_calls: [{ function: { name: "f", arguments: {} } }],
    };
    expect(() => go("x", { messages: [calls] })).toThrow(invalid(/without tool_calls/));
  });
});

test("a reasoning field of a continued message is warned about", () => {
  const messages: ChatMessage[] = [{ role: "assistant", content: "x", reasoning: "R" }];
  const { warnings, text } = renderPrompt({ profile: "chatml", messages, continueFinalMessage: true });
  expect(warnings).toMatchObject([{ code: "reasoning-not-continued" }]);
  expect(text.endsWith("<|im_start|>assistant\nx")).toBe(true);
});

test("the role word of the opened turn", () => {
  const { text } = renderPrompt({ profile: "llama3", messages: [USER], addGenerationPrompt: true, openedRole: "me" });
  expect(text.endsWith("<|start_header_id|>me<|end_header_id|>\n\n")).toBe(true);
});

test.each([
  [{ profile: "alpaca" }, /^profile "alpaca" is unknown; profiles are llama3, chatml/],
  [{ mode: "publisher", thinkingWithSystem: "prepend" }, /^thinkingWithSystem is for guarded mode/],
  [{ mode: "publisher", toolsText: "card" }, /^toolsText "card" is for guarded mode/],
  [{ messages: "hi" }, /^messages is not a list/],
  [{ messages: ["hi"] }, /^messages\[0\] is not an object/],
] as const)("refuses %j", (options, message) => {
  expect(() => chatml(options as Partial<RenderInput>)).toThrow(invalid(message));
});
