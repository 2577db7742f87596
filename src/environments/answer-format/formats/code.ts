import type { AnswerFormat } from "../answer-format.ts";
import { byPattern, escapePattern } from "./pattern.ts";

/** Name, what stands before the answer on a line, and behind. */
const LINES: readonly (readonly [name: string, before: string, after: string])[] = [
  ["print", 'print("', '")'],
  ["console-log", 'console.log("', '");'],
  ["println", 'System.out.println("', '");'],
  ["printf", 'printf("', '\\n");'],
  ["echo", 'echo "', '"'],
  ["return", 'return "', '"'],
  ["return-semicolon", 'return "', '";'],
  ["assignment", 'answer = "', '"'],
  ["let", 'let answer = "', '";'],
  ["const", 'const ANSWER = "', '";'],
  ["define", '#define ANSWER "', '"'],
  ["hash-comment", "# Answer: ", ""],
  ["slash-comment", "// Answer: ", ""],
  ["sql-comment", "-- Answer: ", ""],
  ["block-comment", "/* Answer: ", " */"],
  ["env", "ANSWER=", ""],
  ["export", 'export ANSWER="', '"'],
  ["assert", 'assert answer == "', '"'],
];

const REST = "([^\\n]*)$";
const INSIDE = '([^\\n"]*)';

/** A line of code that holds the answer. */
export const code: readonly AnswerFormat[] = [
  ...LINES.map(([name, before, after]) =>
    byPattern({
      id: `code-${name}`,
      dataKind: "code",
      instruction: `Give the final answer on exactly one line of the form ${before}…${after}`,
      pattern: new RegExp(
        `^[ \\t]*${escapePattern(before)}${after === "" ? REST : `${INSIDE}${escapePattern(after)}[ \\t]*$`}`,
        "gm",
      ),
      write: (answer) => `${before}${answer}${after}`,
    }),
  ),
  byPattern({
    id: "code-ini",
    dataKind: "code",
    level: "complex",
    instruction: "Give the final answer as an INI section: the line [answer] and under it the line value = …",
    pattern: /^\[answer\][ \t]*\n[ \t]*value[ \t]*=([^\n]*)$/gm,
    write: (answer) => `[answer]\nvalue = ${answer}`,
  }),
  byPattern({
    id: "code-function",
    dataKind: "code",
    level: "complex",
    instruction:
      "Give the final answer as the text that a Python function answer() returns: def answer(): and under it return …",
    pattern: /^def answer\(\):[ \t]*\n[ \t]+return "([^\n"]*)"[ \t]*$/gm,
    write: (answer) => `def answer():\n    return "${answer}"`,
  }),
];
