import { DEFAULT_SYSTEM_PROMPT, THINKING_PROMPT } from "../../src/chat/index.ts";

/**
 * Sentences of the Hermes format that every prompt repeats. One token each keeps nano's prompts short: the thinking
 * prompt would else be longer than most of its questions. A piece begins where the split pattern arrives by itself,
 * so never with a line feed that a full stop before it would take.
 */
const fixedSentences = [
  DEFAULT_SYSTEM_PROMPT,
  THINKING_PROMPT,
  "# Tools\n\nYou are a function calling AI model. You may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within ",
  " XML tags:\n",
  "For each function call, return a json object with function name and arguments within ",
  '{"name": "<function-name>", "arguments": <args-json-object>}\n',
];

/** Stretches of JSON that every tool list, call and schema repeats. */
const jsonFrames = [
  '{"type": "function", "function": {"name": "',
  '", "description": "',
  '.", "parameters": {"type": "object", "properties": {"',
  '", "parameters": {"type": "object", "properties": {"',
  ' {"type": "object", "properties": {"',
  '{"type": "object", "properties": {"',
  '": {"type": "string"}, "',
  '": {"type": "string"}',
  '": {"type": "integer"}, "',
  '": {"type": "integer"}',
  '": {"type": "number"}, "',
  '": {"type": "number"}',
  '": {"type": "boolean"}, "',
  '": {"type": "boolean"}',
  '": {"type": "array", "items": {"type": "string"}}',
  '": {"type": "string", "enum": ["',
  '}, "required": ["',
  '{"name": "',
  '", "arguments": {"',
  '": "',
  '", "',
  '": ["',
  '"], "',
  '"}}',
];

export const nanoPhrases: readonly string[] = [...fixedSentences, ...jsonFrames];
