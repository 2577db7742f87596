import type { AnswerFormat } from "../answer-format.ts";
import { between } from "./between.ts";
import { byPattern } from "./pattern.ts";

/** Answers in a construct of Markdown that stands nowhere else in the text. */
export const markdown: readonly AnswerFormat[] = [
  byPattern({
    id: "markdown-bold",
    instruction: "Write the final answer, and only that, in **bold**.",
    pattern: /(?<!\*)\*\*(?!\*)([^*\n]+)\*\*(?!\*)/g,
    write: (answer) => `It is **${answer}** then.`,
  }),
  byPattern({
    id: "markdown-italic",
    instruction: "Write the final answer, and only that, in *italics* with single stars.",
    pattern: /(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)/g,
    write: (answer) => `It is *${answer}* then.`,
  }),
  byPattern({
    id: "markdown-bold-italic",
    instruction: "Write the final answer, and only that, between three stars on either side, bold and italic.",
    pattern: /(?<!\*)\*{3}(?!\*)([^*\n]+)\*{3}(?!\*)/g,
    write: (answer) => `It is ***${answer}*** then.`,
  }),
  byPattern({
    id: "markdown-code",
    instruction: "Write the final answer as the only `inline code` of your text.",
    pattern: /(?<!`)`(?!`)([^`\n]+)`(?!`)/g,
    write: (answer) => `It is \`${answer}\` then.`,
  }),
  byPattern({
    id: "markdown-strike",
    instruction: "Strike the final answer through, ~~like this~~, and nothing else.",
    pattern: /(?<!~)~~(?!~)([^~\n]+)~~(?!~)/g,
    write: (answer) => `It is ~~${answer}~~ then.`,
  }),
  ...[1, 2, 3].map((depth) =>
    byPattern({
      id: `markdown-heading-${depth}`,
      instruction: `Give the final answer as the only heading of level ${depth} in Markdown (${"#".repeat(depth)}).`,
      pattern: new RegExp(`^#{${depth}}[ \\t]+([^\\n]*)$`, "gm"),
      write: (answer) => `${"#".repeat(depth)} ${answer}`,
    }),
  ),
  byPattern({
    id: "markdown-quote",
    instruction: "Give the final answer as a block quote of one line (>), the only one of your text.",
    pattern: /^>[ \t]?([^\n]*)$/gm,
    write: (answer) => `> ${answer}`,
  }),
  byPattern({
    id: "markdown-bullet",
    instruction:
      "Give the final answer as a list of one item that begins with a dash. No other line may be a list item.",
    pattern: /^[ \t]*[-*][ \t]+([^\n]*)$/gm,
    write: (answer) => `- ${answer}`,
  }),
  byPattern({
    id: "markdown-task",
    instruction: "Give the final answer as one ticked box of a task list: - [x] answer.",
    pattern: /^[ \t]*-[ \t]\[[xX]\][ \t]+([^\n]*)$/gm,
    write: (answer) => `- [x] ${answer}`,
  }),
  byPattern({
    id: "markdown-numbered",
    instruction: "Give the final answer as item 1 of a numbered list with a single item.",
    pattern: /^[ \t]*\d+\.[ \t]+([^\n]*)$/gm,
    write: (answer) => `1. ${answer}`,
  }),
  byPattern({
    id: "markdown-table",
    level: "complex",
    instruction: 'Give the final answer in a Markdown table with the one column "Answer" and one row.',
    pattern: /^\|[ \t]*Answer[ \t]*\|[ \t]*\n\|[ \t]*:?-+:?[ \t]*\|[ \t]*\n\|([^|\n]*)\|[ \t]*$/gm,
    write: (answer) => `| Answer |\n|---|\n| ${answer} |`,
  }),
  byPattern({
    id: "markdown-table-pair",
    level: "complex",
    instruction: 'Give a Markdown table with the columns "Field" and "Value" and one row, whose field is "answer".',
    pattern:
      /^\|[ \t]*Field[ \t]*\|[ \t]*Value[ \t]*\|[ \t]*\n\|[ \t]*:?-+:?[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*\n\|[ \t]*answer[ \t]*\|([^|\n]*)\|[ \t]*$/gm,
    write: (answer) => `| Field | Value |\n|---|---|\n| answer | ${answer} |`,
  }),
  byPattern({
    id: "markdown-footnote",
    level: "complex",
    instruction: "Give the final answer as the footnote [^1]: of your text, and have no other footnote.",
    pattern: /^\[\^\d+\]:[ \t]*([^\n]*)$/gm,
    write: (answer) => `See below.[^1]\n\n[^1]: ${answer}`,
  }),
  between({
    id: "markdown-fence",
    open: "```\n",
    close: "\n```",
    instruction: "Give the final answer in one fenced block of Markdown (```) without a language.",
  }),
  between({
    id: "markdown-fence-text",
    open: "```text\n",
    close: "\n```",
    instruction: "Give the final answer in one fenced block of Markdown that is marked as text (```text).",
  }),
];
