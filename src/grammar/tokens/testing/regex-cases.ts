import { utf8Machine, wholeMatchLanguage } from "../../regex/index.ts";
import type { ToyCase } from "./toy-cases.ts";

const patterns: readonly [pattern: string, word: string][] = [
  [".*", "Zoë: 日本 😀"],
  [".{0,12}", "Zoë: 日本"],
  ["[a-z]+(-[a-z]+)*", "lower-case"],
  ["\\p{L}+", "Ελληνικά"],
  ["[^\\u0000-\\u007f]{2,4}", "日é😀"],
  ['"([^"\\\\\\u0000-\\u001f]|\\\\["\\\\/bfnrt])*"', '"a \\"quote\\""'],
  ["\\d{4}-\\d{2}-\\d{2}", "2026-11-23"],
  ["(pending|pending_review|approved)", "pending_review"],
];

/** Machines of regular expressions, as the grammars for patterns use them. */
export const regexCases: readonly ToyCase[] = patterns.map(([pattern, word]) => ({
  name: `/${pattern}/`,
  machine: utf8Machine(wholeMatchLanguage(pattern))!,
  words: [word],
}));
