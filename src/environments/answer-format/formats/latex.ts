import { type AnswerFormat, type Found, filled } from "../answer-format.ts";
import { between } from "./between.ts";

const TEXT_MACROS = ["text", "textbf", "textit", "emph", "underline", "fbox", "texttt"];
const MATHS_MACROS = ["boxed", "mathbf", "mathrm", "ensuremath", "displaystyle", "tag"];
const TEXT_ENVIRONMENTS = ["center", "quote", "verbatim"];
const MATHS_ENVIRONMENTS = [
  "equation",
  "equation*",
  "align",
  "align*",
  "aligned",
  "gather",
  "gather*",
  "multline",
  "displaymath",
];

/** Macros and environments of LaTeX; those of mathematics only for questions of mathematics. */
export const latex: readonly AnswerFormat[] = [
  ...TEXT_MACROS.map((name) => macro(name, "generic")),
  ...MATHS_MACROS.map((name) => macro(name, "maths")),
  ...TEXT_ENVIRONMENTS.map((name) => environment(name, "generic")),
  ...MATHS_ENVIRONMENTS.map((name) => environment(name, "maths")),
  between({ id: "latex-display", dataKind: "maths", open: "\\[", close: "\\]" }),
  between({ id: "latex-inline", dataKind: "maths", open: "\\(", close: "\\)" }),
  between({ id: "latex-dollars", dataKind: "maths", open: "$$", close: "$$" }),
];

function environment(name: string, dataKind: AnswerFormat["dataKind"]): AnswerFormat {
  return between({
    id: `latex-environment-${name.replace("*", "-star")}`,
    dataKind,
    level: "complex",
    open: `\\begin{${name}}`,
    close: `\\end{${name}}`,
    instruction: `Give the final answer inside one LaTeX environment ${name}.`,
    ownLines: true,
  });
}

function macro(name: string, dataKind: AnswerFormat["dataKind"]): AnswerFormat {
  const open = `\\${name}{`;
  return {
    id: `latex-${name}`,
    dataKind,
    level: "simple",
    instruction: `Give the final answer as the argument of the LaTeX macro \\${name}, used once: ${open}…}.`,
    find: (text) => findMacros(text, open),
    parse: (form) => filled(form.slice(open.length, -1)),
    write: (answer) => `${open}${answer}}`,
  };
}

/** With balanced braces, none inside another. An argument without an end ends the search. */
function findMacros(text: string, open: string): Found[] {
  const found: Found[] = [];
  let start = text.indexOf(open);
  while (start >= 0) {
    const end = closingBrace(text, start + open.length);
    if (end === null) return found;
    found.push({ start, end });
    start = text.indexOf(open, end);
  }
  return found;
}

function closingBrace(text: string, from: number): number | null {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return null;
}
