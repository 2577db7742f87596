import { matchBraces } from "./braces.ts";

/** UTF-16 code units of an expression that is parsed; the longest answer of MATH-500 has 67. */
const MAX_LENGTH = 300;
const MAX_DEPTH = 10;
const MAX_POWERS = 24;
const MAX_FACTORIALS = 4;

const operators = "cdot|times|div";
const functions = "log|ln|exp|lb|sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|sinh|cosh|frac|sqrt|binom";
const letters =
  "pi|infty|alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|chi|psi|omega";
const commands = new Set(`${operators}|${functions}|${letters}|lvert|rvert`.split("|"));

/** An operator or function with nothing to work on, and empty brackets: on these the parser tries every reading. */
const missing = new RegExp(
  `(?:[-+*/^_]|\\\\(?:${operators})(?![a-zA-Z])|\\\\(?:${functions}|lvert)(?![a-zA-Z])(?! ?[\\^_])|[({]) ?(?:[)\\]}*/^_!]|\\\\(?:${operators}|rvert)(?![a-zA-Z])|$)`,
);

/**
 * Whether LaTeX from a model may go to the parser: short, shallow, closed, and made of arithmetic alone. Three letters in a row are a
 * word, and words are not multiplied: "east" is not "seat".
 */
export function isArithmetic(latex: string): boolean {
  if (latex.length > MAX_LENGTH || latex === "") return false;
  const plain = latex.replace(/(?<=\d\.\d*)\\overline ?\{\d+\}/g, "");
  const names = [...plain.matchAll(/\\([a-zA-Z]+|[^a-zA-Z]|$)/g)].map(([, name]) => name!);
  if (!names.every((name) => commands.has(name)) || missing.test(plain)) return false;
  const bare = plain.replace(/\\sqrt ?\[/g, " [").replace(/\\[a-zA-Z]+/g, " ");
  if (!/^[0-9a-zA-Z+\-*/^_(){}[\]!. ]*$/.test(bare) || /[a-zA-Z]{3}/.test(bare)) return false;
  if (/(?<!\\sqrt ?)\[/.test(plain) || /(?<![a-zA-Z])_/.test(plain.replace(/\\log ?_/g, ""))) return false;
  const count = (sign: string) => plain.split(sign).length - 1;
  if (count("^") > MAX_POWERS || count("!") > MAX_FACTORIALS) return false;
  return ![...matchBraces(plain).values()].includes(-1) && isClosed(plain);
}

/** Bars in pairs as `\lvert … \rvert`, since the parser's time doubles with each bar. Null where they are no pairs. */
export function pairBars(latex: string): string | null {
  const parts = latex.split("|");
  if (parts.length % 2 === 0 || parts.length > 9) return null;
  const insides = parts.filter((_part, index) => index % 2 === 1);
  if (!insides.every(isClosed)) return null;
  return parts.reduce((text, part, index) => `${text}${index % 2 === 1 ? "\\lvert " : "\\rvert "}${part}`);
}

function isClosed(latex: string): boolean {
  let depth = 0;
  for (const sign of latex) {
    if ("([{".includes(sign)) depth++;
    if (")]}".includes(sign)) depth--;
    if (depth < 0 || depth > MAX_DEPTH) return false;
  }
  return depth === 0;
}
