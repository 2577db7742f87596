import { restoreBraces } from "./braces.ts";
import { type Rewrites, rewrite } from "./rewrite.ts";

const folding: Rewrites = [
  // The two parts of a mixed number stay apart.
  [/(?<=\d) ?(?=\\frac\{ ?\d+ ?\}\{ ?\d+ ?\})/g, "&"],
  [/\\frac\{ ?(\d+) ?\}\{ ?(\d+) ?\}/g, "$1/$2"],
  [/\\frac\{ ?- ?(\d+) ?\}\{ ?(\d+) ?\}/g, "-$1/$2"],
  [/[ ]/g, ""],
  [/^\{([^{}]*)\}$/, "$1"],
  [/^\+(?=[\d.])/, ""],
];

/** What two answers in plain LaTeX must share to be the same text: no spaces, no case, braces around every argument. */
export function plainText(latex: string): string {
  return rewrite(restoreBraces(latex), folding).toLowerCase();
}
