import type { CallNote, InvalidReason, OutputPart } from "../parts.ts";
import type { DiagnosticCode, ParsedOutput } from "./parser-event.ts";
import type { OutputParserOptions } from "./parser-state.ts";

/** A part without its raw text, in the short form of the format page. */
export type ShortPart =
  | { readonly R: string; readonly open?: true }
  | { readonly C: string }
  | { readonly T: string; readonly args: string; readonly open?: true; readonly notes?: readonly CallNote[] }
  | { readonly X: string; readonly reason: InvalidReason };

export interface WorkedExample {
  readonly name: string;
  readonly input: string;
  readonly options?: OutputParserOptions;
  readonly parts: readonly ShortPart[];
  readonly diagnostics?: readonly DiagnosticCode[];
}

/** Parts without raw, for comparing with a WorkedExample. */
export function shorten(output: ParsedOutput): ShortPart[] {
  return output.parts.map(shortenPart);
}

function shortenPart(part: OutputPart): ShortPart {
  switch (part.type) {
    case "reasoning":
      return part.closed ? { R: part.text } : { R: part.text, open: true };
    case "content":
      return { C: part.text };
    case "invalid":
      return { X: part.raw, reason: part.reason };
    case "call": {
      const short = { T: part.name, args: part.arguments, ...(part.notes.length > 0 ? { notes: part.notes } : {}) };
      return part.closed ? short : { ...short, open: true };
    }
  }
}

