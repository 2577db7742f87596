import { matchBraces } from "./braces.ts";

/** UTF-16 code units of an expression that is parsed; the longest answer of MATH-500 has 67. */
const MAX_LENGTH = 300;
const MAX_DEPTH = 12;
const MAX_POWERS = 24;
/** The parser's time doubles with each bar. */
const MAX_BARS = 6;

const commands = new Set(
  "frac sqrt pi cdot times div log ln exp lb sin cos tan cot sec csc arcsin arccos arctan sinh cosh binom infty alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi varphi chi psi omega".split(
    " ",
  ),
);

/**
 * Whether LaTeX from a model may go to the parser: short, shallow, closed, and made of arithmetic alone. Three letters in a row are a
 * word, and words are not multiplied: "east" is not "seat".
 */
export function isArithmetic(latex: string): boolean {
  if (latex.length > MAX_LENGTH || latex === "") return false;
  const plain = latex.replace(/(?<=\d\.\d*)\\overline ?\{\d+\}/g, "");
  const names = [...plain.matchAll(/\\([a-zA-Z]+|[^a-zA-Z]|$)/g)].map(([, name]) => name!);
  if (!names.every((name) => commands.has(name))) return false;
  const bare = plain.replace(/\\[a-zA-Z]+/g, " ");
  if (!/^[0-9a-zA-Z+\-*/^_(){}[\]|!. ]*$/.test(bare) || /[a-zA-Z]{3}/.test(bare)) return false;
  if (/(?<![a-zA-Z])_/.test(latex.replace(/\\log ?_/g, ""))) return false;
  const count = (sign: string) => latex.split(sign).length - 1;
  if (count("|") > MAX_BARS || count("^") > MAX_POWERS || count("!") > 4) return false;
  return ![...matchBraces(latex).values()].includes(-1) && isClosed(latex);
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
