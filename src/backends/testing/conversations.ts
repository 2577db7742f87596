/** A case table: conversations that mean the same on every backend, by what the model says. */
import type { FinishReason, Tool } from "../../chat/index.ts";
import type { ChatRequest } from "../contract.ts";
import type { JoinedPart } from "./joined-parts.ts";

export interface Conversation {
  readonly name: string;
  /** Laid over the question "hi". */
  readonly request?: Partial<ChatRequest>;
  /** All the model would say. Tokens are counted as one a byte and one a Hermes tag. */
  readonly says: string;
  readonly parts: readonly JoinedPart[];
  /** Default "stop". */
  readonly reason?: FinishReason;
  /** What the model wrote before anything ended it. Default: `says`. */
  readonly raw?: string;
  /** The stop string that ended the answer. Default: none, only the end of the turn may have. */
  readonly stoppedBy?: string;
  /** Default false. */
  readonly budgetReached?: boolean;
  /** Codes. Default: none. */
  readonly diagnostics?: readonly string[];
}

const hi = { role: "user", content: "hi" } as const;
export const question: ChatRequest = { messages: [hi] };

const cityTool: Tool = {
  type: "function",
  function: { name: "weather", description: "By city", parameters: { type: "object", properties: { city: {} } } },
};
const clockTool: Tool = { type: "function", function: { name: "clock", parameters: { type: "object" } } };
const tools = [cityTool, clockTool];

const thought = (text: string, closed = true): JoinedPart => ({ thought: text, closed });
const call = (name: string, args: string): JoinedPart => ({ call: name, arguments: args, notes: [] });
const block = (name: string, args: string) => `<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`;
const prefill = (content: string): Partial<ChatRequest> => ({
  messages: [hi, { role: "assistant", content }],
  continueFinalMessage: true,
});

const weatherCall = block("weather", '{"city": "Bonn"}');
const longThought = "<think>\nabcdefghij\n</think>\nDone.";
const jsonAnswer = '{\n  "name": "Ada",\n  "arguments": {"age": 36, "tags": ["<b>", "}{", "\\n"]}\n}';
const worldText = "Grüße, naïve 世界 — e\u0301 👩‍👩‍👧‍👦 🇩🇪 \u200fשלום\u200f \ufeff𝒳 end";
const oddArguments = '{"id": 90071992547409931234, "t": 1.50, "10": "b", "2": "a", "e": "\\u00e9é⚓", "n": null}';
const tagArguments = '{"text": "say \\"}{\\" then </tool_call> and <think> as text"}';

const plain: readonly Conversation[] = [
  { name: "a plain answer", says: "Hello.", parts: [{ text: "Hello." }] },
  { name: "an empty answer", says: "", parts: [] },
  { name: "an answer of line feeds", says: "\n\n", parts: [{ text: "\n\n" }] },
  { name: "white space at both ends is text", says: "  a b \n", parts: [{ text: "  a b \n" }] },
  { name: "unicode and emoji over several tokens", says: worldText, parts: [{ text: worldText }] },
  { name: "JSON", says: jsonAnswer, parts: [{ text: jsonAnswer }] },
  {
    name: "JSON that looks like a call is no call",
    request: { tools },
    says: jsonAnswer,
    parts: [{ text: jsonAnswer }],
  },
  {
    name: "look-alikes of tags",
    request: { tools },
    says: "<thinking>no</thinking> a <b and </think> <TOOL_CALL>{}</TOOL_CALL> <tool_cal",
    parts: [{ text: "<thinking>no</thinking> a <b and </think> <TOOL_CALL>{}</TOOL_CALL> <tool_cal" }],
  },
  { name: "a long answer", says: "word ".repeat(300), parts: [{ text: "word ".repeat(300) }] },
  {
    name: "a long system prompt",
    request: { messages: [{ role: "system", content: `Be brief. ${"Rule. ".repeat(300)}` }, hi] },
    says: "Yes.",
    parts: [{ text: "Yes." }],
  },
  {
    name: "a history with calls, results and thoughts",
    request: {
      tools,
      thinking: true,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Weather in Bonn?" },
        {
          role: "assistant",
          content: "<think>\nLook.\n</think>\nOne moment.",
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city": "Bonn"}' } },
          ],
        },
        { role: "tool", tool_call_id: "call_1", content: '{"sky": "clear"}' },
      ],
    },
    says: "<think>\nClear.\n</think>\nA clear sky.",
    parts: [thought("Clear."), { text: "A clear sky." }],
  },
  {
    name: "a seed and greedy sampling",
    request: { sampling: { temperature: 0, seed: 7 } },
    says: "Seven.",
    parts: [{ text: "Seven." }],
  },
  {
    name: "a seed and top-p",
    request: { sampling: { temperature: 0.7, topP: 0.9, seed: 11 } },
    says: "Eleven.",
    parts: [{ text: "Eleven." }],
  },
];