/** A case table: the worked examples of the answer format. */
export const workedExamples: readonly WorkedExample[] = [
  {
    name: "1. thought, then answer",
    input: "<think>\nDraft 2 m, depth 3 m.\n</think>\nYes, she clears the bar.",
    parts: [{ R: "\nDraft 2 m, depth 3 m.\n" }, { C: "\nYes, she clears the bar." }],
  },
  {
    name: "2. white space before the thought; empty thought",
    input: "\n <think>\n\n</think>\n\nNo need to think.",
    parts: [{ R: "\n\n" }, { C: "\n\nNo need to think." }],
  },
  {
    name: "3. thought cut off by the length limit",
    input: "<think>\nFirst list the berths, then",
    parts: [{ R: "\nFirst list the berths, then", open: true }],
  },
  {
    name: "4. end tag without start tag is text",
    input: "So it floats.</think>It floats.",
    parts: [{ C: "So it floats.</think>It floats." }],
  },
  {
    name: "5. same text after a prefilled <think>",
    input: "So it floats.</think>It floats.",
    options: { start: "reasoning" },
    parts: [{ R: "So it floats." }, { C: "It floats." }],
  },
  {
    name: "6. a thought that does not open the answer is text",
    input: "Well, <think>hm</think> maybe.",
    parts: [{ C: "Well, <think>hm</think> maybe." }],
  },
  {
    name: "7. look-alikes and a partial tag at the end",
    input: "<thinking>no</thinking> if a <b and c> d use <tool_cal",
    parts: [{ C: "<thinking>no</thinking> if a <b and c> d use <tool_cal" }],
  },
  {
    name: "8. thought, text, call",
    input:
      '<think>\nNeed a table.\n</think>\nLooking it up.\n<tool_call>\n{"name": "tide_table", "arguments": {"harbour": "Cork"}}\n</tool_call>',
    parts: [{ R: "\nNeed a table.\n" }, { C: "\nLooking it up.\n" }, { T: "tide_table", args: '{"harbour": "Cork"}' }],
  },
  {
    name: "9. two calls with a newline between",
    input:
      '<tool_call>\n{"name": "tide_table", "arguments": {"harbour": "Hull"}}\n</tool_call>\n<tool_call>\n{"name": "harbour_clock", "arguments": {}}\n</tool_call>',
    parts: [{ T: "tide_table", args: '{"harbour": "Hull"}' }, { C: "\n" }, { T: "harbour_clock", args: "{}" }],
  },
  {
    name: "10. text after the last call is kept",
    input: '<tool_call>\n{"name": "harbour_clock", "arguments": {}}\n</tool_call>\nBack in a moment.',
    parts: [{ T: "harbour_clock", args: "{}" }, { C: "\nBack in a moment." }],
  },
  {
    name: '11. arguments first, with an inner "name"',
    input: '<tool_call>\n{"arguments": {"name": "Ada", "age": 36}, "name": "register_skipper"}\n</tool_call>',
    parts: [{ T: "register_skipper", args: '{"name": "Ada", "age": 36}' }],
  },
  {
    name: "12. end tag, start tag, braces and quotes inside a string",
    input:
      '<tool_call>\n{"name": "log_line", "arguments": {"text": "say \\"}{\\" then </tool_call> and <tool_call> as text"}}\n</tool_call>',
    parts: [{ T: "log_line", args: '{"text": "say \\"}{\\" then </tool_call> and <tool_call> as text"}' }],
  },
  {
    name: "13. missing, null and empty arguments",
    input:
      '<tool_call>{"name": "ping"}</tool_call><tool_call>{"name": "ping", "arguments": null}</tool_call><tool_call>{"name": "ping", "arguments": { }}</tool_call>',
    parts: [
      { T: "ping", args: "{}" },
      { T: "ping", args: "{}" },
      { T: "ping", args: "{ }" },
    ],
  },
  {
    name: "14. arguments as a JSON string holding an object",
    input: '<tool_call>\n{"name": "tide_table", "arguments": "{\\"harbour\\": \\"Vigo\\"}"}\n</tool_call>',
    parts: [{ T: "tide_table", args: '{"harbour": "Vigo"}', notes: ["unwrapped-string"] }],
    diagnostics: ["unwrapped-string"],
  },
  {
    name: "15. arguments that are no object",
    input: '<tool_call>\n{"name": "say", "arguments": "ahoy"}\n</tool_call>',
    parts: [{ T: "say", args: '"ahoy"', notes: ["arguments-not-an-object"] }],
    diagnostics: ["arguments-not-an-object"],
  },
  {
    name: '16. "parameters" and the OpenAI wrapper',
    input:
      '<tool_call>\n{"name": "dock", "parameters": {"berth": 4}}\n</tool_call><tool_call>\n{"type": "function", "function": {"name": "dock", "arguments": {"berth": 5}}}\n</tool_call>',
    parts: [
      { T: "dock", args: '{"berth": 4}' },
      { T: "dock", args: '{"berth": 5}' },
    ],
  },
  {
    name: "17. arguments are passed on byte for byte",
    input:
      '<tool_call>\n{"name": "weigh", "arguments": {"id": 90071992547409931234, "t": 1.50, "10": "b", "2": "a", "e": "\\u00e9é⚓"}}\n</tool_call>',
    parts: [{ T: "weigh", args: '{"id": 90071992547409931234, "t": 1.50, "10": "b", "2": "a", "e": "\\u00e9é⚓"}' }],
  },
  {
    name: "18. text after a complete object, but no end tag",
    input: '<tool_call>\n{"name": "ping", "arguments": {}}\nWaiting for it.',
    parts: [{ T: "ping", args: "{}", open: true }, { C: "\nWaiting for it." }],
  },
  {
    name: "19. no end tag at the end of the answer",
    input: 'On it.\n<tool_call>\n{"name": "harbour_clock", "arguments": {"zone": "UTC"}}',
    parts: [{ C: "On it.\n" }, { T: "harbour_clock", args: '{"zone": "UTC"}', open: true }],
  },
  {
    name: "20. answer ends inside the end tag",
    input: '<tool_call>{"name": "ping", "arguments": {}}\n</tool_',
    parts: [{ T: "ping", args: "{}", open: true }],
  },
  {
    name: "21. answer ends inside the JSON",
    input: 'Wait.\n<tool_call>\n{"name": "tide_table", "arguments": {"harbour": "Bre',
    parts: [
      { C: "Wait.\n" },
      { X: '<tool_call>\n{"name": "tide_table", "arguments": {"harbour": "Bre', reason: "truncated" },
    ],
  },
  {
    name: "22. missing brace, then a good call",
    input:
      '<tool_call>\n{"name": "dock", "arguments": {"berth": 4}\n</tool_call>\n<tool_call>\n{"name": "ping", "arguments": {}}\n</tool_call>',
    parts: [
      { X: '<tool_call>\n{"name": "dock", "arguments": {"berth": 4}\n</tool_call>', reason: "bad-json" },
      { C: "\n" },
      { T: "ping", args: "{}" },
    ],
  },
  {
    name: "23. empty block, not JSON, no name",
    input: '<tool_call>\n</tool_call><tool_call>dock(4)</tool_call><tool_call>{"arguments": {"berth": 4}}</tool_call>',
    parts: [
      { X: "<tool_call>\n</tool_call>", reason: "empty" },
      { X: "<tool_call>dock(4)</tool_call>", reason: "not-json" },
      { X: '<tool_call>{"arguments": {"berth": 4}}</tool_call>', reason: "no-name" },
    ],
  },
  {
    name: "24. a call inside the thought is thought",
    input:
      '<think>\nI could send <tool_call>{"name": "ping", "arguments": {}}</tool_call> first.\n</think>\nNo call needed.',
    parts: [
      { R: '\nI could send <tool_call>{"name": "ping", "arguments": {}}</tool_call> first.\n' },
      { C: "\nNo call needed." },
    ],
  },
  {
    name: "25. a call inside a thought that never ends",
    input: '<think>\nCalling now.\n<tool_call>\n{"name": "ping", "arguments": {}}\n</tool_call>',
    parts: [{ R: '\nCalling now.\n<tool_call>\n{"name": "ping", "arguments": {}}\n</tool_call>', open: true }],
    diagnostics: ["call-inside-unclosed-think"],
  },
  {
    name: "26. missing end tag before the next call",
    input: '<tool_call>{"name": "a", "arguments": {}}\n<tool_call>{"name": "b", "arguments": {}}</tool_call>',
    parts: [
      { T: "a", args: "{}", open: true },
      { T: "b", args: "{}" },
    ],
  },
  {
    name: "27. two objects in one block",
    input: '<tool_call>\n{"name": "a", "arguments": {}}\n{"name": "b", "arguments": {}}\n</tool_call>',
    parts: [
      { T: "a", args: "{}" },
      { T: "b", args: "{}" },
    ],
  },
  {
    name: "28. one brace too many",
    input: '<tool_call>{"name": "a", "arguments": {}}}</tool_call>ok',
    parts: [{ T: "a", args: "{}" }, { X: "}</tool_call>", reason: "trailing-text" }, { C: "ok" }],
  },
  {
    name: "29. raw line break inside a string",
    input: '<tool_call>\n{"name": "log_line", "arguments": {"text": "one\ntwo"}}\n</tool_call>',
    parts: [{ T: "log_line", args: '{"text": "one\\ntwo"}', notes: ["control-characters-escaped"] }],
    diagnostics: ["control-characters-escaped"],
  },
  {
    name: "30. string never closed: the block ends at the first end tag",
    input:
      '<tool_call>\n{"name": "log_line", "arguments": {"text": "one}}\n</tool_call>\nStill here.\n<tool_call>{"name": "ping", "arguments": {}}</tool_call>',
    parts: [
      { X: '<tool_call>\n{"name": "log_line", "arguments": {"text": "one}}\n</tool_call>', reason: "bad-json" },
      { C: "\nStill here.\n" },
      { T: "ping", args: "{}" },
    ],
  },
  {
    name: "31. invented tool result and wrong-case tag are text",
    input: "<TOOL_CALL>{}</TOOL_CALL> <tool_response>\n5\n</tool_response>",
    parts: [{ C: "<TOOL_CALL>{}</TOOL_CALL> <tool_response>\n5\n</tool_response>" }],
    diagnostics: ["tool-response-in-answer"],
  },
];
