import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ChatMessage } from "../types.ts";
import { conversationSoup } from "./chat-soup.ts";
import { THINKING_PROMPT } from "./fixed-texts.ts";
import type { RenderInput, RenderMode } from "./render-input.ts";
import { renderPrompt } from "./render-prompt.ts";

type Options = Omit<RenderInput, "profile" | "messages">;

/** What follows the system turn, in the shorter of the two formats. */
function turns(messages: readonly ChatMessage[], options: Options = {}): string {
  const { text } = renderPrompt({ profile: "chatml", messages, ...options });
  return text.slice(text.indexOf("<|im_end|>\n") + "<|im_end|>\n".length);
}

function system(messages: readonly ChatMessage[], options: Options = {}): string {
  const { text } = renderPrompt({ profile: "chatml", messages, ...options });
  return text.slice("<|im_start|>system\n".length, text.indexOf("<|im_end|>\n"));
}

const publisher: Options = { mode: "publisher" };
const thinking: Options = { thinking: true };
const invalid = (pattern: RegExp) =>
  expect.toSatisfy((error) => isHermesError(error, "prompt-invalid") && pattern.test(error.message));
/** For messages that the types forbid. */
const odd = (...messages: object[]) => messages as unknown as ChatMessage[];
const assistant = (content: string | null, rest: object = {}) => odd({ role: "assistant", content, ...rest });
const turn = (text: string) => `<|im_start|>assistant\n${text}<|im_end|>\n`;
const calling = (args: unknown, name = "f") =>
  assistant(null, { tool_calls: [{ function: { name, arguments: args } }] });
const called = (args: string, name = "f") =>
  turn(`<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`);

/** Whether a conversation meets one of the rows that change bytes. */
function meetsRow(input: RenderInput): boolean {
  const strips = input.thinking && !input.keepCots;
  return input.messages.some(({ role, content, tool_calls }, index) => {
    if (index === 0 && role === "system" && input.thinking) return true;
    if (role !== "assistant") return false;
    return content ? Boolean(strips) && !String(content).includes("</think>") : !tool_calls;
  });
}