const thoughts: readonly Conversation[] = [
  {
    name: "a thought, then the answer",
    request: { thinking: true },
    says: "<think>\nabc\n</think>\nHello.",
    parts: [thought("abc"), { text: "Hello." }],
  },
  {
    name: "a thought nobody asked for",
    says: "<think>\nabc\n</think>\n\nHello.\n",
    parts: [thought("abc"), { text: "Hello.\n" }],
  },
  { name: "no thought although asked for", request: { thinking: true }, says: "Hello.", parts: [{ text: "Hello." }] },
  {
    name: "an empty thought",
    request: { thinking: true },
    says: "<think>\n\n</think>\n\nHello.",
    parts: [thought(""), { text: "Hello." }],
  },
  {
    name: "a thought without line feeds",
    request: { thinking: true },
    says: "<think>a < b</think>c",
    parts: [thought("a < b"), { text: "c" }],
  },
  {
    name: "a thought and no answer",
    request: { thinking: true },
    says: "<think>\nabc\n</think>\n",
    parts: [thought("abc")],
  },
  {
    name: "an unclosed thought",
    request: { thinking: true },
    says: "<think>\nabc </thin",
    parts: [thought("abc </thin", false)],
  },
  {
    name: "a call inside the thought is thought",
    request: { thinking: true, tools },
    says: `<think>\nSend ${weatherCall}?\n</think>\nNo call needed.`,
    parts: [thought(`Send ${weatherCall}?`), { text: "No call needed." }],
  },
  {
    name: "a call inside an unclosed thought is not made",
    request: { thinking: true, tools },
    says: `<think>\n${weatherCall}`,
    parts: [thought(weatherCall, false)],
    diagnostics: ["call-inside-unclosed-think"],
  },
];

const calls: readonly Conversation[] = [
  {
    name: "a call",
    request: { tools },
    says: weatherCall,
    parts: [call("weather", '{"city": "Bonn"}')],
    reason: "tool-calls",
  },
  {
    name: "several calls",
    request: { tools },
    says: `${weatherCall}\n${block("clock", "{}")}\n${block("weather", '{"city": "Rome"}')}`,
    parts: [call("weather", '{"city": "Bonn"}'), call("clock", "{}"), call("weather", '{"city": "Rome"}')],
    reason: "tool-calls",
  },
  {
    name: "a call behind a thought and a text",
    request: { tools, thinking: true },
    says: `<think>\nNeed it.\n</think>\nLooking it up.\n${weatherCall}`,
    parts: [thought("Need it."), { text: "Looking it up." }, call("weather", '{"city": "Bonn"}')],
    reason: "tool-calls",
  },
  {
    name: "arguments keep their bytes",
    request: { tools },
    says: block("weather", oddArguments),
    parts: [call("weather", oddArguments)],
    reason: "tool-calls",
  },
  {
    name: "tags and braces inside arguments",
    request: { tools },
    says: block("weather", tagArguments),
    parts: [call("weather", tagArguments)],
    reason: "tool-calls",
  },
  {
    name: "a call without arguments",
    request: { tools },
    says: '<tool_call>{"name": "clock"}</tool_call>',
    parts: [call("clock", "{}")],
    reason: "tool-calls",
  },
  {
    name: "a bad block costs no good one",
    request: { tools },
    says: `<tool_call>\n{"name": "weather", "arguments": {"city": 4}\n</tool_call>\n${block("clock", "{}")}`,
    parts: [
      { invalid: '<tool_call>\n{"name": "weather", "arguments": {"city": 4}\n</tool_call>', reason: "bad-json" },
      call("clock", "{}"),
    ],
    reason: "tool-calls",
  },
  { name: "without tools a call is text", says: weatherCall, parts: [{ text: weatherCall }] },
  {
    name: "the limit cuts a call",
    request: { tools, maxTokens: 20 },
    says: weatherCall,
    parts: [{ invalid: '<tool_call>\n{"name": "weather"', reason: "truncated" }],
    raw: '<tool_call>\n{"name": "weather"',
    reason: "length",
  },
];

