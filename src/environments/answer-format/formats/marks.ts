import type { AnswerFormat } from "../answer-format.ts";
import { between } from "./between.ts";

const TAGS = [
  "answer",
  "final_answer",
  "result",
  "solution",
  "output",
  "response",
  "conclusion",
  "reply",
  "value",
  "ANSWER",
];

const BRACKETS: readonly (readonly [name: string, open: string, close: string])[] = [
  ["double-square", "[[", "]]"],
  ["double-curly", "{{", "}}"],
  ["double-angle", "<<", ">>"],
  ["double-round", "((", "))"],
  ["labelled-square", "[ANSWER: ", "]"],
  ["labelled-curly", "{answer: ", "}"],
  ["labelled-round", "(answer: ", ")"],
  ["corner", "「", "」"],
  ["white-corner", "『", "』"],
  ["guillemets", "«", "»"],
  ["lenticular", "【", "】"],
  ["white-square", "⟦", "⟧"],
];

const DELIMITERS: readonly (readonly [name: string, mark: string])[] = [
  ["bars", "|||"],
  ["equals", "==="],
  ["tildes", "~~~"],
  ["percents", "%%%"],
  ["hashes", "####"],
  ["ats", "@@@"],
  ["colons", ":::"],
  ["pluses", "+++"],
  ["carets", "^^^"],
  ["dollars", "$$$"],
  ["underscores", "____"],
  ["exclamations", "!!!"],
];

const HTML_ELEMENTS = [
  "b",
  "i",
  "u",
  "strong",
  "em",
  "mark",
  "code",
  "kbd",
  "span",
  "p",
  "div",
  "h1",
  "h2",
  "td",
  "li",
  "blockquote",
];

/** Answers between tags, brackets, delimiters and HTML elements. */
export const marked: readonly AnswerFormat[] = [
  ...TAGS.map((tag) => between({ id: `tag-${tag}`, open: `<${tag}>`, close: `</${tag}>` })),
  ...BRACKETS.map(([name, open, close]) => between({ id: `brackets-${name}`, open, close })),
  ...DELIMITERS.map(([name, mark]) =>
    between({
      id: `delimiter-${name}`,
      open: mark,
      close: mark,
      instruction: `Write ${mark} directly before and directly behind your final answer, and nowhere else.`,
    }),
  ),
  ...HTML_ELEMENTS.map((element) =>
    between({
      id: `html-${element}`,
      open: `<${element}>`,
      close: `</${element}>`,
      instruction: `Give the final answer as the content of one HTML element <${element}> without attributes.`,
    }),
  ),
  between({
    id: "html-class",
    open: '<span class="answer">',
    close: "</span>",
    instruction: 'Give the final answer as the content of one <span class="answer"> element.',
  }),
  between({
    id: "html-comment",
    open: "<!-- answer:",
    close: "-->",
    instruction: "Give the final answer in one HTML comment of the form <!-- answer: … -->.",
  }),
];