test("without one of the rows, both modes give the same bytes", () => {
  let compared = 0;
  fc.assert(
    fc.property(conversationSoup, (input) => {
      if (meetsRow(input)) return;
      compared += 1;
      expect(renderPrompt(input).text).toBe(renderPrompt({ ...input, mode: "publisher" }).text);
    }),
    { seed: 12, numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(250);
});

test("segments join to the text and hold caller text by origin", () => {
  fc.assert(
    fc.property(conversationSoup, fc.constantFrom<RenderMode>("guarded", "publisher"), (input, mode) => {
      if (mode === "publisher" && meetsRow(input)) return;
      const { text, segments } = renderPrompt({ ...input, mode });
      expect(segments.map((segment) => segment.text).join("")).toBe(text);
      const ofUsers = segments.filter(({ source }) => source === "user").map((segment) => segment.text);
      expect(ofUsers).toEqual(
        input.messages.flatMap(({ role, content }) => (role === "user" && content ? [content] : [])),
      );
      for (const { text: own, source } of segments) if (source === "template") expect(own).not.toMatch(/港|word|é/);
    }),
    { seed: 13, numRuns: 500 },
  );
});

describe("the rows, one by one", () => {
  test("1: an answer without </think> stays as it is", () => {
    expect(() => turns(assistant("A"), { ...publisher, ...thinking })).toThrow(
      invalid(/^messages\[0\]\.content holds no <\/think>/),
    );
    expect(turns(assistant("A"), thinking)).toBe(turn("A"));
    expect(turns(assistant("x</think>\nA</think>"), thinking)).toBe(turn("<think> </think>\nA</think>"));
  });

  test("2: a missing begin of text is the profile's; an empty one is respected", () => {
    const start = (options: Options) =>
      renderPrompt({ profile: "llama3", messages: odd({ role: "user", content: "" }), ...options }).text.slice(0, 8);
    expect(() => start(publisher)).toThrow(invalid(/^bosToken is missing/));
    expect(start({})).toBe("<|begin_");
    expect(start({ bosToken: "" })).toBe("<|start_");
    expect(start({ bosToken: "<seed:bos>" })).toBe("<seed:bo");
  });

  test.each([[null], ["[]"], ['[{"type":"function","function":{"name":"f"}}]']])(
    "3: thinking beside a system message, tools %s",
    (tools) => {
      const messages = odd({ role: "system", content: "S" });
      const place = (options: Options) => system(messages, { ...thinking, tools, ...options }).split("\n\n# Tools")[0];
      expect(place(publisher)).toBe("S");
      expect(place({})).toBe(`${THINKING_PROMPT}\n\nS`);
      expect(place({ thinkingWithSystem: "append" })).toBe(`S\n\n${THINKING_PROMPT}`);
      expect(place({ thinkingWithSystem: "none" })).toBe("S");
      const own = `T ${THINKING_PROMPT} T`;
      expect(system(odd({ role: "system", content: own }), thinking)).toBe(own);
    },
  );

  test.each([
    ['{"a":1.0,"10":1,"2":2}', '{"a": 1.0, "10": 1, "2": 2}'],
    ["", "{}"],
    ["null", "{}"],
    ["[1,2]", "[1, 2]"],
    ["{'a': 1}", `"{'a': 1}"`],
  ])("4: arguments as JSON text %j", (args, printed) => {
    expect(turns(calling(args))).toBe(called(printed));
    expect(turns(calling(args), publisher)).toBe(called(JSON.stringify(args)));
  });

  test("4: arguments that are no JSON come with a warning", () => {
    const { warnings } = renderPrompt({ profile: "chatml", messages: calling("{") });
    expect(warnings).toMatchObject([
      { code: "arguments-not-json", message: expect.stringContaining("messages[0].tool_calls[0].arguments") },
    ]);
    expect(renderPrompt({ profile: "chatml", messages: calling("{}") }).warnings).toEqual([]);
  });

  test("5: missing arguments are none", () => {
    expect(() => turns(calling(undefined), publisher)).toThrow(invalid(/arguments is missing/));
    expect(turns(calling(undefined))).toBe(called("{}"));
    expect(turns(calling(null))).toBe(called("{}"));
    expect(turns(calling(null), publisher)).toBe(called("null"));
  });

  test("6: the name is escaped", () => {
    expect(turns(calling({}, 'o"\n'))).toBe(called("{}", 'o\\"\\n'));
    expect(turns(calling({}, 'o"\n'), publisher)).toBe(called("{}", 'o"\n'));
    expect(() => turns(assistant("", { tool_calls: [{ function: {} }] }))).toThrow(invalid(/has no name/));
  });

  test.each(["system", "user", "tool"])("7: null content of %s is empty", (role) => {
    const messages = odd({ role: "user", content: "U" }, { role, content: null });
    const empty = odd({ role: "user", content: "U" }, { role, content: "" });
    expect(turns(messages)).toBe(turns(empty));
    if (role === "tool") expect(turns(messages, publisher)).toContain("\nNone\n");
    else expect(() => turns(messages, publisher)).toThrow(invalid(/^messages\[1\]\.content is null/));
  });

  test("8: text parts are joined, other parts refused, a tool result may be an object", () => {
    const parts = [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ];
    expect(turns(odd({ role: "user", content: parts }))).toBe("<|im_start|>user\nab<|im_end|>\n");
    expect(turns(assistant(null, { content: parts }))).toBe(turn("ab"));
    expect(() => turns(odd({ role: "user", content: parts }), publisher)).toThrow(invalid(/not a string/));
    expect(turns(odd({ role: "tool", content: parts }), publisher)).toContain("\n[{'type': 'text', 'text': 'a'}, ");
    const image = odd({ role: "user", content: [...parts, { type: "image_url", image_url: {} }] });
    expect(() => turns(image)).toThrow(invalid(/^messages\[0\]\.content\[2\] has type "image_url"/));
    expect(() => turns(odd({ role: "user", content: { a: 1 } }))).toThrow(invalid(/neither a string/));
    expect(turns(odd({ role: "tool", content: { a: [1, "é"] } }))).toContain(
      '<tool_response>\n{"a": [1, "é"]}\n</tool_response>',
    );
  });

  test("9: an empty answer is closed", () => {
    expect(turns(assistant(""))).toBe(turn(""));
    expect(turns(assistant(null), publisher)).toBe("<|im_start|>assistant");
    const { text } = renderPrompt({ profile: "llama3", messages: assistant("") });
    expect(text).toMatch(/<\|start_header_id\|>assistant<\|end_header_id\|>\n\n<\|eot_id\|>$/);
  });

  test("10: role names of other formats are understood, unknown ones refused", () => {
    expect(system(odd({ role: "developer", content: "D" }))).toBe("D");
    expect(turns(odd({ role: "user", content: "U" }, { role: "developer", content: "D" }))).toContain(
      "<|im_start|>system\nD<|im_end|>",
    );
    const results = odd({ role: "function", name: "f", content: "1" }, { role: "tool", content: "2" });
    expect(turns(results)).toBe(
      "<|im_start|>user\n<tool_response>\n1\n</tool_response>\n<tool_response>\n2\n</tool_response><|im_end|>\n",
    );
    expect(turns(results, publisher)).toBe("<|im_start|>user\n<tool_response>\n2\n</tool_response><|im_end|>\n");
    expect(() => turns(odd({ role: "critic", content: "" }))).toThrow(
      invalid(/^messages\[0\]\.role "critic" is unknown/),
    );
    expect(() => turns(odd({ content: "" }))).toThrow(invalid(/^messages\[0\]\.role is missing/));
  });

  test.each<[string, object, string, Options, string]>([
    ["kept", { reasoning_content: "R" }, "C", { thinking: true, keepCots: true }, "<think>\nR\n</think>\nC"],
    [
      "kept, under its other name",
      { reasoning: "R" },
      "C",
      { thinking: true, keepCots: true },
      "<think>\nR\n</think>\nC",
    ],
    ["kept without content", { reasoning: "R" }, "", { thinking: true, keepCots: true }, "<think>\nR\n</think>\n"],
    ["stripped", { reasoning: "R" }, "C", { thinking: true }, "<think> </think>\nC"],
    ["left out", { reasoning: "R" }, "C", {}, "C"],
    [
      "not doubled",
      { reasoning: "R" },
      "<think>\nR\n</think>\nC",
      { thinking: true, keepCots: true },
      "<think>\nR\n</think>\nC",
    ],
    ["null or empty", { reasoning_content: null, reasoning: "" }, "C", { thinking: true, keepCots: true }, "C"],
  ])("11: a thought beside the content is %s", (_name, fields, content, options, printed) => {
    expect(turns(assistant(content, fields), options)).toBe(turn(printed));
  });

  test("12: control tokens of callers stay inside their segments", () => {
    const messages = odd({ role: "user", content: "<|im_end|>" }, { role: "tool", content: "</tool_response>" });
    const { segments } = renderPrompt({ profile: "chatml", messages, tools: '[{"name": "<|im_end|>"}]' });
    expect(segments.filter(({ source }) => source !== "template")).toEqual([
      { text: '{"name": "<|im_end|>"}', source: "tool" },
      { text: "<|im_end|>", source: "user" },
      { text: "</tool_response>", source: "tool" },
    ]);
  });

  test.each<RenderMode>(["guarded", "publisher"])("13: no messages, %s", (mode) => {
    expect(() => turns([], { mode })).toThrow(invalid(/^messages is empty/));
  });
});
