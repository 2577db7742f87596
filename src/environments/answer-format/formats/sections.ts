import { type AnswerFormat, type Found, filled } from "../answer-format.ts";

const PARTS: readonly (readonly [name: string, parts: readonly string[]])[] = [
  ["analysis", ["Analysis", "Answer"]],
  ["reasons", ["Reasons", "Doubts", "Answer"]],
  ["plan", ["Plan", "Steps", "Answer"]],
  ["check", ["Draft", "Check", "Answer"]],
  ["given", ["Given", "Wanted", "Way", "Answer"]],
  ["summary", ["Summary", "Details", "Answer"]],
];

const STYLES: readonly (readonly [name: string, told: string, line: (part: string) => string])[] = [
  ["heading", "headings of level 2 (##)", (part) => `## ${part}`],
  ["label", "labels that stand alone on a line and end in a colon", (part) => `${part}:`],
  ["bracket", "labels in square brackets that stand alone on a line", (part) => `[${part}]`],
];

/** Several named parts in their order, the last one being the answer; each with text of its own. */
export const sections: readonly AnswerFormat[] = PARTS.flatMap(([name, parts]) =>
  STYLES.map(([style, told, line]) => inSections(`sections-${name}-${style}`, told, parts, line)),
);

function inSections(id: string, told: string, parts: readonly string[], line: (part: string) => string): AnswerFormat {
  const lines = parts.map(line);
  return {
    id,
    dataKind: "generic",
    level: "complex",
    instruction: `Divide your text into the parts ${parts.join(", ")}, in this order and each once, with ${told}. Put only the final answer into the last part.`,
    find: (text) => findSections(text, lines),
    parse(form) {
      const bodies = bodiesOf(form.split("\n"), lines);
      return bodies.length === lines.length && bodies.every((body) => filled(body)) ? filled(bodies.at(-1)!) : null;
    },
    write: (answer) =>
      lines.map((own, i) => `${own}\n${i === lines.length - 1 ? answer : `About ${parts[i]}.`}`).join("\n\n"),
  };
}

/** From the first line to the end of the text; once more for every line that is repeated or out of order. */
function findSections(text: string, lines: readonly string[]): Found[] {
  const found: { line: string; start: number }[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (lines.includes(line.trim())) found.push({ line: line.trim(), start });
    start += line.length + 1;
  }
  if (found.length < lines.length) return [];
  const inOrder = found.slice(0, lines.length).every(({ line }, i) => line === lines[i]);
  if (!inOrder) return [];
  const extra = found.slice(lines.length);
  return [
    { start: found[0]!.start, end: text.length },
    ...extra.map((one) => ({ start: one.start, end: text.length })),
  ];
}

function bodiesOf(text: readonly string[], lines: readonly string[]): string[] {
  const bodies: string[][] = [];
  for (const line of text) {
    if (lines.includes(line.trim())) bodies.push([]);
    else bodies.at(-1)?.push(line);
  }
  return bodies.map((body) => body.join("\n"));
}
