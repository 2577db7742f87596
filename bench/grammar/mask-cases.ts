import type { ByteMachine } from "../../src/grammar/contract.ts";
import { utf8Machine, wholeMatchLanguage } from "../../src/grammar/regex/index.ts";
import {
  brackets,
  createStringMachine,
  type StringMachineOptions,
} from "../../src/grammar/tokens/testing/toy-machines.ts";

export interface MaskCase {
  readonly name: string;
  readonly createMachine: () => ByteMachine;
  /** A word of the language; a mask is made before each of its tokens and behind the last. */
  readonly text: string;
}

const prose =
  '"The engine writes one answer at a time; 日本語 and Ελληνικά are text like any other, and \\"quotes\\" are escaped.\\nA second line."';
const shortText = '"The quick brown fox."';

function inString(name: string, options: StringMachineOptions, text: string): MaskCase {
  return { name, createMachine: () => createStringMachine(options), text };
}

function matching(name: string, pattern: string, text: string): MaskCase {
  return { name, createMachine: () => utf8Machine(wholeMatchLanguage(pattern))!, text };
}

const words = Array.from({ length: 200 }, (_, index) => `value-${(index * 7919).toString(36)}`);
const word = `(${words.join("|")})`;
const record = `\\{"(orderId": \\d+|orderName": "[^"\\\\\\u0000-\\u001f]*"), "state": "${word}"\\}`;

export const maskCases: readonly MaskCase[] = [
  inString("JSON string", {}, prose),
  inString("JSON string, plain hint", { hints: "plain" }, prose),
  inString("JSON string, no hint", { hints: "none" }, prose),
  inString("string of 100", { mostCharacters: 100 }, shortText),
  inString("string of 22", { mostCharacters: 22 }, shortText),
  inString("string of 22, no limit", { mostCharacters: 22, hints: "text" }, shortText),
  matching("/[a-z]+/", "[a-z]+", "transformations"),
  matching("/.*/", ".*", "Any text in one line, 日本語 too."),
  matching("/identifier/", "[A-Za-z_][A-Za-z0-9_]*", "parseHTTPRequest_2"),
  matching("/date-time/", "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z", "2026-11-23T08:30:00Z"),
  matching("/one of 200 words/", word, words[150]!),
  matching("/an object/", record, `{"orderName": "a name", "state": "${words[77]}"}`),
  { name: "brackets", createMachine: () => brackets, text: "(((()))(()))" },
];