const wellFormed = "calls are constrained, so that the model cannot write this one";

/** What no model on this computer can say, with the reason. */
export const notWritten: Readonly<Record<string, string>> = {
  "a call without arguments": wellFormed,
  "a bad block costs no good one": wellFormed,
};

const stops: readonly Conversation[] = [
  {
    name: "a stop string over several tokens",
    request: { stop: ["STOP"] },
    says: "go STO STOP here",
    parts: [{ text: "go STO " }],
    raw: "go STO ",
    stoppedBy: "STOP",
  },
  {
    name: "a stop string of one token",
    request: { stop: ["END", "\n"] },
    says: "One.\nTwo. END",
    parts: [{ text: "One." }],
    raw: "One.",
    stoppedBy: "\n",
  },
  { name: "half a stop string is text", request: { stop: ["STOP"] }, says: "go STO", parts: [{ text: "go STO" }] },
  {
    name: "a stop string inside the thought is none",
    request: { stop: ["STOP"], thinking: true },
    says: "<think>say STOP</think>go STOP here",
    parts: [thought("say STOP"), { text: "go " }],
    raw: "<think>say STOP</think>go ",
    stoppedBy: "STOP",
  },
  {
    name: "line feeds behind the thought are no stop",
    request: { stop: ["\n"], thinking: true },
    says: "<think>\nab\n</think>\n\nOne.\nTwo.",
    parts: [thought("ab"), { text: "One." }],
    raw: "<think>\nab\n</think>\n\nOne.",
    stoppedBy: "\n",
  },
  {
    name: "the limit inside the answer",
    request: { maxTokens: 7 },
    says: "Hello, world.",
    parts: [{ text: "Hello, " }],
    raw: "Hello, ",
    reason: "length",
  },
  {
    name: "the limit inside the thought",
    request: { maxTokens: 5, thinking: true },
    says: "<think>abcdef",
    parts: [thought("abcd", false)],
    raw: "<think>abcd",
    reason: "length",
  },
];

const budgets: readonly Conversation[] = [
  {
    name: "a budget closes the thought and the answer follows",
    request: { thinking: true, thinkingBudget: 4 },
    says: longThought,
    // The model cannot be told: it goes on with its own text, which now is answer.
    parts: [thought("abc"), { text: "defghij\n</think>\nDone." }],
    raw: "<think>\nabc\n</think>\ndefghij\n</think>\nDone.",
    budgetReached: true,
  },
  {
    name: "a budget of 0",
    request: { thinking: true, thinkingBudget: 0 },
    says: "<think>\nabc",
    parts: [thought(""), { text: "abc" }],
    raw: "<think>\n</think>\n\nabc",
    budgetReached: true,
  },
  {
    name: "a budget that is not used up",
    request: { thinking: true, thinkingBudget: 40 },
    says: longThought,
    parts: [thought("abcdefghij"), { text: "Done." }],
  },
  {
    name: "a budget of 0 and a first character of several tokens",
    request: { thinking: true, thinkingBudget: 0 },
    says: "👩‍🚀 here.",
    parts: [{ text: "👩‍🚀 here." }],
  },
  {
    name: "a budget and no thought",
    request: { thinking: true, thinkingBudget: 2 },
    says: "Hello there.",
    parts: [{ text: "Hello there." }],
  },
];

const prefills: readonly Conversation[] = [
  { name: "an answer goes on", request: prefill("Sure"), says: ", <think>a", parts: [{ text: ", <think>a" }] },
  {
    name: "a thought goes on",
    request: { ...prefill("<think>\nFirst"), thinking: true },
    says: " a\n</think>\nb",
    parts: [thought(" a"), { text: "b" }],
  },
  {
    name: "an answer behind a closed thought goes on",
    request: { ...prefill("<think>x</think>"), thinking: true },
    says: "a</think>b",
    parts: [{ text: "a</think>b" }],
  },
  {
    name: "a budget holds for a thought that goes on",
    request: { ...prefill("<think>\nFirst"), thinking: true, thinkingBudget: 2 },
    says: "abcdef",
    parts: [thought("ab"), { text: "cdef" }],
    raw: "ab\n</think>\ncdef",
    budgetReached: true,
  },
];

export const conversations: readonly Conversation[] = [
  ...plain,
  ...thoughts,
  ...calls,
  ...stops,
  ...budgets,
  ...prefills,
];
